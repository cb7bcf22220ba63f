using System.Globalization;

namespace Gnn.Graphs.Batching;

public sealed partial class GraphSet
{
    /// <summary>A set from the sizes of its graphs and their edges, graph after graph.</summary>
    /// <param name="nodeCounts">The number of nodes of each graph, <c>[G]</c>, at least 0.</param>
    /// <param name="edgeCounts">The number of edges of each graph, <c>[G]</c>, at least 0.</param>
    /// <param name="sources">The source of each edge, <c>[E]</c>, counted from 0 in its graph.</param>
    /// <param name="targets">The target of each edge, <c>[E]</c>, counted from 0 in its graph.</param>
    /// <param name="isUndirected">Whether every graph holds both directions of every edge; this is checked, and costs O(N + E) where the edges of a graph are by source
    /// and then by target, else O(E log E).</param>
    /// <returns>The set, without columns.</returns>
    /// <exception cref="ArgumentException">Lists differ in length, edge counts do not add up to the edges, or an edge has no reverse; the message names the
    /// graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an id is out of range; the message names the graph and the edge.</exception>
    public static GraphSet FromEdges(
        ReadOnlySpan<int> nodeCounts, ReadOnlySpan<int> edgeCounts, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected = false)
    {
        CheckCounts(nodeCounts, edgeCounts, sources, targets);
        return Checked(new PackedEdges(PackedEdges.Offsets(nodeCounts, "nodes"), PackedEdges.Offsets(edgeCounts, "edges"), sources, targets), isUndirected);
    }

    /// <summary>A set from the graph of each node, the form of the TU collection's files.</summary>
    /// <param name="graphCount">G, at least 0.</param>
    /// <param name="graphOfNode">The graph of each node, <c>[N]</c>, in [0, G), never falling.</param>
    /// <param name="sources">The source of each edge, <c>[E]</c>, in [0, N).</param>
    /// <param name="targets">The target of each edge, <c>[E]</c>, in [0, N), in the graph of the source; edges of a graph stand together, in the order of graphs.</param>
    /// <param name="isUndirected">Whether every graph holds both directions of every edge; this is checked, and costs O(N + E) where the edges of a graph are by source
    /// and then by target, else O(E log E).</param>
    /// <returns>The set, without columns; graphs that no node names have no nodes.</returns>
    /// <exception cref="ArgumentException">Lists differ in length, graphs are not in order, or an edge joins two graphs or has no reverse.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or an id is out of range; the message names the node or the edge.</exception>
    public static GraphSet FromIndicator(
        int graphCount, ReadOnlySpan<int> graphOfNode, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(graphCount);
        int[] nodeCounts = CountNodes(graphCount, graphOfNode);
        EdgeChecks.CheckIds(graphOfNode.Length, sources, targets);
        int[] nodeOffsets = PackedEdges.Offsets(nodeCounts, "nodes"), edgeCounts = new int[graphCount];
        int last = 0;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            int graph = graphOfNode[sources[edge]];
            if (graphOfNode[targets[edge]] != graph || graph < last)
            {
                string fault = graph < last ? $"is in graph {graph} and comes after edges of graph {last}" : $"joins graphs {graph} and {graphOfNode[targets[edge]]}";
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Edge {edge} ({sources[edge]} -> {targets[edge]}) {fault}: every edge lies in one graph, and edges are by graph."),
                    nameof(targets));
            }

