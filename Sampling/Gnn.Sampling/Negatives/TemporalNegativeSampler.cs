using System.Globalization;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;

namespace Gnn.Sampling.Negatives;

/// <summary>Draws targets that a source has no event with at a given time: some that it had one with before, the rest at random.</summary>
/// <remarks>
/// <para>A historical negative is a partner of an event before the query (and before <see cref="TemporalNegativeOptions.HistoryEnd"/>) that is none at the query's
/// time: a model that only remembers who met whom ranks it as high as the truth. Where there are fewer than asked for, all are taken and random ones fill up. The
/// negatives of a query are all different; each set of so many is equally likely. Of an undirected graph both ends of events count.</para>
/// <para>Papers: F. Poursafaei, S. Huang, K. Pelrine and R. Rabbany, "Towards Better Evaluation for Dynamic Link Prediction", NeurIPS 2022; S. Huang et al.,
/// "Temporal Graph Benchmark for Machine Learning on Temporal Graphs", NeurIPS 2023, whose rule this is: only what is true at (source, time) is kept out, so that
/// targets of other times, the future's too, are among the random ones.</para>
/// <para>What is drawn depends on the source of random numbers and on (source, target, time): events that repeat share their negatives. May be used by any number of
/// threads at once.</para>
/// </remarks>
public sealed class TemporalNegativeSampler
{
    private const int WordBits = 24;
    private const int Tries = 64;

    private readonly TemporalGraph _graph;
    private readonly TemporalNegativeOptions _options;
    private readonly int _firstTarget;
    private readonly int _targetCount;

    // The partners of each node in the order in which it first met them, with the times.
    private readonly int[] _starts;
    private readonly int[] _partners;
    private readonly long[] _firstTimes;

    /// <summary>Creates a sampler. Cost: O(N + E).</summary>
    /// <param name="graph">The graph with all true events, later ones too; it must live as long as the sampler is used.</param>
    /// <param name="options">Which targets are drawn; the defaults if null.</param>
    /// <exception cref="ArgumentException">The range of targets is not in the graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    public TemporalNegativeSampler(TemporalGraph graph, TemporalNegativeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _graph = graph;
        _options = options ?? new TemporalNegativeOptions();
        if (!(_options.HistoricalShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.HistoricalShare, $"The historical share must be in [0, 1], got {_options.HistoricalShare}.");
        }

        Range targets = _options.TargetNodes ?? (graph.SourceNodeCount is { } sources ? sources.. : Range.All);
        _firstTarget = targets.Start.GetOffset(graph.NodeCount);
        _targetCount = targets.End.GetOffset(graph.NodeCount) - _firstTarget;
        if (_firstTarget < 0 || _targetCount < 0 || _firstTarget > graph.NodeCount - _targetCount)
        {
            throw new ArgumentException($"TargetNodes must be nodes in [0, {graph.NodeCount}), got {targets}.", nameof(options));
        }

