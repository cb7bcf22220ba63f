using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Tests.Training;

/// <summary>Small rings of 3 to 8 nodes with noisy features: graph i is of class i % 2, and its number is the sum of its nodes' first feature.</summary>
internal static class Rings
{
    internal const int Count = 60;
    internal const int Features = 4;

    internal static int[] Labels { get; } = [.. Enumerable.Range(0, Count).Select(graph => graph % 2)];

    /// <summary>Graphs 0 to 29 train, 30 to 44 validate, the others test.</summary>
    internal static IndexSplit Split { get; } = new("fixed", "graph", Count, [.. Enumerable.Range(0, 30)], [.. Enumerable.Range(30, 15)], [.. Enumerable.Range(45, 15)]);

    internal static GraphSet Set(Engine engine, int[]? labels = null, Action<double[]>? changeTargets = null, int count = Count, int scale = 1)
    {
        int[] sizes = [.. Enumerable.Range(0, count).Select(graph => scale * (3 + (graph % 6)))];
        int[] edgeCounts = [.. sizes.Select(size => 2 * size)];
        int[] sources = [.. sizes.SelectMany(size => Enumerable.Range(0, size).SelectMany(node => (int[])[node, (node + 1) % size]))];
        int[] targets = [.. sizes.SelectMany(size => Enumerable.Range(0, size).SelectMany(node => (int[])[(node + 1) % size, node]))];
        int nodes = sizes.Sum();
        double[] x = new double[nodes * Features];
        new RandomSource(8).Stream("features").FillNormal(x, 0, 0, 1);
        double[] numbers = new double[count];
        int at = 0;
        for (int graph = 0; graph < count; graph++)
        {
            for (int node = 0; node < sizes[graph]; node++, at++)
            {
                x[(at * Features) + (graph % 2)] += 1;
                numbers[graph] += x[at * Features];
            }
        }

        changeTargets?.Invoke(numbers);
        using GraphSet edges = GraphSet.FromEdges(sizes, edgeCounts, sources, targets, isUndirected: true);
        using GraphSet labelled = edges.WithLabels(labels ?? [.. Enumerable.Range(0, count).Select(graph => graph % 2)], engine: engine);
        using GraphSet numbered = labelled.WithGraphColumn("number", Tensor.Create(numbers, count, engine));
        return numbered.WithFeatures(Tensor.Create(x, (nodes, Features), engine));
    }
}