            last = graph;
            edgeCounts[graph]++;
        }

        var packed = new PackedEdges(nodeOffsets, PackedEdges.Offsets(edgeCounts, "edges"), sources, targets);
        for (int graph = 0; graph < graphCount; graph++)
        {
            foreach (ref int source in packed.SourcesOf(graph))
            {
                source -= nodeOffsets[graph];
            }

            foreach (ref int target in packed.TargetsOf(graph))
            {
                target -= nodeOffsets[graph];
            }
        }

        return Checked(packed, isUndirected);
    }

    /// <summary>A set of graphs, which are copied.</summary>
    /// <param name="graphs">The graphs, all directed or all undirected, with the same columns of the same types and widths and the same class names.</param>
    /// <returns>The set: <see cref="Extract"/> gives equal graphs again. The graphs' columns of the graph as a whole are the set's graph columns, and their class
    /// names its <see cref="NodeClassNames"/>.</returns>
    /// <exception cref="ArgumentException">Graphs differ in direction, columns or class names; the message names the first that does.</exception>
    /// <exception cref="InvalidOperationException">The graphs have 2^31 nodes or edges or more.</exception>
    public static GraphSet FromGraphs(IReadOnlyList<Graph> graphs)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        if (graphs.Count == 0)
        {
            return FromEdges([], [], [], []);
        }

        for (int i = 1; i < graphs.Count; i++)
        {
            if (graphs[i].IsUndirected != graphs[0].IsUndirected || !graphs[i].ClassNames.SequenceEqual(graphs[0].ClassNames))
            {
                throw new ArgumentException(
                    $"All graphs must be directed or all undirected, with the same class names, but graph {i} differs from graph 0 ({graphs[i]}; {graphs[0]}).", nameof(graphs));
            }

            ColumnRows.CheckAlike(graphs[0].Nodes, graphs[i].Nodes, i, nameof(graphs));
            ColumnRows.CheckAlike(graphs[0].Edges, graphs[i].Edges, i, nameof(graphs));
            ColumnRows.CheckAlike(graphs[0].Globals, graphs[i].Globals, i, nameof(graphs));
        }

        ColumnTable nodes = ColumnRows.Concatenate([.. graphs.Select(graph => graph.Nodes)], "node");
        ColumnTable edges = ColumnRows.Concatenate([.. graphs.Select(graph => graph.Edges)], "edge");
        ColumnTable rows = ColumnRows.Concatenate([.. graphs.Select(graph => graph.Globals)], "graph");
        int[] nodeOffsets = PackedEdges.Offsets(graphs.Select(graph => graph.NodeCount).ToArray(), "nodes");
        int[] edgeOffsets = PackedEdges.Offsets(graphs.Select(graph => checked((int)graph.EdgeCount)).ToArray(), "edges");
        int[] sources = new int[edgeOffsets[^1]], targets = new int[edgeOffsets[^1]];
        for (int i = 0; i < graphs.Count; i++)
        {
            graphs[i].Sources.CopyTo(sources.AsSpan(edgeOffsets[i]));
            graphs[i].Targets.CopyTo(targets.AsSpan(edgeOffsets[i]));
        }

        return new GraphSet(
            new PackedEdges(nodeOffsets, edgeOffsets, sources, targets), graphs[0].IsUndirected, nodes, edges, rows, classNames: [], graphs[0].ClassNames);
    }

    // Takes over the edges.
    private static GraphSet Checked(PackedEdges packed, bool isUndirected)
    {
        try
        {
            CheckEdges(packed, isUndirected, CancellationToken.None);
        }
        catch
        {
            packed.Dispose();
            throw;
        }

        return Bare(packed, isUndirected);
    }

    private static GraphSet Bare(PackedEdges packed, bool isUndirected) => new(
        packed,
        isUndirected,
        new ColumnTable("node", packed.NodeOffsets[^1]),
        new ColumnTable("edge", packed.EdgeOffsets[^1]),
        new ColumnTable("graph", packed.Count),
        classNames: [],
        nodeClassNames: []);

    private static int[] CountNodes(int graphCount, ReadOnlySpan<int> graphOfNode)
    {
        int[] counts = new int[graphCount];
        for (int node = 0; node < graphOfNode.Length; node++)
        {
            int graph = graphOfNode[node];
            if ((uint)graph >= (uint)graphCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(graphOfNode), graph, string.Create(CultureInfo.InvariantCulture, $"The graph of node {node} must be in [0, {graphCount}), got {graph}."));
            }

            if (node > 0 && graph < graphOfNode[node - 1])
            {
                throw new ArgumentException(
                    $"Nodes must be by graph, but node {node} is in graph {graph} and node {node - 1} in graph {graphOfNode[node - 1]}: number the nodes by graph.",
                    nameof(graphOfNode));
            }

            counts[graph]++;
        }

        return counts;
    }

    private static void CheckCounts(ReadOnlySpan<int> nodeCounts, ReadOnlySpan<int> edgeCounts, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (nodeCounts.Length != edgeCounts.Length)
        {
            throw new ArgumentException(
                $"Every graph needs a node count and an edge count: got {nodeCounts.Length} node counts and {edgeCounts.Length} edge counts.", nameof(edgeCounts));
        }

        long total = 0;
        for (int graph = 0; graph < nodeCounts.Length; graph++)
        {
            if (nodeCounts[graph] < 0 || edgeCounts[graph] < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nodeCounts[graph] < 0 ? nameof(nodeCounts) : nameof(edgeCounts),
                    string.Create(CultureInfo.InvariantCulture, $"Counts must be 0 or more, but graph {graph} has {nodeCounts[graph]} nodes and {edgeCounts[graph]} edges."));
            }

            total += edgeCounts[graph];
        }

        if (sources.Length != total || targets.Length != total)
        {
            throw new ArgumentException(
                $"The edge counts add up to {total} edges, got {sources.Length} sources and {targets.Length} targets.", nameof(edgeCounts));
        }
    }

    private static void CheckEdges(PackedEdges packed, bool isUndirected, CancellationToken cancellation)
    {
        int[] next = new int[isUndirected ? LargestCounted(packed) + 1 : 0];
        ReverseCheck reverses = default;
        for (int graph = 0; graph < packed.Count; graph++)
        {
            cancellation.ThrowIfCancellationRequested();
            int nodes = packed.NodeCountOf(graph);
            ReadOnlySpan<int> sources = packed.SourcesOf(graph), targets = packed.TargetsOf(graph);
            try
            {
                EdgeChecks.CheckIds(nodes, sources, targets);
                bool isInOrder = isUndirected && IsCounted(nodes, sources.Length) && EdgeChecks.HaveReversesInOrder(sources, targets, next.AsSpan(0, nodes + 1));
                if (isUndirected && !isInOrder && !reverses.AreThere(sources, targets))
                {
                    // Says which edge has none.
                    EdgeChecks.CheckReverses(nodes, sources, targets);
                }
            }
            catch (ArgumentOutOfRangeException error)
            {
                throw new ArgumentOutOfRangeException($"Graph {graph} of {packed.Count}: {error.Message}", error);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"Graph {graph} of {packed.Count}: {error.Message}", error);
            }
        }
    }

    /// <summary>Whether a graph has so many edges that a count for each node is cheap beside them.</summary>
    private static bool IsCounted(int nodes, int edges) => nodes <= 2L * edges;

    private static int LargestCounted(PackedEdges packed)
    {
        int largest = 0;
        for (int graph = 0; graph < packed.Count; graph++)
        {
            int nodes = packed.NodeCountOf(graph);
            largest = IsCounted(nodes, packed.SourcesOf(graph).Length) ? Math.Max(largest, nodes) : largest;
        }

        return largest;
    }
}