        (_starts, _partners, _firstTimes) = FindPartners();
    }

    private EventHistory History => _graph.IsUndirected ? _graph.History : _graph.AsSource;

    /// <summary>Draws negative targets for queries.</summary>
    /// <param name="sources">The source of each query, in [0, N).</param>
    /// <param name="targets">The true target of each query, in [0, N), which is none of its negatives.</param>
    /// <param name="times">The time of each query.</param>
    /// <param name="count">How many negatives each gets, k.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <returns>The targets: negative j of query i at place <c>i k + j</c>, the historical ones first.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node is out of range, or the count is negative.</exception>
    /// <exception cref="InvalidOperationException">A query has fewer negatives than asked for; the message names its source.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public int[] SampleTargets(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, int count, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (targets.Length != sources.Length || times.Length != sources.Length)
        {
            throw new ArgumentException($"Each query has a source, a target and a time: got {sources.Length}, {targets.Length} and {times.Length}.", nameof(targets));
        }

        int[] found = new int[checked(sources.Length * count)];
        var taken = new HashSet<int>();
        for (int i = 0; i < sources.Length; i++)
        {
            CheckNode(sources[i], "source", i, nameof(sources));
            CheckNode(targets[i], "target", i, nameof(targets));
            RandomSource stream = random.Stream((ulong)sources[i]).Stream((ulong)targets[i]).Stream((ulong)times[i]);
            Draw(sources[i], targets[i], times[i], stream, taken, found.AsSpan(i * count, count));
        }

        return found;
    }

    /// <summary>The graph and the share, for example <c>TemporalNegativeSampler of 9227 nodes: 1000 targets, 0.5 of the negatives historical</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TemporalNegativeSampler of {_starts.Length - 1} nodes: {_targetCount} targets, {_options.HistoricalShare} of the negatives historical");

    private void Draw(int source, int target, long time, RandomSource stream, HashSet<int> taken, Span<int> found)
    {
        EventHistory history = History;
        int before = history.CountBefore(source, time);
        int upTo = history.CountBefore(source, time, inclusive: true);
        taken.Clear();
        taken.Add(target);
        foreach (int partner in history.Neighbors(source)[before..upTo])
        {
            taken.Add(partner);
        }

        if (!_options.AllowSelfLoops)
        {
            taken.Add(source);
        }

        int historical = (int)(_options.HistoricalShare * found.Length);
        ReadOnlySpan<int> known = Known(source, time);
        for (int j = 0; j < found.Length; j++)
        {
            RandomSequence words = stream.Sequence((long)j << WordBits);
            int drawn = -1;
            if (j < historical)
            {
                drawn = Draw(known, taken, ref words);
                historical = drawn < 0 ? 0 : historical;
            }

            drawn = drawn < 0 ? Draw(taken, ref words) : drawn;
            if (drawn < 0)
            {
                throw new InvalidOperationException(
                    $"Source {source} has only {j} negatives at time {time} among {_targetCount} targets, the others being true then: ask for {j} or fewer, got {found.Length}.");
            }

            taken.Add(drawn);
            found[j] = drawn;
        }
    }

    /// <summary>A node of a list, each that is not taken with the same chance; -1 if there is none.</summary>
    private static int Draw(ReadOnlySpan<int> nodes, HashSet<int> taken, ref RandomSequence random)
    {
        for (int attempt = 0; attempt < Tries && nodes.Length > 0; attempt++)
        {
            int node = nodes[random.NextInt32(nodes.Length)];
            if (!taken.Contains(node))
            {
                return node;
            }
        }

        var left = new List<int>();
        foreach (int node in nodes)
        {
            if (!taken.Contains(node))
            {
                left.Add(node);
            }
        }

        return left.Count == 0 ? -1 : left[random.NextInt32(left.Count)];
    }

    /// <summary>The same among all targets.</summary>
    private int Draw(HashSet<int> taken, ref RandomSequence random)
    {
        for (int attempt = 0; attempt < Tries && _targetCount > 0; attempt++)
        {
            int node = _firstTarget + random.NextInt32(_targetCount);
            if (!taken.Contains(node))
            {
                return node;
            }
        }

        int[] left = [.. Enumerable.Range(_firstTarget, _targetCount).Where(node => !taken.Contains(node))];
        return left.Length == 0 ? -1 : left[random.NextInt32(left.Length)];
    }

    /// <summary>The partners that a source met before a time and before history's end.</summary>
    private ReadOnlySpan<int> Known(int source, long time)
    {
        int start = _starts[source];
        ReadOnlySpan<long> times = _firstTimes.AsSpan(start, _starts[source + 1] - start);
        long end = Math.Min(time, _options.HistoryEnd);
        int low = 0;
        int high = times.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = times[middle] < end ? (middle + 1, high) : (low, middle);
        }

        return _partners.AsSpan(start, low);
    }

    private (int[] Starts, int[] Partners, long[] FirstTimes) FindPartners()
    {
        EventHistory history = History;
        ReadOnlySpan<long> times = _graph.Times;
        int[] starts = new int[_graph.NodeCount + 1];
        var partners = new List<int>();
        var firstTimes = new List<long>();
        int[] metBy = new int[_graph.NodeCount];
        Array.Fill(metBy, -1);
        for (int node = 0; node < _graph.NodeCount; node++)
        {
            ReadOnlySpan<int> others = history.Neighbors(node);
            ReadOnlySpan<int> events = history.Events(node);
            for (int i = 0; i < others.Length; i++)
            {
                if (metBy[others[i]] != node && (uint)(others[i] - _firstTarget) < (uint)_targetCount)
                {
                    metBy[others[i]] = node;
                    partners.Add(others[i]);
                    firstTimes.Add(times[events[i]]);
                }
            }

            starts[node + 1] = partners.Count;
        }

        return (starts, [.. partners], [.. firstTimes]);
    }

    private void CheckNode(int node, string what, int query, string parameter)
    {
        if ((uint)node >= (uint)(_starts.Length - 1))
        {
            throw new ArgumentOutOfRangeException(parameter, node, $"The {what} of query {query} must be a node in [0, {_starts.Length - 1}), got {node}.");
        }
    }
}
