using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Trees: connected graphs of N nodes and N - 1 edges.</summary>
/// <remarks>
/// Trees show over-squashing, the exponential growth of what a node must hear of (Alon and Yahav, "On the bottleneck of graph neural networks and its
/// practical implications", 2021), and are the base of the Tree-Cycles and Tree-Grid explanation benchmarks. Each edge is followed by its reverse.
/// </remarks>
public static class Trees
{
    /// <summary>A random labelled tree; each of the <c>N^(N - 2)</c> has the same chance.</summary>
    /// <param name="nodeCount">N, at least 1.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same tree.</param>
    /// <returns>The undirected tree, owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no node, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <remarks>A random sequence by Pruefer, "Neuer Beweis eines Satzes ueber Permutationen", 1918, decoded in O(N).</remarks>
    public static Graph Random(int nodeCount, RandomSource source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        GeneratorChecks.CheckEdges(2.0 * (nodeCount - 1), nameof(nodeCount));
        RandomSequence random = source.Stream("random tree").Sequence();
        int[] sequence = new int[Math.Max(0, nodeCount - 2)];
        foreach (ref int node in sequence.AsSpan())
        {
            node = random.NextInt32(nodeCount);
        }

        return nodeCount == 1 ? Graph.FromEdges(1, [], [], isUndirected: true) : FromPruefer(sequence);
    }

    /// <summary>The tree of a Pruefer sequence.</summary>
    /// <param name="sequence">N - 2 nodes in [0, N): each is listed once less often than its degree.</param>
    /// <returns>The undirected tree of N nodes, owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A node of the sequence is out of range; the message names its place.</exception>
    /// <remarks>O(N).</remarks>
    public static Graph FromPruefer(ReadOnlySpan<int> sequence)
    {
        int nodeCount = checked(sequence.Length + 2);
        int[] degrees = new int[nodeCount];
        Array.Fill(degrees, 1);
        for (int i = 0; i < sequence.Length; i++)
        {
            if ((uint)sequence[i] >= (uint)nodeCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(sequence), sequence[i], $"Entry {i} of a Pruefer sequence of {nodeCount} nodes must be in [0, {nodeCount}), got {sequence[i]}.");
            }

            degrees[sequence[i]]++;
        }

        // The smallest leaf is always either the node that has just become one or the next leaf in ascending order.
        var edges = new EdgeCollector(nodeCount, nodeCount - 1, nameof(sequence));
        int next = Array.IndexOf(degrees, 1);
        int leaf = next;
        foreach (int node in sequence)
        {
            edges.Add(leaf, node);
            if (--degrees[node] == 1 && node < next)
            {
                leaf = node;
            }
            else
            {
                do
                {
                    next++;
                }
                while (degrees[next] != 1);

                leaf = next;
            }
        }

        edges.Add(leaf, nodeCount - 1);
        return edges.ToGraph();
    }

    /// <summary>The tree in which every node above the last level has the same number of children.</summary>
    /// <param name="branching">The number of children, at least 1.</param>
    /// <param name="depth">The number of edges from the root to a leaf, at least 0.</param>
    /// <returns>
    /// The undirected tree, owned by the caller: <c>1 + r + ... + r^depth</c> nodes, level by level from the root, node 0; the children of node i are the nodes
    /// <c>r i + 1</c> to <c>r i + r</c>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph Balanced(int branching, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(branching, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        double nodes = branching == 1 ? 1.0 + depth : (Math.Pow(branching, depth + 1.0) - 1) / (branching - 1);
        GeneratorChecks.CheckEdges(2 * nodes, nameof(depth));
        int nodeCount = (int)Math.Round(nodes);
        var edges = new EdgeCollector(nodeCount, nodeCount - 1, nameof(depth));
        for (int node = 1; node < nodeCount; node++)
        {
            edges.Add((node - 1) / branching, node);
        }

        return edges.ToGraph();
    }
}
