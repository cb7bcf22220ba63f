using Gnn.Graphs.Temporal;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Threading;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

[TestFixture]
public sealed class TemporalWalkerTests
{
    private const int Nodes = 30;

    private static readonly RandomSource Random = new(2);

    private static IEnumerable<TemporalWalkOptions> AllOptions =>
        from direction in Enum.GetValues<WalkDirection>()
        from time in Enum.GetValues<TimeDirection>()
        from isStrict in (bool[])[true, false]
        from choice in Enum.GetValues<TemporalChoice>()
        select new TemporalWalkOptions { Direction = direction, Time = time, IsStrict = isStrict, Choice = choice };

    [TestCaseSource(nameof(AllOptions))]
    public void Walk_ShuffledEventsWithTies_NeverGoesBackInTime(TemporalWalkOptions options)
    {
        foreach (bool isUndirected in (bool[])[false, true])
        {
            using TemporalGraph graph = Shuffled(events: 900, times: 60, isUndirected);
            using var walker = new TemporalWalker(graph, options);
            int[] starts = [.. Enumerable.Range(0, 600).Select(walk => walk % Nodes)];
            long[] keys = [.. Enumerable.Range(0, 600).Select(key => (long)key)], times = [.. keys.Select(key => (key * 7 % 62) - 1)];
            using WalkBatch walks = walker.Walk(starts, keys, 8, Random, times);
            int longest = 0;
            for (int walk = 0; walk < walks.Count; walk++)
            {
                longest = Math.Max(longest, CheckWalk(graph, options, walks[walk], walks.EventsOf(walk), starts[walk], times[walk]));
            }

            Assert.That(longest, Is.GreaterThan(3));
        }
    }

    [TestCaseSource(nameof(AllOptions))]
    public void Walk_Steps_AreUniformOverAdmissibleEventsOrTheNearest(TemporalWalkOptions options)
    {
        // Few nodes and events, so that each state (event that led here, or none) is met often.
        using TemporalGraph graph = TemporalGraph.FromEvents(
            4, [0, 1, 0, 2, 1, 0, 2, 3, 1, 0, 2, 1], [1, 2, 1, 0, 0, 2, 2, 1, 3, 0, 1, 1], [5, 3, 3, 5, 9, 1, 3, 7, 7, 3, 5, 9]);
        using var walker = new TemporalWalker(graph, options);
        const int walks = 100_000;
        int[] starts = [.. Enumerable.Range(0, walks).Select(walk => walk % 4)];
        using WalkBatch batch = walker.Walk(starts, [.. Enumerable.Range(0, walks).Select(walk => (long)walk)], 3, Random);
        int events = (int)graph.EventCount;
        var counts = new Dictionary<(int Node, int Last), long[]>();
        for (int walk = 0; walk < walks; walk++)
        {
            ReadOnlySpan<int> nodes = batch[walk], taken = batch.EventsOf(walk);
            for (int step = 0; step < 3 && nodes[step] >= 0; step++)
            {
                (int, int) state = (nodes[step], step == 0 ? -1 : taken[step - 1]);
                counts.TryAdd(state, new long[events + 1]);
                counts[state][taken[step] < 0 ? events : taken[step]]++;
            }
        }

        var test = new ChiSquare();
        foreach (((int node, int last), long[] row) in counts)
        {
            test.Add(row, Chances(graph, options, node, last));
        }

        Assert.That(test.Draws, Is.GreaterThan(walks));
        Assert.That(test.P, Is.GreaterThan(0.001));
    }

