namespace Gnn.Graphs.Statistics;

/// <summary>How often two neighbours of a node are neighbours of each other.</summary>
/// <remarks>
/// <para>Repeated edges count once and self-loops not at all. In a directed graph, node i with d edges to or from others, b of whose neighbours are so both
/// ways, has
/// <code>c(i) = t(i) / (d (d - 1) - 2 b)</code>
/// where t counts its triangles once for every way to choose a direction of each of their edges (Fagiolo, "Clustering in complex directed networks", 2007); in
/// an undirected graph, with d neighbours and t triangles, <c>c(i) = 2 t(i) / (d (d - 1))</c> (Watts and Strogatz, "Collective dynamics of small-world
/// networks", 1998). A node that cannot be in a triangle counts as 0. As networkx has it.</para>
/// <para>Cost: O(E^1.5) time, as <see cref="Triangles"/>.</para>
/// </remarks>
public static class Clustering
{
    /// <summary>The clustering coefficient of each node.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The coefficients, <c>[N]</c>, in [0, 1].</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    public static double[] OfNodes(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var neighbours = NeighbourLists.OfBoth(graph);
        return OfNodes(neighbours, Triangles.OfNodes(neighbours, countDirections: !graph.IsUndirected, Blocks.Threads), graph.IsUndirected);
    }

    /// <summary>The mean of the nodes' coefficients, zeros included.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The mean, in [0, 1]; NaN for a graph without nodes.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    public static double Average(Graph graph)
    {
        double[] coefficients = OfNodes(graph);
        return coefficients.Length == 0 ? double.NaN : coefficients.Sum() / coefficients.Length;
    }

    /// <summary>The transitivity: three times the number of triangles by the number of pairs of neighbours of a node.</summary>
    /// <param name="graph">The graph; directions are forgotten.</param>
    /// <returns>The share of such pairs that are neighbours, in [0, 1]; 0 where there are none.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    /// <remarks>networkx gives a directed graph a number by its out-edges alone; convert it to undirected there to compare.</remarks>
    public static double Transitivity(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var neighbours = NeighbourLists.OfBoth(graph);
        return Transitivity(neighbours, Triangles.OfNodes(neighbours, countDirections: false, Blocks.Threads));
    }

    internal static double[] OfNodes(NeighbourLists neighbours, long[] triangles, bool isUndirected)
    {
        double[] coefficients = new double[triangles.Length];
        for (int node = 0; node < coefficients.Length; node++)
        {
            if (triangles[node] == 0)
            {
                continue;
            }

            // Where each neighbour counts once, none counts both ways.
            long degree = neighbours.Degree(node);
            long bothWays = degree - neighbours.Length(node);
            coefficients[node] = (isUndirected ? 2.0 : 1.0) * triangles[node] / ((degree * (degree - 1)) - (2 * bothWays));
        }

        return coefficients;
    }

    internal static double Transitivity(NeighbourLists neighbours, long[] triangles)
    {
        double pairs = 0;
        for (int node = 0; node < neighbours.NodeCount; node++)
        {
            long length = neighbours.Length(node);
            pairs += length * (length - 1) / 2;
        }

        return pairs == 0 ? 0 : triangles.Sum() / pairs;
    }
}
