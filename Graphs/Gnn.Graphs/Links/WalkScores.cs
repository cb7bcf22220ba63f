using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>Scores that add up walks of all lengths from a root.</summary>
/// <remarks>
/// <para>Both are sums over l of y_l[v], where y_0 is a number at the root and y_l+1[v] = s(v) times the sum of y_l over the neighbours of v. Walks of one
/// length after another are added until what is left is proved to be within the tolerance of every score that is asked.</para>
/// <para>Katz: y_0 = 1, s = beta. As (A^l)[u, v] is at most λ^l, the walks longer than l give at most r^(l + 1) / (1 - r), r = beta λ.</para>
/// <para>PageRank: y_0 = 1 / d(u), s(v) = alpha / d(v), so that y_l[v] = alpha^l (P^l)[u, v] / d(v), which is the same from v to u: p_u[v] + p_v[u] =
/// (1 - alpha) (d(u) + d(v)) sum of y_l[v]. One root of the two is enough. What is left is at most alpha^(l + 1) / (1 - alpha) / d(u). A dangling node is
/// alone, an undirected graph being what is read: its walk stays where it starts, and it has a score with nobody.</para>
/// </remarks>
internal sealed class WalkScores
{
    // Below, what is left is not compared with scores any more: they are as near to 0 as numbers of 64 bits can tell well.
    private const double Smallest = 1e-290;

    private readonly NeighbourLists _neighbours;
    private readonly double[] _factors;
    private readonly double _rate;
    private readonly double _tolerance;

    private WalkScores(NeighbourLists neighbours, double[] factors, double rate, double tolerance) =>
        (_neighbours, _factors, _rate, _tolerance) = (neighbours, factors, rate, tolerance);

    public static double[] Katz(NeighbourLists neighbours, int[] sources, int[] targets, LinkHeuristicOptions options, int threads)
    {
        double rate = LargestEigenvalue.Of(neighbours, options.Beta, threads).CheckConverges(options);
        double[] factors = new double[neighbours.NodeCount];
        Array.Fill(factors, options.Beta);
        var walks = new WalkScores(neighbours, factors, rate, options.Tolerance);
        return walks.Of(sources, targets, threads, isPageRank: false);
    }

    public static double[] PersonalizedPageRank(NeighbourLists neighbours, int[] sources, int[] targets, LinkHeuristicOptions options, int threads)
    {
        double[] factors = new double[neighbours.NodeCount];
        for (int node = 0; node < factors.Length; node++)
        {
            int degree = neighbours.Length(node);
            factors[node] = degree == 0 ? 0 : options.Damping / degree;
        }

        var walks = new WalkScores(neighbours, factors, options.Damping, options.Tolerance);
        double[] scores = walks.Of(sources, targets, threads, isPageRank: true);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            double degrees = (double)neighbours.Length(sources[pair]) + neighbours.Length(targets[pair]);
            scores[pair] *= (1 - options.Damping) * degrees;
        }

        return scores;
    }

    private double[] Of(int[] sources, int[] targets, int threads, bool isPageRank)
    {
        double[] scores = new double[sources.Length];
        var pairs = RootedPairs.Of(_neighbours.NodeCount, sources, targets);
        pairs.Run(threads, () => new Room(_neighbours), (room, group) =>
        {
            int root = pairs.Root(group);
            room.Search.Start(root);
            while (room.Search.Step())
            {
            }

            room.Ask(pairs, pairs.Pairs(group));
            if (!room.Asked.IsEmpty)
            {
                AddWalks(room, root, isPageRank ? 1.0 / _neighbours.Length(root) : 1, scores);
            }
        });

        return scores;
    }

    /// <summary>Adds walks of all lengths to the scores of the pairs that are asked.</summary>
    private void AddWalks(Room room, int root, double start, double[] scores)
    {
        ReadOnlySpan<int> leaves = room.Leaves;
        ReadOnlySpan<int> asked = room.Asked;
        (double[] walks, double[] next) = (room.Walks, room.Next);
        foreach (int node in room.Search.Reached)
        {
            walks[node] = 0;
            next[node] = 0;
        }

        walks[root] = start;
        double left = start * _rate / (1 - _rate);
        double least = 0;
        for (int length = 1; left > _tolerance * least && left > Smallest; length++)
        {
            // No walk of this length leads farther.
            foreach (int node in room.Search.Within(length))
            {
                double sum = 0;
                foreach (int neighbour in _neighbours[node])
                {
                    sum += walks[neighbour];
                }

                next[node] = _factors[node] * sum;
            }

            (walks, next) = (next, walks);
            left *= _rate;
            least = double.PositiveInfinity;
            for (int i = 0; i < asked.Length; i++)
            {
                ref double score = ref scores[asked[i]];
                score += walks[leaves[i]];
                least = Math.Min(least, score);
            }
        }
    }

    /// <summary>What one thread needs.</summary>
    private sealed class Room(NeighbourLists neighbours)
    {
        private int[] _asked = [];
        private int[] _leaves = [];
        private int _count;

        public BreadthFirst Search { get; } = new(neighbours);

        public double[] Walks { get; } = new double[neighbours.NodeCount];

        public double[] Next { get; } = new double[neighbours.NodeCount];

        /// <summary>The pairs whose leaf can be reached and is not the root.</summary>
        public ReadOnlySpan<int> Asked => _asked.AsSpan(0, _count);

        public ReadOnlySpan<int> Leaves => _leaves.AsSpan(0, _count);

        public void Ask(RootedPairs pairs, ReadOnlySpan<int> ofGroup)
        {
            if (_asked.Length < ofGroup.Length)
            {
                _asked = new int[ofGroup.Length];
                _leaves = new int[ofGroup.Length];
            }

            _count = 0;
            foreach (int pair in ofGroup)
            {
                int leaf = pairs.Leaf(pair);
                if (Search.DistanceOf(leaf) > 0)
                {
                    (_asked[_count], _leaves[_count++]) = (pair, leaf);
                }
            }
        }
    }
}
