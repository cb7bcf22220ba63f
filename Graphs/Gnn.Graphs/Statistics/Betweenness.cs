using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Graphs.Statistics;

/// <summary>Betweenness: through which nodes the shortest paths between others lead.</summary>
/// <remarks>
/// <para>Of node i, the sum over the ordered pairs of other nodes (s, t) of the share of the shortest paths from s to t that i is on, divided by the number
/// (N - 1)(N - 2) of such pairs: Freeman, "A set of measures of centrality based on betweenness", 1977. It is what networkx calls normalized. Paths follow
/// the directions of a directed graph; each edge is one step, whatever its weight; repeated edges are one and self-loops none.</para>
/// <para>Brandes, "A faster algorithm for betweenness centrality", 2001: O(E) time a source, O(N) memory a thread. Sources are dealt to a fixed number of
/// lanes, each with a sum of its own, and the lanes are added in order: any number of threads gives the same bits.</para>
/// </remarks>
public static class Betweenness
{
    private const int LaneCount = 32;

    /// <summary>The betweenness of each node, by the paths from all nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The shares, <c>[N]</c>, in [0, 1]; all 0 for fewer than three nodes. Costs O(N E).</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    public static double[] Exact(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] sources = new int[graph.NodeCount];
        for (int node = 0; node < sources.Length; node++)
        {
            sources[node] = node;
        }

        return Of(graph, sources, Blocks.Threads);
    }

    /// <summary>An estimate of the betweenness of each node, by the paths from nodes that are drawn.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sourceCount">How many nodes to draw, without replacement: 1 to N; N gives the exact numbers, but for rounding.</param>
    /// <param name="random">Where the draw comes from.</param>
    /// <returns>The estimates, <c>[N]</c>, without bias. Costs O(k E) for k sources.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of sources is not in [1, N].</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    /// <remarks>Brandes and Pich, "Centrality estimation in large networks", 2007: the sum over the drawn sources times N / k.</remarks>
    public static double[] Sampled(Graph graph, int sourceCount, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (sourceCount < 1 || sourceCount > graph.NodeCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(sourceCount), sourceCount, $"The number of sources must be in [1, {graph.NodeCount}], the graph's nodes, got {sourceCount}.");
        }

        int[] sources = random.Stream("betweenness").Sequence().Choose(graph.NodeCount, sourceCount);
        return Of(graph, sources, Blocks.Threads);
    }

    /// <summary>The betweenness by the paths from some nodes, times N by their number.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sources">The nodes that paths begin at, each in [0, N) and different; not empty unless the graph is.</param>
    /// <returns>The estimates, <c>[N]</c>. Costs O(k E) for k sources.</returns>
    /// <exception cref="ArgumentException">There are no sources, or a node is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    public static double[] From(Graph graph, ReadOnlySpan<int> sources)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (sources.IsEmpty && graph.NodeCount > 0)
        {
            throw new ArgumentException("At least one node must be a source, got none.", nameof(sources));
        }

        bool[] isSource = new bool[graph.NodeCount];
        for (int i = 0; i < sources.Length; i++)
        {
            if ((uint)sources[i] >= (uint)isSource.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(sources),
                    sources[i],
                    string.Create(CultureInfo.InvariantCulture, $"Source {i} must be in [0, {isSource.Length}), got {sources[i]}."));
            }

            if (isSource[sources[i]])
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Source {i}, node {sources[i]}, is named before."), nameof(sources));
            }

            isSource[sources[i]] = true;
        }

        return Of(graph, sources.ToArray(), Blocks.Threads);
    }

    internal static double[] Of(Graph graph, int[] sources, int threads)
    {
        int nodes = graph.NodeCount;
        double[] total = new double[nodes];
        if (nodes < 3)
        {
            return total;
        }

        var neighbours = NeighbourLists.OfTargets(graph);
        double[][] lanes = new double[Math.Min(LaneCount, sources.Length)][];
        Blocks.Run(lanes.Length, threads, lane =>
        {
            var search = new Search(neighbours);
            for (int i = lane; i < sources.Length; i += LaneCount)
            {
                search.Add(sources[i]);
            }

            lanes[lane] = search.Sums;
        });

        double scale = nodes / ((double)sources.Length * (nodes - 1) * (nodes - 2));
        for (int node = 0; node < nodes; node++)
        {
            double sum = 0;
            foreach (double[] lane in lanes)
            {
                sum += lane[node];
            }

            total[node] = scale * sum;
        }

        return total;
    }

    /// <summary>Breadth-first searches that count shortest paths and sum up what depends on each node.</summary>
    private sealed class Search
    {
        private const int Unseen = -1;

        private readonly NeighbourLists _neighbours;
        private readonly int[] _queue;
        private readonly int[] _depths;
        private readonly double[] _paths;
        private readonly double[] _dependencies;

        public Search(NeighbourLists neighbours)
        {
            int nodes = neighbours.NodeCount;
            _neighbours = neighbours;
            _queue = new int[nodes];
            _depths = new int[nodes];
            _paths = new double[nodes];
            _dependencies = new double[nodes];
            Sums = new double[nodes];
            Array.Fill(_depths, Unseen);
        }

        /// <summary>For each node, the sum of its dependencies over the sources added.</summary>
        public double[] Sums { get; }

        public void Add(int source)
        {
            int reached = 1;
            _queue[0] = source;
            _depths[source] = 0;
            _paths[source] = 1;
            for (int next = 0; next < reached; next++)
            {
                int node = _queue[next];
                foreach (int neighbour in _neighbours[node])
                {
                    if (_depths[neighbour] == Unseen)
                    {
                        _depths[neighbour] = _depths[node] + 1;
                        _paths[neighbour] = 0;
                        _queue[reached++] = neighbour;
                    }

                    if (_depths[neighbour] == _depths[node] + 1)
                    {
                        _paths[neighbour] += _paths[node];
                    }
                }
            }

            // Backwards: what hangs on the nodes one step farther is known, each with its share of the paths.
            for (int last = reached - 1; last >= 0; last--)
            {
                int node = _queue[last];
                double sum = 0;
                foreach (int neighbour in _neighbours[node])
                {
                    if (_depths[neighbour] == _depths[node] + 1)
                    {
                        sum += (1 + _dependencies[neighbour]) / _paths[neighbour];
                    }
                }

                _dependencies[node] = sum * _paths[node];
                Sums[node] += node == source ? 0 : _dependencies[node];
            }

            foreach (int node in _queue.AsSpan(0, reached))
            {
                _depths[node] = Unseen;
            }
        }
    }
}
