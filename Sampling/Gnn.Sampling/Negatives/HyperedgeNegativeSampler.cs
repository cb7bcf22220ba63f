using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;

namespace Gnn.Sampling.Negatives;

/// <summary>Draws sets of nodes that are no hyperedges, as large as given hyperedges.</summary>
/// <remarks>
/// <para>Every negative is held against all hyperedges of the hypergraph, exactly: give it all true ones. What is drawn for a positive depends on the source of random
/// numbers and the positive's id alone. May be used by any number of threads at once.</para>
/// <para>Paper: P. Patil, G. Sharma and M. N. Murty, "Negative Sampling for Hyperlink Prediction in Networks", PAKDD 2020. Departure: sizes are those of the positives,
/// one for one, instead of draws from their distribution, so that size tells nothing.</para>
/// </remarks>
public sealed class HyperedgeNegativeSampler
{
    private const int WordBits = 24;
    private const int Tries = 64;

    // A connected set that is no hyperedge may be there and hard to find: after so many hyperedges in a row none is said to be.
    private const int MotifTries = 4096;

    private readonly HyperedgeSet _hyperedges;
    private readonly PairRows? _neighbors;
    private readonly int[] _edgeSources = [];
    private readonly int[] _edgeTargets = [];
    private readonly int[] _componentSizes = [];

