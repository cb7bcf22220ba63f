using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>What the trainers of other kinds than plain graphs share: the nodes that outputs are for, without edges.</summary>
internal static class NodesOnly
{
    /// <summary>A graph of a table's features and labels, without edges.</summary>
    internal static Graph Of(int nodeCount, ColumnTable nodes, IReadOnlyList<string>? classNames = null)
    {
        Graph graph = Graph.FromEdges(nodeCount, [], []);
        if (nodes.Contains(ColumnNames.Features))
        {
            using Graph before = graph;
            graph = before.WithFeatures(nodes.IsSparse(ColumnNames.Features) ? Copy(nodes.Sparse(ColumnNames.Features)) : Copy(nodes[ColumnNames.Features]));
        }

        if (nodes.TryGet(ColumnNames.Labels, out Tensor? labels))
        {
            using Graph before = graph;
            graph = before.WithLabels(labels.ToArray<int>(), classNames, labels.Engine);
        }

        return graph;
    }

    /// <summary>Refuses what only plain graphs have.</summary>
    internal static void CheckOptions(NodeClassificationOptions options, string structure, string reason)
    {
        if (options.Batches is not null)
        {
            throw new ArgumentException($"A {structure} is trained on as a whole: leave Batches null.", nameof(options));
        }

        if (options.CorrectAndSmooth is not null)
        {
            throw new ArgumentException($"{reason}: leave CorrectAndSmooth null.", nameof(options));
        }
    }

    // A graph owns its columns: these are views of the elements, which end without them.
    private static Features Copy(Tensor dense) => dense.Detach();

    private static Features Copy(SparseTensor sparse) => new SparseTensor(sparse.Structure, sparse.Values.Detach());
}
