namespace Gnn.Graphs.Generators;

/// <summary>Graphs without chance: grids, rings, paths, stars and complete graphs.</summary>
/// <remarks>
/// Their spectra, distances and colours are known in closed form, which makes them the test of statistics, encodings and layers. Rings of growing length
/// measure how far a model reaches (Bodnar et al., "Weisfeiler and Lehman go cellular", 2021, RingTransfer). All are undirected; each edge is followed by its
/// reverse; graphs are owned by the caller.
/// </remarks>
public static class ClassicGraphs
{
    /// <summary>A grid of squares; node <c>r columns + c</c> stands at row r and column c and joins the next in its row and in its column.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <param name="isPeriodic">Whether the last row and column join the first, a torus; each side must then be at least 3.</param>
    /// <returns>The grid: <c>rows (columns - 1) + columns (rows - 1)</c> edges, or <c>2 rows columns</c> of a torus.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is too short, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph Grid(int rows, int columns, bool isPeriodic = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, isPeriodic ? 3 : 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, isPeriodic ? 3 : 1);
        GeneratorChecks.CheckEdges(4.0 * rows * columns, nameof(rows));
        var edges = new EdgeCollector(rows * columns, 2.0 * rows * columns, nameof(rows));
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                int node = (row * columns) + column;
                if (isPeriodic || column + 1 < columns)
                {
                    edges.Add(node, (row * columns) + ((column + 1) % columns));
                }

                if (isPeriodic || row + 1 < rows)
                {
                    edges.Add(node, ((row + 1) % rows * columns) + column);
                }
            }
        }

        return edges.ToGraph();
    }

    /// <summary>A ring, or cycle: node i joins node i + 1, and the last joins the first.</summary>
    /// <param name="nodeCount">N, at least 3.</param>
    /// <returns>The ring of N edges.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too few nodes, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph Ring(int nodeCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 3);
        return Join(nodeCount, nodeCount, i => (i, (i + 1) % nodeCount));
    }

    /// <summary>A path: node i joins node i + 1.</summary>
    /// <param name="nodeCount">N, at least 1.</param>
    /// <returns>The path of N - 1 edges.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no node, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph Path(int nodeCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        return Join(nodeCount, nodeCount - 1, i => (i, i + 1));
    }

    /// <summary>A star: node 0 joins all others.</summary>
    /// <param name="nodeCount">N, at least 1, the centre counted.</param>
    /// <returns>The star of N - 1 edges.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no node, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph Star(int nodeCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        return Join(nodeCount, nodeCount - 1, i => (0, i + 1));
    }

    /// <summary>A complete graph: every node joins every other.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <returns>The graph of <c>N (N - 1) / 2</c> edges.</returns>
    /// <exception cref="ArgumentOutOfRangeException">N is negative, or there would be more edges than a graph can have.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    public static Graph Complete(int nodeCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        var block = new PairBlock(0, nodeCount, 0, nodeCount, IsDirected: false, 1);
        return Join(nodeCount, block.PairCount, i => block.Pair(i));
    }

    private static Graph Join(int nodeCount, long pairs, Func<int, (int One, int Other)> pair)
    {
        var edges = new EdgeCollector(nodeCount, pairs, nameof(nodeCount));
        for (int i = 0; i < pairs; i++)
        {
            (int one, int other) = pair(i);
            edges.Add(one, other);
        }

        return edges.ToGraph();
    }
}
