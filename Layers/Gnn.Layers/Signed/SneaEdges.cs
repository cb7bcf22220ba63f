using Gnn.Graphs.Signed;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Signed;

/// <summary>The edges that attention over signs runs over: each sign with a loop for each node, and both signs together.</summary>
internal sealed class SneaEdges : IDisposable
{
    internal SneaEdges(SignedGraph graph)
    {
        int nodes = graph.NodeCount;
        (int[] Sources, int[] Targets) positive = Without(graph, graph.PositiveIds);
        (int[] Sources, int[] Targets) negative = Without(graph, graph.NegativeIds);
        int[] loops = [.. Enumerable.Range(0, nodes)];
        Positive = SparseStructure.FromEdges(nodes, nodes, [.. positive.Targets, .. loops], [.. positive.Sources, .. loops]);
        Negative = SparseStructure.FromEdges(nodes, nodes, [.. negative.Targets, .. loops], [.. negative.Sources, .. loops]);

        // Column k + N stands for what node k is to its enemies, so that one softmax runs over friends and enemies.
        int[] enemies = Array.ConvertAll(negative.Sources, node => node + nodes);
        Both = SparseStructure.FromEdges(
            nodes, checked(2 * nodes), [.. positive.Targets, .. loops, .. negative.Targets], [.. positive.Sources, .. loops, .. enemies]);
    }

    /// <summary>Positive edges and a loop for each node, [N, N].</summary>
    internal SparseStructure Positive { get; }

    /// <summary>Negative edges and a loop for each node, [N, N].</summary>
    internal SparseStructure Negative { get; }

    /// <summary>Positive edges and loops from columns 0 to N - 1, negative edges from columns N to 2 N - 1, [N, 2 N].</summary>
    internal SparseStructure Both { get; }

    public void Dispose()
    {
        Positive.Dispose();
        Negative.Dispose();
        Both.Dispose();
    }

    private static (int[] Sources, int[] Targets) Without(SignedGraph graph, ReadOnlySpan<long> ids)
    {
        var sources = new List<int>(ids.Length);
        var targets = new List<int>(ids.Length);
        foreach (long id in ids)
        {
            (int source, int target) = (graph.Sources[(int)id], graph.Targets[(int)id]);
            if (source != target)
            {
                sources.Add(source);
                targets.Add(target);
            }
        }

        return ([.. sources], [.. targets]);
    }
}
