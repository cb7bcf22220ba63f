using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors;

namespace Gnn.Datasets.NodeSets;

/// <summary>Puts a graph with features and classes of its nodes together from what a loader read and checked.</summary>
internal static class NodeGraph
{
    /// <summary>Makes the graph.</summary>
    /// <param name="labels">The class of each node, <c>[N]</c>.</param>
    /// <param name="sources">The source of each edge of the file, in [0, N).</param>
    /// <param name="targets">The target of each edge.</param>
    /// <param name="isDirected">Whether the edges stay as they are, in file order; otherwise both directions by source and target, no repeats.</param>
    /// <param name="features">The features, or null.</param>
    /// <param name="classNames">The names of the classes, or null.</param>
    public static Graph Create(
        ReadOnlySpan<int> labels,
        ReadOnlySpan<int> sources,
        ReadOnlySpan<int> targets,
        bool isDirected,
        Features? features,
        IReadOnlyList<string>? classNames = null)
    {
        using Graph bare = isDirected
            ? Graph.FromEdges(labels.Length, sources, targets)
            : Graph.FromCheckedEdges(BothDirections.Of(labels.Length, sources, targets), isUndirected: true);
        using Graph? featured = features is { } columns ? bare.WithFeatures(columns) : null;
        return (featured ?? bare).WithLabels(labels, classNames);
    }
}
