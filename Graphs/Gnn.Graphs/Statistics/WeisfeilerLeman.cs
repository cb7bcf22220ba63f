namespace Gnn.Graphs.Statistics;

/// <summary>The colours of nodes by the Weisfeiler-Leman test of one dimension: what message passing can tell apart.</summary>
/// <remarks>
/// <para>Weisfeiler and Leman, "The reduction of a graph to canonical form and the algebra which appears therein", 1968. Nodes begin with one colour, or with
/// those given. In each round, nodes keep one colour if they had one, and the sources of their in-edges had the same colours equally often; this ends when no
/// colour splits. Of an undirected graph the sources are the neighbours; of a directed graph colours travel along the edges, as messages do, where networkx
/// looks at the out-edges. Repeated edges count as often as they are there, and a self-loop makes a node its own neighbour.</para>
/// <para>Two nodes of one colour cannot be told apart by any number of layers of message passing (Xu, Hu, Leskovec and Jegelka, "How powerful are graph neural
/// networks?", 2019; Morris et al., "Weisfeiler and Leman go neural: higher-order graph neural networks", 2019).</para>
/// <para>Colours are numbered from 0 without gaps, in an order that depends on structure alone: on the colour before, the number of in-edges, and the sorted
/// colours at their sources. So the numbers do not depend on the order of nodes or edges, isomorphic graphs get the same, and graphs that are
/// refined together can be compared colour by colour. Cost: O((N + E) log N) typically a round, at most N rounds, mostly a few.</para>
/// </remarks>
public static class WeisfeilerLeman
{
    /// <summary>The colours of a graph's nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="initial">A number for each node, of which only the order matters, <c>[N]</c>, for example its class; empty where all begin alike.</param>
    /// <param name="maxRounds">The most rounds, 0 or more; by default until no colour splits.</param>
    /// <returns>The colours, <c>[N]</c>.</returns>
    /// <exception cref="ArgumentException">There are initial colours, but not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of rounds is negative.</exception>
    public static int[] Colours(Graph graph, ReadOnlySpan<int> initial = default, int maxRounds = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRounds);
        CheckInitial(graph, initial.Length, nameof(initial));
        var refinement = new ColourRefinement([graph], initial);
        refinement.Run(maxRounds);
        return refinement.Colours;
    }

    /// <summary>The colours of several graphs' nodes, refined together: nodes of equal colours look alike, whichever graph they are in.</summary>
    /// <param name="graphs">The graphs.</param>
    /// <param name="initial">For each graph a number for each of its nodes, <c>[N]</c>; null where all begin alike.</param>
    /// <param name="maxRounds">The most rounds, 0 or more; by default until no colour splits.</param>
    /// <returns>The colours of each graph, <c>[N]</c>.</returns>
    /// <exception cref="ArgumentException">There are initial colours, but not for each graph and each of its nodes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of rounds is negative.</exception>
    public static int[][] Colours(IReadOnlyList<Graph> graphs, IReadOnlyList<int[]>? initial = null, int maxRounds = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRounds);
        if (initial is not null)
        {
            if (initial.Count != graphs.Count)
            {
                throw new ArgumentException($"There must be initial colours for each of the {graphs.Count} graphs, got {initial.Count}.", nameof(initial));
            }

            for (int i = 0; i < graphs.Count; i++)
            {
                CheckInitial(graphs[i], initial[i].Length, nameof(initial));
            }
        }

        var refinement = new ColourRefinement(graphs, initial is null ? [] : [.. initial.SelectMany(colours => colours)]);
        refinement.Run(maxRounds);
        int[][] result = new int[graphs.Count][];
        int start = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = refinement.Colours.AsSpan(start, graphs[i].NodeCount).ToArray();
            start += graphs[i].NodeCount;
        }

        return result;
    }

    /// <summary>Whether the test cannot tell two graphs apart: each colour is there equally often in both. Isomorphic graphs are equivalent; equivalent
    /// graphs need not be isomorphic.</summary>
    /// <param name="first">The first graph.</param>
    /// <param name="second">The second graph.</param>
    /// <returns>Whether they are equivalent.</returns>
    public static bool AreEquivalent(Graph first, Graph second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.NodeCount != second.NodeCount || first.EdgeCount != second.EdgeCount)
        {
            return false;
        }

        int[][] colours = Colours([first, second]);
        Array.Sort(colours[0]);
        Array.Sort(colours[1]);
        return colours[0].AsSpan().SequenceEqual(colours[1]);
    }

    /// <summary>A hash of all that the test sees of a graph: equivalent graphs have the same, and others another, but for a collision of SHA-256.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="initial">A number for each node, <c>[N]</c>, which itself is hashed; empty where all begin alike.</param>
    /// <returns>64 hexadecimal digits, the same on every machine.</returns>
    /// <exception cref="ArgumentException">There are initial colours, but not N.</exception>
    public static string Hash(Graph graph, ReadOnlySpan<int> initial = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckInitial(graph, initial.Length, nameof(initial));
        return new ColourRefinement([graph], initial).Hash();
    }

    private static void CheckInitial(Graph graph, int length, string argument)
    {
        if (length != 0 && length != graph.NodeCount)
        {
            throw new ArgumentException($"There must be an initial colour for each of the {graph.NodeCount} nodes, got {length}.", argument);
        }
    }
}
