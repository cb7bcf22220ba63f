using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Statistics;

/// <summary>The connected components of a graph: a partition of its nodes.</summary>
/// <remarks>
/// Components are numbered by their lowest node: node 0 is in component 0, and the lowest node outside it in component 1. The numbers thus depend on the
/// partition alone, not on the order of the edges. Repeated edges and self-loops change nothing.
/// </remarks>
public sealed class Components
{
    private const int Unseen = -1;

    private readonly int[] _ids;
    private readonly int[] _sizes;

    private Components(int[] ids, int count)
    {
        _ids = ids;
        _sizes = new int[count];
        foreach (int id in ids)
        {
            _sizes[id]++;
        }
    }

    /// <summary>The number of components; 0 for a graph without nodes.</summary>
    public int Count => _sizes.Length;

    /// <summary>The component of each node, <c>[N]</c>, in [0, <see cref="Count"/>).</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>The number of nodes of each component, <c>[Count]</c>.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The component with the most nodes, the first of those with equally many.</summary>
    /// <exception cref="InvalidOperationException">The graph has no nodes.</exception>
    public int Largest => Count > 0
        ? _sizes.AsSpan().IndexOf(_sizes.Max())
        : throw new InvalidOperationException("A graph without nodes has no largest component.");

    /// <summary>The weakly connected components: nodes that edges join whatever their direction. Of an undirected graph, its connected components.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The components.</returns>
    /// <remarks>Union-find (Tarjan, "Efficiency of a good but not linear set union algorithm", 1975) that links to the lower root and halves paths:
    /// O(N + E log N) at worst, near O(N + E) in practice.</remarks>
    public static Components Weak(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        int[] parents = new int[graph.NodeCount];
        for (int node = 0; node < parents.Length; node++)
        {
            parents[node] = node;
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            int first = Root(parents, sources[edge]);
            int second = Root(parents, targets[edge]);
            parents[Math.Max(first, second)] = Math.Min(first, second);
        }

        // A parent is never above its child, so that its component is numbered by the time the child is reached.
        int count = 0;
        for (int node = 0; node < parents.Length; node++)
        {
            parents[node] = parents[node] == node ? count++ : parents[parents[node]];
        }

        return new Components(parents, count);
    }

    /// <summary>The strongly connected components: nodes that reach one another along the edges. Of an undirected graph, its connected components.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The components.</returns>
    /// <remarks>Tarjan, "Depth-first search and linear graph algorithms", 1972, with a stack of its own instead of recursion: O(N + E), whatever the
    /// depth.</remarks>
    public static Components Strong(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] ids = FindStrong(graph.OutEdges);
        return new Components(ids, Renumber(ids));
    }

    /// <summary>The nodes of a component.</summary>
    /// <param name="component">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The nodes, ascending; costs O(N).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public int[] Nodes(int component)
    {
        if ((uint)component >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(component),
                component,
                string.Create(CultureInfo.InvariantCulture, $"A component must be in [0, {Count}), got {component}."));
        }

        int[] nodes = new int[_sizes[component]];
        int found = 0;
        for (int node = 0; node < _ids.Length; node++)
        {
            if (_ids[node] == component)
            {
                nodes[found++] = node;
            }
        }

        return nodes;
    }

    /// <summary>The number of components and the size of the largest.</summary>
    /// <returns>For example <c>3 components, the largest of 20 nodes</c>.</returns>
    public override string ToString() =>
        Count == 0 ? "0 components" : string.Create(CultureInfo.InvariantCulture, $"{Count} components, the largest of {_sizes.Max()} nodes");

    private static int Root(int[] parents, int node)
    {
        while (parents[node] != node)
        {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }

        return node;
    }

    /// <summary>Numbers components by their first node.</summary>
    private static int Renumber(int[] ids)
    {
        int[] numbers = new int[ids.Length];
        Array.Fill(numbers, Unseen);
        int count = 0;
        for (int node = 0; node < ids.Length; node++)
        {
            ref int number = ref numbers[ids[node]];
            if (number == Unseen)
            {
                number = count++;
            }

            ids[node] = number;
        }

        return count;
    }

    /// <summary>The strong component of each node, in the order in which the search completes them.</summary>
    private static int[] FindStrong(SparseStructure outEdges)
    {
        int nodes = outEdges.RowCount;
        int[] ids = new int[nodes];
        int[] order = new int[nodes];
        int[] low = new int[nodes];
        long[] next = new long[nodes];
        int[] path = new int[nodes];
        int[] open = new int[nodes];
        Array.Fill(ids, Unseen);
        Array.Fill(order, Unseen);
        (int found, int depth, int opened, int components) = (0, 0, 0, 0);
        for (int root = 0; root < nodes; root++)
        {
            if (order[root] == Unseen)
            {
                Enter(root);
            }

            while (depth > 0)
            {
                int node = path[depth - 1];
                if (next[node] < outEdges.RowLength(node))
                {
                    int neighbour = outEdges.ColumnIndices[outEdges.RowPointers[node] + next[node]++];
                    if (order[neighbour] == Unseen)
                    {
                        Enter(neighbour);
                    }
                    else if (ids[neighbour] == Unseen)
                    {
                        low[node] = Math.Min(low[node], order[neighbour]);
                    }
                }
                else
                {
                    Leave(node);
                }
            }
        }

        return ids;

        void Enter(int node)
        {
            order[node] = low[node] = found++;
            path[depth++] = node;
            open[opened++] = node;
        }

        void Leave(int node)
        {
            depth--;
            if (depth > 0)
            {
                int parent = path[depth - 1];
                low[parent] = Math.Min(low[parent], low[node]);
            }

            if (low[node] == order[node])
            {
                int member;
                do
                {
                    member = open[--opened];
                    ids[member] = components;
                }
                while (member != node);
                components++;
            }
        }
    }
}
