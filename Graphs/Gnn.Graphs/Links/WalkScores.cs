using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    // Roots whose walks go side by side: what a node's neighbours are is read once for all, and a line of a cache holds their numbers.
    private const int Lanes = 8;

    private readonly NeighbourLists _neighbours;
    private readonly Components _components;
    private readonly double[] _factors;
    private readonly double _rate;
    private readonly double _tolerance;

    private WalkScores(NeighbourLists neighbours, Components components, double[] factors, double rate, double tolerance) =>
        (_neighbours, _components, _factors, _rate, _tolerance) = (neighbours, components, factors, rate, tolerance);

    public static double[] Katz(NeighbourLists neighbours, Components components, int[] sources, int[] targets, LinkHeuristicOptions options, int threads)
    {
        double rate = LargestEigenvalue.Of(neighbours, options.Beta, threads).CheckConverges(options);
        double[] factors = new double[neighbours.NodeCount];
        Array.Fill(factors, options.Beta);
        var walks = new WalkScores(neighbours, components, factors, rate, options.Tolerance);
        return walks.Of(sources, targets, threads, isPageRank: false);
    }

    public static double[] PersonalizedPageRank(NeighbourLists neighbours, Components components, int[] sources, int[] targets, LinkHeuristicOptions options, int threads)
    {
        double[] factors = new double[neighbours.NodeCount];
        for (int node = 0; node < factors.Length; node++)
        {
            int degree = neighbours.Length(node);
            factors[node] = degree == 0 ? 0 : options.Damping / degree;
        }

        var walks = new WalkScores(neighbours, components, factors, options.Damping, options.Tolerance);
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
        Batch[] batches = [.. Batches(pairs)];
        RootedPairs.Run(batches.Length, threads, () => new Room(_neighbours.NodeCount), (room, piece) =>
        {
            Batch batch = batches[piece];
            room.Clear(batch.Nodes);
            foreach (int group in batch.Groups)
            {
                int root = pairs.Root(group);
                room.Ask(pairs, group, root, isPageRank ? 1.0 / _neighbours.Length(root) : 1, _components.Ids);
            }

            AddWalks(room, batch.Nodes, scores);
        });

        return scores;
    }

    /// <summary>As many roots of one component at once as there are lanes.</summary>
    private IEnumerable<Batch> Batches(RootedPairs pairs)
    {
        ILookup<int, int> nodes = Enumerable.Range(0, _neighbours.NodeCount).ToLookup(node => _components.Ids[node]);
        return Enumerable.Range(0, pairs.Count)
            .GroupBy(group => _components.Ids[pairs.Root(group)])
            .SelectMany(component =>
            {
                int[] own = [.. nodes[component.Key]];
                return component.Chunk(Lanes).Select(groups => new Batch(own, groups));
            });
    }

    /// <summary>Adds walks of all lengths to the scores of the pairs that are asked; those of a root are what they are without the other roots, to the bit.</summary>
    private void AddWalks(Room room, ReadOnlySpan<int> nodes, double[] scores)
    {
        Span<double> left = stackalloc double[Lanes];
        for (int lane = 0; lane < room.Asked.Count; lane++)
        {
            left[lane] = room.Asked[lane].Start * _rate / (1 - _rate);
        }

        for (bool isOpen = room.Asked.Count > 0; isOpen;)
        {
            Step(room, nodes);
            isOpen = false;
            for (int lane = 0; lane < room.Asked.Count; lane++)
            {
                Asked asked = room.Asked[lane];
                if (!asked.IsOpen)
                {
                    continue;
                }

                left[lane] *= _rate;
                double least = double.PositiveInfinity;
                foreach (int pair in asked.Pairs)
                {
                    ref double score = ref scores[pair];
                    score += room.Walks[(asked.LeafOf(pair) * Lanes) + lane];
                    least = Math.Min(least, score);
                }

                asked.IsOpen = left[lane] > _tolerance * least && left[lane] > Smallest;
                isOpen |= asked.IsOpen;
            }
        }
    }

    /// <summary>The walks that are one longer.</summary>
    private void Step(Room room, ReadOnlySpan<int> nodes)
    {
        ref double walks = ref MemoryMarshal.GetArrayDataReference(room.Walks);
        ref double next = ref MemoryMarshal.GetArrayDataReference(room.Next);
        foreach (int node in nodes)
        {
            (Vector256<double> low, Vector256<double> high) = (Vector256<double>.Zero, Vector256<double>.Zero);
            foreach (int neighbour in _neighbours[node])
            {
                nuint place = (nuint)neighbour * Lanes;
                low += Vector256.LoadUnsafe(ref walks, place);
                high += Vector256.LoadUnsafe(ref walks, place + (Lanes / 2));
            }

            nuint to = (nuint)node * Lanes;
            (low * _factors[node]).StoreUnsafe(ref next, to);
            (high * _factors[node]).StoreUnsafe(ref next, to + (Lanes / 2));
        }

        room.Swap();
    }

    /// <summary>Roots of one component, which has these nodes, that go together.</summary>
    private sealed record Batch(int[] Nodes, int[] Groups);

    /// <summary>The pairs of a root whose other end is in the same component and another node.</summary>
    private sealed class Asked(int[] pairs, double start, RootedPairs all)
    {
        public int[] Pairs => pairs;

        public double Start => start;

        /// <summary>Whether longer walks count.</summary>
        public bool IsOpen { get; set; } = true;

        public int LeafOf(int pair) => all.Leaf(pair);
    }

    /// <summary>What one thread needs: the numbers of a root are a lane of each node's.</summary>
    private sealed class Room(int nodes)
    {
        public List<Asked> Asked { get; } = [];

        public double[] Walks { get; private set; } = new double[checked(nodes * Lanes)];

        public double[] Next { get; private set; } = new double[nodes * Lanes];

        public void Clear(ReadOnlySpan<int> nodes)
        {
            Asked.Clear();
            foreach (int node in nodes)
            {
                Walks.AsSpan(node * Lanes, Lanes).Clear();
            }
        }

        public void Ask(RootedPairs pairs, int group, int root, double start, ReadOnlySpan<int> components)
        {
            var asked = new List<int>();
            foreach (int pair in pairs.Pairs(group))
            {
                int leaf = pairs.Leaf(pair);
                if (leaf != root && components[leaf] == components[root])
                {
                    asked.Add(pair);
                }
            }

            if (asked.Count > 0)
            {
                Walks[(root * Lanes) + Asked.Count] = start;
                Asked.Add(new Asked([.. asked], start, pairs));
            }
        }

        public void Swap() => (Walks, Next) = (Next, Walks);
    }
}
