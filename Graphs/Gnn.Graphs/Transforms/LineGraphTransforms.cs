namespace Gnn.Graphs.Transforms;

/// <summary>The graph of a graph's edges.</summary>
public static class LineGraphTransforms
{
    /// <summary>The line graph: its nodes are the edges, and an edge leads from one to another where the second begins at the end of the first.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="reduction">Of an undirected graph: how the values of both directions of an edge become one.</param>
    /// <returns>
    /// Of a directed graph: node e is edge e, and edge e -> f is there where the target of e is the source of f (a self-loop leads to itself, and an edge to its
    /// reverse). Of an undirected graph: both directions of an edge are one node, numbered by their lower id, and two nodes are joined, both ways and once,
    /// where their edges share an end. Edges are by source, then target. Edge columns become node columns, <c>edge_attr</c> under the name of features
    /// <c>x</c>; node columns are left out, and those of the graph as a whole are shared. The caller disposes it.
    /// </returns>
    /// <exception cref="ArgumentException">There are edge columns of both names, <c>edge_attr</c> and <c>x</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is none of its kind.</exception>
    /// <remarks>
    /// PyG's LineGraph merges repeated edges first: do it with <see cref="EdgeTransforms.Coalesce"/>. Its test for an undirected graph asks whether all edge
    /// columns are symmetric too; here the graph says what it is. Cost: O(N + E + sum over nodes of in-degree times out-degree).
    /// </remarks>
    public static Graph LineGraph(this Graph graph, EdgeReduction reduction = EdgeReduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(graph);
        EnumChecks.CheckDefined(reduction);

        return graph.IsUndirected ? Undirected(graph, reduction) : Directed(graph);
    }

    private static Graph Directed(Graph graph)
    {
        ReadOnlySpan<int> targets = graph.Targets;
        RowGroups outEdges = EdgeOrders.ByNode(graph.OutEdges);
        var from = new List<int>();
        var to = new List<int>();
        for (int edge = 0; edge < targets.Length; edge++)
        {
            int begin = to.Count;
            foreach (int next in outEdges.Of(targets[edge]))
            {
                from.Add(edge);
                to.Add(next);
            }

            to.Sort(begin, to.Count - begin, null);
        }

        ColumnTable nodes = TableRows.Map(
            graph.Edges, graph.Nodes.RowName, targets.Length, column => column, column => column, Rename);
        return graph.Rewire(from.ToArray(), to.ToArray(), isUndirected: false, new ColumnTable(graph.Edges.RowName, from.Count), nodes);
    }

    private static Graph Undirected(Graph graph, EdgeReduction reduction)
    {
        int[] reverses = EdgeOrders.Reverses(graph.NodeCount, graph.Sources, graph.Targets);
        RowGroups pairs = Pairs(reverses, out int[] pairOf);
        RowGroups outEdges = EdgeOrders.ByNode(graph.OutEdges);
        int[] lastSeen = new int[pairs.Count];
        Array.Fill(lastSeen, -1);
        var from = new List<int>();
        var to = new List<int>();
        for (int pair = 0; pair < pairs.Count; pair++)
        {
            int begin = to.Count;
            lastSeen[pair] = pair;
            foreach (int edge in pairs.Of(pair))
            {
                foreach (int next in outEdges.Of(graph.Targets[edge]))
                {
                    if (lastSeen[pairOf[next]] != pair)
                    {
                        lastSeen[pairOf[next]] = pair;
                        from.Add(pair);
                        to.Add(pairOf[next]);
                    }
                }
            }

            to.Sort(begin, to.Count - begin, null);
        }

        ColumnTable reduced = TableRows.Reduce(graph.Edges, pairs, reduction);
        ColumnTable nodes = TableRows.Map(reduced, graph.Nodes.RowName, pairs.Count, column => column, column => column, Rename);
        reduced.Release();
        return graph.Rewire(from.ToArray(), to.ToArray(), isUndirected: true, new ColumnTable(graph.Edges.RowName, from.Count), nodes);
    }

    private static RowGroups Pairs(int[] reverses, out int[] pairOf)
    {
        var rows = new List<int>(reverses.Length);
        var starts = new List<int> { 0 };
        pairOf = new int[reverses.Length];
        for (int edge = 0; edge < reverses.Length; edge++)
        {
            if (reverses[edge] < edge)
            {
                pairOf[edge] = pairOf[reverses[edge]];
                continue;
            }

            pairOf[edge] = starts.Count - 1;
            rows.Add(edge);
            if (reverses[edge] != edge)
            {
                rows.Add(reverses[edge]);
            }

            starts.Add(rows.Count);
        }

        return new RowGroups([.. rows], [.. starts]);
    }

    private static string Rename(string column) => column == ColumnNames.EdgeFeatures ? ColumnNames.Features : column;
}