    [TestCase(TimeDirection.Backward, true, 5, 1)]
    [TestCase(TimeDirection.Backward, false, 5, 2)]
    [TestCase(TimeDirection.Forward, true, 5, 3)]
    [TestCase(TimeDirection.Forward, false, 5, 2)]
    public void Walk_QueryTime_IsSeenOnlyWhereTimesNeedNotDiffer(TimeDirection time, bool isStrict, long query, int expected)
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(4, [0, 0, 0], [1, 2, 3], [4, 5, 6]);
        using var walker = new TemporalWalker(graph, new TemporalWalkOptions { Time = time, IsStrict = isStrict, Choice = TemporalChoice.Nearest });
        using WalkBatch walks = walker.Walk([0], 1, Random, times: [query]);
        Assert.That(walks[0].ToArray(), Is.EqualTo(new[] { 0, expected }));
    }

    [Test]
    public void Walk_OneEventBothWays_IsNotTakenTwice()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(2, [0], [1], [3], isUndirected: true);
        using var stops = new TemporalWalker(graph, new TemporalWalkOptions { IsStrict = false });
        using var stays = new TemporalWalker(graph, new TemporalWalkOptions { IsStrict = false, DeadEnd = DeadEnd.Stay });
        using WalkBatch stopped = stops.Walk([0], 3, Random), stayed = stays.Walk([0], 3, Random);
        Assert.Multiple(() =>
        {
            Assert.That(stopped[0].ToArray(), Is.EqualTo(new[] { 0, 1, -1, -1 }));
            Assert.That(stayed[0].ToArray(), Is.EqualTo(new[] { 0, 1, 1, 1 }));
            Assert.That(stayed.EventsOf(0).ToArray(), Is.EqualTo(new[] { 0, -1, -1 }));
        });
    }

    [Test]
    public void Walk_ThreadsAndBatches_GiveTheSameWalks()
    {
        using TemporalGraph graph = Shuffled(events: 900, times: 60, isUndirected: true);
        using var walker = new TemporalWalker(graph, new TemporalWalkOptions { Time = TimeDirection.Backward });
        int[] starts = [.. Enumerable.Range(0, Nodes)];
        long[] times = [.. starts.Select(node => 30L + node)];
        int[]? nodes = null, events = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            using var pool = new ForkJoinPool(threads);
            using WalkBatch batch = walker.Walk(starts, default, hasKeys: false, 5, Random, walksPerStart: 200, times, pool);
            nodes ??= batch.Nodes.Span().ToArray();
            events ??= batch.Events!.Span().ToArray();
            Assert.That(batch.Nodes.Span().SequenceEqual(nodes) && batch.Events!.Span().SequenceEqual(events));
        }

        using WalkBatch some = walker.Walk([11, 4], 5, Random, walksPerStart: 2, times: [41, 34]);
        Assert.That(some[3].SequenceEqual(nodes.AsSpan((Nodes + 4) * 6, 6)));
    }

    [Test]
    public void Walk_AfterGraphIsDisposed_GoesOnUntilTheWalkerIs()
    {
        TemporalGraph graph = Shuffled(events: 100, times: 9, isUndirected: false);
        var walker = new TemporalWalker(graph);
        using WalkBatch before = walker.Walk([1, 2], 4, Random);
        graph.Dispose();
        using WalkBatch after = walker.Walk([1, 2], 4, Random);
        Assert.That(after.Nodes.Span().SequenceEqual(before.Nodes.Span()));
        walker.Dispose();
        Assert.That(() => walker.Walk([1], 4, Random), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Walk_BadArguments_AreNamed()
    {
        using TemporalGraph graph = Shuffled(events: 100, times: 9, isUndirected: false);
        using var walker = new TemporalWalker(graph);
        Assert.Multiple(() =>
        {
            Assert.That(() => walker.Walk([0, 1], 4, Random, times: [3]), Throws.ArgumentException.With.Property("ParamName").EqualTo("times"));
            Assert.That(() => walker.Walk([Nodes], 4, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("starts"));
            Assert.That(() => walker.Walk([0], [-1L], 4, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("keys"));
            Assert.That(() => new TemporalWalker(null!), Throws.ArgumentNullException);
        });
    }

    /// <summary>Checks each step of a walk from the definitions, and counts them.</summary>
    private static int CheckWalk(TemporalGraph graph, TemporalWalkOptions options, ReadOnlySpan<int> nodes, ReadOnlySpan<int> events, int start, long query)
    {
        Assert.That(nodes[0], Is.EqualTo(start));
        (long time, int last) = (query, -1);
        for (int step = 0; step < events.Length; step++)
        {
            int[] admissible = Admissible(graph, options, nodes[step], time, last);
            if (events[step] < 0)
            {
                Assert.That(admissible, Is.Empty, "A walk ends where nothing follows.");
                Assert.That(nodes[(step + 1)..].IndexOfAnyExcept(-1), Is.EqualTo(-1));
                return step;
            }

            Assert.That(admissible, Does.Contain(events[step]));
            bool isFromSource = graph.IsUndirected ? graph.Sources[events[step]] == nodes[step] : options.Direction == WalkDirection.OutEdges;
            Assert.That(nodes[step + 1], Is.EqualTo(isFromSource ? graph.Targets[events[step]] : graph.Sources[events[step]]));
            (time, last) = (graph.Times[events[step]], events[step]);
        }

        return events.Length;
    }

    /// <summary>The events that may follow, by looking at all there are.</summary>
    private static int[] Admissible(TemporalGraph graph, TemporalWalkOptions options, int node, long? time, int last)
    {
        List<int> found = [];
        for (int e = 0; e < graph.EventCount; e++)
        {
            bool isHere = graph.IsUndirected
                ? graph.Sources[e] == node || graph.Targets[e] == node
                : (options.Direction == WalkDirection.OutEdges ? graph.Sources[e] : graph.Targets[e]) == node;
            int order = time is { } at ? graph.Times[e].CompareTo(at) * (options.Time == TimeDirection.Forward ? 1 : -1) : 1;
            if (isHere && e != last && (options.IsStrict ? order > 0 : order >= 0))
            {
                found.Add(e);
            }
        }

        return [.. found];
    }

    private static double[] Chances(TemporalGraph graph, TemporalWalkOptions options, int node, int last)
    {
        double[] chances = new double[graph.EventCount + 1];
        int[] admissible = Admissible(graph, options, node, last < 0 ? null : graph.Times[last], last);
        if (admissible.Length == 0)
        {
            chances[^1] = 1;
        }
        else if (options.Choice == TemporalChoice.Nearest)
        {
            chances[options.Time == TimeDirection.Forward ? admissible[0] : admissible[^1]] = 1;
        }
        else
        {
            Array.ForEach(admissible, e => chances[e] = 1);
        }

        return chances;
    }

    /// <summary>Random events in random order of time, self-loops and repeats among them.</summary>
    private static TemporalGraph Shuffled(int events, int times, bool isUndirected)
    {
        RandomSequence random = new RandomSource(9).Sequence();
        (int[] sources, int[] targets, long[] at) = (new int[events], new int[events], new long[events]);
        for (int e = 0; e < events; e++)
        {
            (sources[e], targets[e], at[e]) = (random.NextInt32(Nodes), random.NextInt32(Nodes), random.NextInt32(times));
        }

        return TemporalGraph.FromEvents(Nodes, sources, targets, at, isUndirected: isUndirected);
    }
}