    /// <summary>Creates a sampler. Motifs and cliques hold the clique expansion: memory and time of the sum of the squared sizes.</summary>
    /// <param name="graph">The hypergraph with all true hyperedges; it is read and not kept.</param>
    /// <param name="kind">How negatives are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public HyperedgeNegativeSampler(Hypergraph graph, HyperedgeNegatives kind = HyperedgeNegatives.Size)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of negatives.");
        }

        (Kind, _hyperedges) = (kind, new HyperedgeSet(graph));
        if (kind == HyperedgeNegatives.Size)
        {
            return;
        }

        using Graph expansion = graph.CliqueExpansion().Graph;
        _neighbors = PairRows.Create(graph.NodeCount, graph.NodeCount, expansion.Sources, expansion.Targets, isSymmetric: false, withDiagonal: false);
        if (kind == HyperedgeNegatives.Motif)
        {
            (_edgeSources, _edgeTargets) = (expansion.Sources.ToArray(), expansion.Targets.ToArray());
            int[] ids = Components.Weak(expansion).Ids.ToArray();
            int[] sizes = new int[ids.Length];
            Array.ForEach(ids, id => sizes[id]++);
            _componentSizes = Array.ConvertAll(ids, id => sizes[id]);
        }
    }

    /// <summary>How negatives are made.</summary>
    public HyperedgeNegatives Kind { get; }

    /// <summary>Draws negatives for hyperedges.</summary>
    /// <param name="hyperedges">The positives, in [0, M).</param>
    /// <param name="count">How many negatives each gets, k; they may repeat.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch.</param>
    /// <returns>The nodes of each negative in rising order: negative j of positive i at place <c>i k + j</c>, as large as the positive.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A hyperedge is out of range, or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">There is no such negative of a positive's size; for motifs, none among some thousand draws.</exception>
    public int[][] Sample(ReadOnlySpan<int> hyperedges, int count, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int[][] negatives = new int[checked(hyperedges.Length * count)][];
        for (int i = 0; i < hyperedges.Length; i++)
        {
            int positive = hyperedges[i];
            if ((uint)positive >= (uint)_hyperedges.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(hyperedges), positive, $"Positive {i} must be a hyperedge in [0, {_hyperedges.Count}), got {positive}.");
            }

            RandomSource stream = random.Stream((ulong)positive);
            int size = _hyperedges.Members(positive).Length;
            for (int j = 0; j < count; j++)
            {
                RandomSequence words = stream.Sequence((long)j << WordBits);
                negatives[(i * count) + j] = Kind switch
                {
                    HyperedgeNegatives.Size => DrawSized(size, ref words),
                    HyperedgeNegatives.Motif => DrawMotif(size, ref words),
                    _ => DrawClique(positive, size, ref words),
                } ?? throw NoNegative(positive, size);
            }
        }

        return negatives;
    }

    /// <summary>The kind and the sizes, for example <c>HyperedgeNegativeSampler of 14 hyperedges of 18 nodes: motif</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"HyperedgeNegativeSampler of {_hyperedges.Count} hyperedges of {_hyperedges.NodeCount} nodes: {Kind.ToString().ToLowerInvariant()}";

    private int[]? DrawSized(int size, ref RandomSequence random)
    {
        long taken = _hyperedges.OfSize(size).Count;
        double all = Combinations(_hyperedges.NodeCount, size);
        if (taken >= all)
        {
            return null;
        }

        // While half of all sets are free, or as many as could never be looked at, a draw in two is good.
        for (int attempt = 0; attempt < Tries || all > 2.0 * taken; attempt++)
        {
            int[] drawn = random.Choose(_hyperedges.NodeCount, size);
            Array.Sort(drawn);
            if (!_hyperedges.Contains(drawn))
            {
                return drawn;
            }
        }

        long rank = random.NextInt64((long)all - taken);
        int[] set = [.. Enumerable.Range(0, size)];
        while (_hyperedges.Contains(set) || rank-- > 0)
        {
            Advance(set);
        }

        return set;
    }

    /// <summary>The next set of the same size in the order of its sorted nodes.</summary>
    private void Advance(int[] set)
    {
        int last = set.Length - 1;
        while (set[last] == _hyperedges.NodeCount - set.Length + last)
        {
            last--;
        }

        set[last]++;
        for (int i = last + 1; i < set.Length; i++)
        {
            set[i] = set[i - 1] + 1;
        }
    }

    private int[]? DrawMotif(int size, ref RandomSequence random)
    {
        for (int attempt = 0; attempt < MotifTries; attempt++)
        {
            int[]? drawn = size <= 1 ? random.Choose(_hyperedges.NodeCount, size) : Grow(size, ref random);
            if (drawn is null)
            {
                return null;
            }

            Array.Sort(drawn);
            if (!_hyperedges.Contains(drawn))
            {
                return drawn;
            }
        }

        return null;
    }

    /// <summary>A connected set; null if no component has so many nodes.</summary>
    private int[]? Grow(int size, ref RandomSequence random)
    {
        int edge = -1;
        for (int attempt = 0; attempt < Tries && _edgeSources.Length > 0 && edge < 0; attempt++)
        {
            int drawn = random.NextInt32(_edgeSources.Length);
            edge = _componentSizes[_edgeSources[drawn]] >= size ? drawn : -1;
        }

        if (edge < 0)
        {
            int[] large = [.. Enumerable.Range(0, _edgeSources.Length).Where(edge => _componentSizes[_edgeSources[edge]] >= size)];
            if (large.Length == 0)
            {
                return null;
            }

            edge = large[random.NextInt32(large.Length)];
        }

        int[] set = new int[size];
        (set[0], set[1]) = (_edgeSources[edge], _edgeTargets[edge]);
        for (int count = 2; count < size; count++)
        {
            set[count] = DrawBeside(set.AsSpan(0, count), ref random);
        }

        return set;
    }

    /// <summary>The end of an edge that leads out of a set, each such edge with the same chance. There is one: the component is larger.</summary>
    private int DrawBeside(ReadOnlySpan<int> set, ref RandomSequence random)
    {
        long total = 0;
        foreach (int node in set)
        {
            total += _neighbors!.Count(node);
        }

        for (int attempt = 0; attempt < Tries; attempt++)
        {
            long place = random.NextInt64(total);
            int member = 0;
            while (place >= _neighbors!.Count(set[member]))
            {
                place -= _neighbors.Count(set[member++]);
            }

            int other = _neighbors.Row(set[member])[(int)place];
            if (!set.Contains(other))
            {
                return other;
            }
        }

        var outside = new List<int>();
        foreach (int node in set)
        {
            foreach (int other in _neighbors!.Row(node))
            {
                if (!set.Contains(other))
                {
                    outside.Add(other);
                }
            }
        }

        return outside[random.NextInt32(outside.Count)];
    }

    private int[]? DrawClique(int positive, int size, ref RandomSequence random)
    {
        IReadOnlyList<int> others = _hyperedges.OfSize(size);
        int[]? drawn = Replace(positive, ref random);
        for (int attempt = 0; attempt < Tries && drawn is null; attempt++)
        {
            drawn = Replace(others[random.NextInt32(others.Count)], ref random);
        }

        if (drawn is null)
        {
            // Their order is drawn, so that each one that has a negative is the first of those with the same chance.
            foreach (int place in random.Permutation(others.Count))
            {
                drawn ??= Replace(others[place], ref random);
            }
        }

        return drawn;
    }

    /// <summary>A hyperedge with one node replaced; null if none can be.</summary>
    private int[]? Replace(int hyperedge, ref RandomSequence random)
    {
        int[] members = _hyperedges.Members(hyperedge).ToArray();
        foreach (int place in random.Permutation(members.Length))
        {
            int[] rest = [.. members.Where((_, i) => i != place)];
            IEnumerable<int> common = rest.Length == 0
                ? Enumerable.Range(0, _hyperedges.NodeCount)
                : _neighbors!.Row(rest.MinBy(_neighbors.Count)).ToArray();
            int[][] found =
            [
                .. common.Where(node => node != members[place] && rest.All(other => node != other && _neighbors!.Contains(other, node)))
                    .Select(node => (int[])[.. rest.Append(node).Order()])
                    .Where(set => !_hyperedges.Contains(set)),
            ];
            if (found.Length > 0)
            {
                return found[random.NextInt32(found.Length)];
            }
        }

        return null;
    }

    /// <summary>The number of sets of k of n nodes; rounded where it is beyond 2^53.</summary>
    private static double Combinations(int n, int k)
    {
        double count = 1;
        for (int i = 1; i <= Math.Min(k, n - k); i++)
        {
            // Whole at each step: so many sets of i.
            count = count * (n - Math.Min(k, n - k) + i) / i;
        }

        return count;
    }

    private InvalidOperationException NoNegative(int positive, int size) => new(Kind switch
    {
        HyperedgeNegatives.Size => $"Hyperedge {positive} of size {size} has no negative: every set of {size} of the {_hyperedges.NodeCount} nodes is a hyperedge.",
        HyperedgeNegatives.Motif => $"Hyperedge {positive} of size {size} has no negative: no connected set of {size} nodes was found that is no hyperedge. Draw by size alone.",
        _ => $"Hyperedge {positive} of size {size} has no negative: in no hyperedge of that size can a node be replaced by one that is in hyperedges with all the others. Draw motifs, or by size alone.",
    });
}
