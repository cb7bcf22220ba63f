using System.Globalization;
using Gnn.Graphs.Statistics;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Parts of a graph. Each result has a graph of its own to dispose, and says which nodes and edges it has.</summary>
public static class SubgraphTransforms
{
    /// <summary>Some nodes, and every edge between two of them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="nodes">Node ids, each once, in the order that they get: all of them in another order number the nodes anew.</param>
    /// <returns>The part; edges keep their order. It is undirected if the graph is. Costs O(N + E).</returns>
    /// <exception cref="ArgumentException">A node is given twice; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node is not in [0, N); the message names it.</exception>
    /// <remarks>PyG's subgraph with relabelling.</remarks>
    public static Subgraph InducedSubgraph(this Graph graph, params ReadOnlySpan<int> nodes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        bool[] isKept = Mark(graph.NodeCount, nodes, nameof(nodes), "node");
        if (isKept.AsSpan().Count(true) < nodes.Length)
        {
            int[] sorted = nodes.ToArray();
            Array.Sort(sorted);
            int twice = Enumerable.Range(1, sorted.Length - 1).Select(i => (Id: sorted[i], Before: sorted[i - 1])).First(pair => pair.Id == pair.Before).Id;
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Each node of a part is given once, got {twice} again."), nameof(nodes));
        }

        return Take(graph, nodes.ToArray(), EdgesBetween(graph, isKept), mayLoseReverses: false);
    }

    /// <summary>Some edges, and all nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="edges">Edge ids, in any order; repeated ones count once.</param>
    /// <returns>The part; edges keep their order. It is undirected if the graph is and the reverse of every edge is there too. Costs O(N + E).</returns>
    /// <exception cref="ArgumentOutOfRangeException">An edge is not in [0, E); the message names it.</exception>
    public static Subgraph EdgeSubgraph(this Graph graph, params ReadOnlySpan<int> edges)
    {
        ArgumentNullException.ThrowIfNull(graph);
        bool[] isKept = Mark(graph.Sources.Length, edges, nameof(edges), "edge");
        return Take(graph, [.. Enumerable.Range(0, graph.NodeCount)], isKept, mayLoseReverses: true);
    }

    /// <summary>The nodes within some steps of given ones, and every edge between two of them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="seeds">Node ids.</param>
    /// <param name="hops">How many steps, at least 0.</param>
    /// <param name="direction">Which way edges are followed; against them by default.</param>
    /// <param name="pathsOnly">Whether only edges that a step goes over are kept: those that at most <paramref name="hops"/> layers of messages use.</param>
    /// <returns>The part; where the seeds are in it, <see cref="Subgraph.NewNodeIds"/> says. Costs O(N + E).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A seed is not in [0, N), the hops are negative, or the direction is none.</exception>
    /// <remarks>PyG's k_hop_subgraph, whose <c>directed=True</c> keeps the edges of the last step only; <paramref name="pathsOnly"/> keeps those of every step.</remarks>
    public static Subgraph KHopSubgraph(
        this Graph graph, ReadOnlySpan<int> seeds, int hops, EdgeDirection direction = EdgeDirection.Incoming, bool pathsOnly = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(hops);
        EnumChecks.CheckDefined(direction);

        bool[] isReached = Mark(graph.NodeCount, seeds, nameof(seeds), "node");
        bool[] isStepped = new bool[graph.Sources.Length];
        var frontier = new List<int>();
        for (int node = 0; node < isReached.Length; node++)
        {
            if (isReached[node])
            {
                frontier.Add(node);
            }
        }

        for (int hop = 0; hop < hops && frontier.Count > 0; hop++)
        {
            var next = new List<int>();
            foreach (int node in frontier)
            {
                if (direction != EdgeDirection.Outgoing)
                {
                    Step(graph.InEdges, node, next);
                }

                if (direction != EdgeDirection.Incoming)
                {
                    Step(graph.OutEdges, node, next);
                }
            }

            frontier = next;
        }

        return pathsOnly ? Take(graph, Places(isReached), isStepped, mayLoseReverses: true) : Induce(graph, isReached);

        void Step(SparseStructure structure, int node, List<int> next)
        {
            int begin = checked((int)structure.RowPointers[node]);
            ReadOnlySpan<int> neighbours = structure.Row(node);
            for (int k = 0; k < neighbours.Length; k++)
            {
                isStepped[structure.EdgeIds[begin + k]] = true;
                if (!isReached[neighbours[k]])
                {
                    isReached[neighbours[k]] = true;
                    next.Add(neighbours[k]);
                }
            }
        }
    }

