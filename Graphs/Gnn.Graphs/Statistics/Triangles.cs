namespace Gnn.Graphs.Statistics;

/// <summary>Counts of triangles: three nodes of which each two have an edge.</summary>
/// <remarks>
/// Directions are forgotten, repeated edges count once and self-loops not at all; as in networkx, which refuses directed graphs. The edges are turned towards
/// the node of higher degree, and the lists of their two ends intersected: O(E^1.5) time whatever the degrees, O(N + E) memory (Schank and Wagner, "Finding,
/// counting and listing all triangles in large graphs, an experimental study", 2005; Latapy, "Main-memory triangle computations", 2008).
/// </remarks>
public static class Triangles
{
    private const int BlockCount = 256;
    private const int NodesPerLane = 1024;

    /// <summary>The number of triangles of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The count; each triangle counts once.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    public static long Count(Graph graph) => OfNodes(graph).Sum() / 3;

    /// <summary>The number of triangles that each node is in.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The counts, <c>[N]</c>; each triangle counts at its three nodes.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    public static long[] OfNodes(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return OfNodes(NeighbourLists.OfBoth(graph), countDirections: false, Blocks.Threads);
    }

    /// <summary>The triangles of each node, each counted once, or once for every way to choose a direction of each of its edges.</summary>
    internal static long[] OfNodes(NeighbourLists neighbours, bool countDirections, int threads)
    {
        int nodes = neighbours.NodeCount;
        var forward = ForwardEdges.Of(neighbours);
        int lanes = Math.Clamp(Math.Min(threads, nodes / NodesPerLane), 1, BlockCount);
        var tallies = new NodeTally[lanes];
        int next = -1;
        Blocks.Run(lanes, threads, lane =>
        {
            var tally = new NodeTally(new long[nodes], countDirections);
            byte[] marks = new byte[nodes];
            for (int block = Interlocked.Increment(ref next); block < BlockCount; block = Interlocked.Increment(ref next))
            {
                forward.Walk((int)((long)nodes * block / BlockCount), (int)((long)nodes * (block + 1) / BlockCount), marks, ref tally);
            }

            tallies[lane] = tally;
        });

        // Whole numbers, so that their sum does not depend on who counted what; from the places by degree back to the nodes.
        long[] result = new long[nodes];
        foreach (NodeTally tally in tallies)
        {
            for (int place = 0; place < nodes; place++)
            {
                result[forward.Nodes[place]] += tally.Counts[place];
            }
        }

        return result;
    }

    private readonly struct NodeTally(long[] counts, bool countDirections) : ITriangleVisitor
    {
        public long[] Counts { get; } = counts;

        public void Visit(int first, int second, int third, int firstSecond, int firstThird, int secondThird)
        {
            long ways = countDirections ? firstSecond * firstThird * secondThird : 1;
            Counts[first] += ways;
            Counts[second] += ways;
            Counts[third] += ways;
        }
    }
}
