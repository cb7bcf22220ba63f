using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tests.Training;

/// <summary>A small graph of three communities with noisy features: node i is of class i % 3.</summary>
internal static class Communities
{
    internal const int Nodes = 60;
    internal const int Classes = 3;
    internal const int Features = 6;

    internal static int[] Labels { get; } = [.. Enumerable.Range(0, Nodes).Select(node => node % Classes)];

    /// <summary>Nodes 0 to 8 train, 9 to 29 validate, the others test.</summary>
    internal static NodeSplit Split { get; } = new("fixed", Nodes, [.. Enumerable.Range(0, 9)], [.. Enumerable.Range(9, 21)], [.. Enumerable.Range(30, 30)]);

    internal static Graph Graph(Engine engine, int[]? labels = null, Action<double[]>? changeFeatures = null)
    {
        var source = new RandomSource(5);
        RandomSequence draws = source.Stream("edges").Sequence();
        var sources = new List<int>();
        var targets = new List<int>();
        for (int a = 0; a < Nodes; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (draws.NextDouble() < (a % Classes == b % Classes ? 0.4 : 0.05))
                {
                    sources.AddRange([a, b]);
                    targets.AddRange([b, a]);
                }
            }
        }

        double[] x = new double[Nodes * Features];
        source.Stream("features").FillNormal(x, 0, 0, 1);
        for (int node = 0; node < Nodes; node++)
        {
            x[(node * Features) + (node % Classes)] += 0.7;
        }

        changeFeatures?.Invoke(x);
        using Graph edges = Gnn.Graphs.Graph.FromEdges(Nodes, sources.ToArray(), targets.ToArray(), isUndirected: true);
        using Graph labelled = edges.WithLabels(labels ?? Labels, engine: engine);
        return labelled.WithFeatures(Tensor.Create(x, (Nodes, Features), engine));
    }

    /// <summary>The same graph with one sparse feature for each node.</summary>
    internal static Graph WithIdentity(Engine engine)
    {
        using Graph graph = Graph(engine);
        return graph.WithFeatures(SparseTensor.Identity(Nodes, engine));
    }
}