    /// <summary>The component with the most nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kind">What joins nodes; of an undirected graph both kinds are the same.</param>
    /// <returns>The part; of components of one size, that of the lowest node. Without nodes, an empty part. Costs O(N + E).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none.</exception>
    public static Subgraph LargestComponent(this Graph graph, ComponentKind kind = ComponentKind.Weak)
    {
        ArgumentNullException.ThrowIfNull(graph);
        EnumChecks.CheckDefined(kind);
        Components components = kind == ComponentKind.Weak ? Components.Weak(graph) : Components.Strong(graph);
        return graph.InducedSubgraph(components.Count == 0 ? [] : components.Nodes(components.Largest));
    }

    /// <summary>The nodes that an edge joins to another node; a self-loop does not join, and goes with its node.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The part. Costs O(N + E).</returns>
    /// <remarks>PyG's remove_isolated_nodes, but edges keep their order; there, loops go to the end.</remarks>
    public static Subgraph WithoutIsolatedNodes(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        bool[] isJoined = new bool[graph.NodeCount];
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (sources[edge] != targets[edge])
            {
                isJoined[sources[edge]] = true;
                isJoined[targets[edge]] = true;
            }
        }

        return Induce(graph, isJoined);
    }

    internal static Subgraph Induce(Graph graph, bool[] isKept) =>
        Take(graph, Places(isKept), EdgesBetween(graph, isKept), mayLoseReverses: false);

    private static bool[] EdgesBetween(Graph graph, bool[] isKept)
    {
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        bool[] isEdgeKept = new bool[sources.Length];
        for (int edge = 0; edge < isEdgeKept.Length; edge++)
        {
            isEdgeKept[edge] = isKept[sources[edge]] && isKept[targets[edge]];
        }

        return isEdgeKept;
    }

    private static Subgraph Take(Graph graph, int[] nodes, bool[] isEdgeKept, bool mayLoseReverses)
    {
        int[] edges = Places(isEdgeKept);
        int[] newIds = Subgraph.NewIds(graph.NodeCount, nodes);
        int[] sources = EdgeOrders.Pick(newIds, EdgeOrders.Pick(graph.Sources, edges));
        int[] targets = EdgeOrders.Pick(newIds, EdgeOrders.Pick(graph.Targets, edges));
        bool isUndirected = graph.IsUndirected && (!mayLoseReverses || EdgeOrders.AreSymmetric(nodes.Length, sources, targets));
        Graph part = graph.Rewire(sources, targets, isUndirected, TableRows.Take(graph.Edges, edges), TableRows.Take(graph.Nodes, nodes));
        return new Subgraph(part, nodes, edges, graph.NodeCount);
    }

    private static bool[] Mark(int count, ReadOnlySpan<int> ids, string argument, string row)
    {
        bool[] marks = new bool[count];
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(
                    argument, id, string.Create(CultureInfo.InvariantCulture, $"The ids of {row}s must be in [0, {count}), got {id}."));
            }

            marks[id] = true;
        }

        return marks;
    }

    private static int[] Places(bool[] marks)
    {
        int[] places = new int[marks.AsSpan().Count(true)];
        int found = 0;
        for (int i = 0; i < marks.Length; i++)
        {
            if (marks[i])
            {
                places[found++] = i;
            }
        }

        return places;
    }
}
