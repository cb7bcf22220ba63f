namespace Gnn.Graphs.Transforms;

/// <summary>Transforms of the list of edges; nodes and their columns stay.</summary>
/// <remarks>Each result is a graph of its own to dispose, which shares the node columns and those of the graph as a whole.</remarks>
public static class EdgeTransforms
{
    /// <summary>Makes one edge of all that go from one node to the same other.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="reduction">How the values of floating edge columns become one; other columns take the first edge's.</param>
    /// <param name="sorting">The order of the result's edges.</param>
    /// <returns>A graph without repeated edges, undirected if the graph was.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The reduction or the sorting is none of its kind.</exception>
    /// <remarks>
    /// PyG's coalesce. A second time it changes nothing. Of an undirected graph both directions of a pair are reduced alike, each over its own edges. Cost:
    /// O(N + E) by counting sort.
    /// </remarks>
    public static Graph Coalesce(this Graph graph, EdgeReduction reduction = EdgeReduction.Sum, EdgeSorting sorting = EdgeSorting.BySource)
    {
        ArgumentNullException.ThrowIfNull(graph);
        EnumChecks.CheckDefined(reduction);
        EnumChecks.CheckDefined(sorting);
        int[] sources, targets;
        RowGroups groups = sorting == EdgeSorting.BySource
            ? EdgeOrders.Group(graph.NodeCount, graph.Sources, graph.Targets, out sources, out targets)
            : EdgeOrders.Group(graph.NodeCount, graph.Targets, graph.Sources, out targets, out sources);
        return graph.Rewire(sources, targets, graph.IsUndirected, TableRows.Reduce(graph.Edges, groups, reduction));
    }

    /// <summary>Adds the reverse of every edge, and makes one edge of those that then go from one node to the same other.</summary>
    /// <param name="graph">The graph, directed or not.</param>
    /// <param name="reduction">How the values of floating edge columns become one, over both directions; other columns take the first edge's.</param>
    /// <returns>An undirected graph without repeated edges, by source and then target.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is none of its kind.</exception>
    /// <remarks>
    /// <code>sum: A' = A + A^T</code>
    /// <para>PyG's to_undirected. With the sum, the weights of an edge that has its reverse already, and of a self-loop, are doubled; with the others a second
    /// time changes nothing. Cost: O(N + E).</para>
    /// </remarks>
    public static Graph Symmetrize(this Graph graph, EdgeReduction reduction = EdgeReduction.Sum)
    {
        ArgumentNullException.ThrowIfNull(graph);
        EnumChecks.CheckDefined(reduction);
        int edges = graph.Sources.Length;
        RowGroups groups = EdgeOrders.Group(
            graph.NodeCount, [.. graph.Sources, .. graph.Targets], [.. graph.Targets, .. graph.Sources], out int[] sources, out int[] targets);

        // In the second half, edge e stands for the reverse of edge e - E. A group is reduced by rising id, whichever direction its edges have.
        for (int i = 0; i < groups.Rows.Length; i++)
        {
            groups.Rows[i] -= groups.Rows[i] < edges ? 0 : edges;
        }

        for (int group = 0; group < groups.Count; group++)
        {
            int length = groups.Starts[group + 1] - groups.Starts[group];
            if (length > 1)
            {
                groups.Rows.AsSpan(groups.Starts[group], length).Sort();
            }
        }

        return graph.Rewire(sources, targets, isUndirected: true, TableRows.Reduce(graph.Edges, groups, reduction));
    }

    /// <summary>Turns every edge around.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph whose edge e goes from the target of edge e to its source; edge columns are shared. Twice gives the graph itself. Costs O(E).</returns>
    public static Graph Reverse(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Rewire(graph.Targets, graph.Sources, graph.IsUndirected, graph.Edges.Share());
    }

    /// <summary>Puts the edges in order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sorting">The order.</param>
    /// <returns>The same edges with other ids, and edge columns in their order. Costs O(N + E).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sorting is none of its kind.</exception>
    public static Graph SortEdges(this Graph graph, EdgeSorting sorting = EdgeSorting.BySource)
    {
        ArgumentNullException.ThrowIfNull(graph);
        EnumChecks.CheckDefined(sorting);
        int[] order = sorting == EdgeSorting.BySource
            ? EdgeOrders.Sort(graph.NodeCount, graph.Sources, graph.Targets)
            : EdgeOrders.Sort(graph.NodeCount, graph.Targets, graph.Sources);
        return Take(graph, order, graph.IsUndirected);
    }

    /// <summary>Joins every node to those that two edges lead to.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph with an edge for every pair that one edge or two in a row join, by source and then target, undirected if the graph was.</returns>
    /// <exception cref="OverflowException">There would be more than 2^31 - 1 edges before repeated ones are removed.</exception>
    /// <remarks>
    /// <code>pattern of A + (A A without its diagonal)</code>
    /// <para>PyG's TwoHop. Values of floating edge columns are summed over repeated edges, and those of an edge that only two in a row make are 0. A self-loop
    /// stays and none is added. Cost: O(N + E + sum over nodes of in-degree times out-degree).</para>
    /// </remarks>
    public static Graph WithTwoHopEdges(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using Graph simple = graph.Coalesce();
        var sources = new List<int>(simple.Sources.Length);
        var targets = new List<int>(simple.Sources.Length);
        var edges = new List<int>(simple.Sources.Length);
        int[] seenFrom = new int[simple.NodeCount];
        Array.Fill(seenFrom, -1);
        for (int source = 0; source < simple.NodeCount; source++)
        {
            int begin = checked((int)simple.OutEdges.RowPointers[source]);
            ReadOnlySpan<int> neighbours = simple.OutEdges.Row(source);
            for (int k = 0; k < neighbours.Length; k++)
            {
                seenFrom[neighbours[k]] = source;
                Add(source, neighbours[k], checked((int)simple.OutEdges.EdgeIds[begin + k]));
            }

            foreach (int middle in neighbours)
            {
                foreach (int target in simple.OutEdges.Row(middle))
                {
                    if (target != source && seenFrom[target] != source)
                    {
                        seenFrom[target] = source;
                        Add(source, target, TableRows.None);
                    }
                }
            }
        }

        int[] from = [.. sources];
        int[] to = [.. targets];
        int[] order = EdgeOrders.Sort(simple.NodeCount, from, to);
        int[] rows = EdgeOrders.Pick(edges.ToArray(), order);
        return graph.Rewire(EdgeOrders.Pick(from, order), EdgeOrders.Pick(to, order), graph.IsUndirected, TableRows.Take(simple.Edges, rows));

        void Add(int source, int target, int edge)
        {
            sources.Add(source);
            targets.Add(target);
            edges.Add(edge);
        }
    }

    /// <summary>The graph of some of its edges, in a given order, all nodes kept.</summary>
    internal static Graph Take(Graph graph, ReadOnlySpan<int> edges, bool isUndirected) => graph.Rewire(
        EdgeOrders.Pick(graph.Sources, edges), EdgeOrders.Pick(graph.Targets, edges), isUndirected, TableRows.Take(graph.Edges, edges));
}
