namespace Gnn.Graphs.Generators;

/// <summary>Pairs of different graphs that colour refinement, the one-dimensional Weisfeiler-Leman test, cannot tell apart.</summary>
/// <remarks>
/// A message-passing network without node features gives both graphs of a pair the same output (Xu et al., "How powerful are graph neural networks?", 2019;
/// Morris et al., "Weisfeiler and Leman go neural", 2019): the pairs show what structural features, identifiers or higher orders add. Graphs are undirected,
/// each edge followed by its reverse; both are owned by the caller.
/// </remarks>
public static class WlEquivalentPairs
{
    private const int RookSide = 4;

    /// <summary>Two triangles and a hexagon: six nodes of degree two. Triangles or components tell them apart.</summary>
    /// <returns>The two triangles, then the hexagon.</returns>
    public static (Graph First, Graph Second) TrianglesAndHexagon() => (
        FromPairs(6, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]),
        ClassicGraphs.Ring(6));

    /// <summary>The carbon skeletons of decalin, two six-rings that share an edge, and bicyclopentyl, two five-rings that an edge joins.</summary>
    /// <returns>Decalin, then bicyclopentyl: ten nodes and eleven edges each. Rings tell them apart.</returns>
    /// <remarks>Sato, "A survey on the expressive power of graph neural networks", 2020.</remarks>
    public static (Graph First, Graph Second) DecalinAndBicyclopentyl() => (
        FromPairs(10, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (0, 6), (6, 7), (7, 8), (8, 9), (9, 5)]),
        FromPairs(10, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (5, 6), (6, 7), (7, 8), (8, 9), (9, 5), (0, 5)]));

    /// <summary>A circulant skip-link graph: a ring whose nodes also join the node that is a skip further.</summary>
    /// <param name="nodeCount">M, at least 5.</param>
    /// <param name="skip">R, from 2 to <c>(M - 1) / 2</c>.</param>
    /// <returns>The graph of M nodes of degree four; ring edges first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <remarks>
    /// Murphy, Srinivasan, Rao and Ribeiro, "Relational pooling for graph representations", 2019; the benchmark takes M = 41 and the ten skips 2, 3, 4, 5, 6,
    /// 9, 11,
    /// 12, 13 and 16, no two of which are isomorphic.
    /// </remarks>
    public static Graph CircularSkipLinks(int nodeCount, int skip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 5);
        if (skip < 2 || skip > (nodeCount - 1) / 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(skip), skip, $"The skip of a ring of {nodeCount} must be from 2 to {(nodeCount - 1) / 2}, got {skip}: longer ones repeat these.");
        }

        var edges = new EdgeCollector(nodeCount, 2.0 * nodeCount, nameof(nodeCount));
        foreach (int step in (int[])[1, skip])
        {
            for (int node = 0; node < nodeCount; node++)
            {
                edges.Add(node, (int)(((long)node + step) % nodeCount));
            }
        }

        return edges.ToGraph();
    }

    /// <summary>The 4x4 rook's graph and Shrikhande's graph: strongly regular with 16 nodes, degree 6 and two common neighbours of any two nodes.</summary>
    /// <returns>The rook's graph, then Shrikhande's. The second-order folklore test fails on them too; a neighbour's neighbourhood tells them apart.</returns>
    /// <remarks>
    /// Shrikhande, "The uniqueness of the L2 association scheme", 1959. The neighbours of a node are two triangles in the first and a hexagon in the second.
    /// Used
    /// by Bodnar et al., "Weisfeiler and Lehman go topological", 2021.
    /// </remarks>
    public static (Graph First, Graph Second) RookAndShrikhande()
    {
        var rook = new List<(int One, int Other)>();
        var shrikhande = new List<(int One, int Other)>();
        for (int row = 0; row < RookSide; row++)
        {
            for (int column = 0; column < RookSide; column++)
            {
                int node = Node(row, column);
                for (int other = column + 1; other < RookSide; other++)
                {
                    rook.Add((node, Node(row, other)));
                    rook.Add((Node(column, row), Node(other, row)));
                }

                shrikhande.Add((node, Node(row, column + 1)));
                shrikhande.Add((node, Node(row + 1, column)));
                shrikhande.Add((node, Node(row + 1, column + 1)));
            }
        }

        return (FromPairs(RookSide * RookSide, rook), FromPairs(RookSide * RookSide, shrikhande));

        static int Node(int row, int column) => (row % RookSide * RookSide) + (column % RookSide);
    }

    private static Graph FromPairs(int nodeCount, List<(int One, int Other)> pairs)
    {
        var edges = new EdgeCollector(nodeCount, pairs.Count, nameof(nodeCount));
        foreach ((int one, int other) in pairs)
        {
            edges.Add(one, other);
        }

        return edges.ToGraph();
    }
}
