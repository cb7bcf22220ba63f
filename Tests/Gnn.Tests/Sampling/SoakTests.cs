using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Temporal;
using Gnn.Sampling.Features;
using Gnn.Sampling.Links;
using Gnn.Sampling.Loading;
using Gnn.Sampling.Negatives;
using Gnn.Sampling.Neighbors;
using Gnn.Sampling.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling;

/// <summary>Sampling that is cancelled and begun again, over and over: memory stays as it is and no thread is left.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class SoakTests
{
    private const string Variable = "GNN_SOAK_SECONDS";
    private const int Scale = 15;
    private const int NodeCount = 1 << Scale;
    private const int EdgeCount = 400_000;
    private const int Width = 64;
    private const int Workers = 3;
    private const int BatchSize = 512;

    [Test]
    public void Sample_CancelledAndRestarted_LeavesNoMemoryAndNoThread() => Soak(TimeSpan.FromSeconds(5), restart: TimeSpan.FromSeconds(0.3), slack: 96 << 20);

    [Test]
    [Category("Soak")]
    [Explicit("Half an hour, or as many seconds as GNN_SOAK_SECONDS says: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ForHalfAnHour")]
    public void Sample_CancelledAndRestartedForHalfAnHour_LeavesNoMemoryAndNoThread()
    {
        string? seconds = Environment.GetEnvironmentVariable(Variable);
        Soak(TimeSpan.FromSeconds(seconds is null ? 1800 : double.Parse(seconds, CultureInfo.InvariantCulture)), restart: TimeSpan.FromSeconds(10), slack: 32 << 20);
    }

    private static void Soak(TimeSpan duration, TimeSpan restart, long slack)
    {
        using var scratch = new ScratchFolder();
        using var engine = new CpuEngine(threads: 2);
        int threads = Prefetching();
        Collect();
        long native = HostMemory.Statistics.InUse;
        var resident = new List<long>();
        var idle = new List<long>();
        int rounds = 0;
        long batches = 0;
        using (var work = new Work(scratch["x.npy"], engine))
        {
            long engineBytes = engine.Memory.InUse;
            RandomSequence random = new RandomSource(1).Stream("restarts").Sequence();

            // Pools and compiled code grow before the first measurement.
            for (int kind = 0; kind < Work.Kinds; kind++)
            {
                batches += Run(work, kind, TimeSpan.FromSeconds(0.3), leaves: false);
            }

            var watch = Stopwatch.StartNew();
            for (; watch.Elapsed < duration; rounds++)
            {
                // From half of the time to one and a half: a batch takes milliseconds, so that the moment lies anywhere in one.
                batches += Run(work, rounds % Work.Kinds, restart * (0.5 + random.NextDouble()), leaves: rounds % 2 == 1);
                Assert.That(engine.Memory.InUse, Is.EqualTo(engineBytes), $"bytes of tensors after round {rounds}");
                Collect();
                resident.Add(Environment.WorkingSet);
                idle.Add(HostMemory.Statistics.Pooled + engine.Memory.Pooled);
            }
        }

        Collect();
        Assert.That(HostMemory.Statistics.InUse, Is.EqualTo(native), "bytes of structures at the end");
        Assert.That(Prefetching, Is.LessThanOrEqualTo(threads).After(2000, 10), "threads at the end");
        int quarter = Math.Max(1, resident.Count / 4);
        double first = resident[..quarter].Average();
        double last = resident[^quarter..].Average();
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rounds} rounds, {batches} batches, resident {first / 1e6:0.0} MB in the first quarter, {last / 1e6:0.0} MB in the last; idle blocks of pools {idle[..quarter].Average() / 1e6:0.0} and {idle[^quarter..].Average() / 1e6:0.0} MB"));
        Assert.That(batches, Is.GreaterThan(rounds), "batches were taken");

        // Garbage is collected before a measurement. Idle blocks are kept up to a bound, 64 MB for structures and as much as was in use at once for tensors: seconds fill
        // them, and the slack of a short run is theirs. A batch holds some 5 MB, and a long run has 180 rounds.
        Assert.That(last, Is.LessThan(first + slack), "resident memory");
    }

    /// <summary>Ends what nothing holds, of tests before as well, so that it does not end in between.</summary>
    private static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Takes batches until the time is over, then cancels, or leaves the enumeration in the middle.</summary>
    private static long Run(Work work, int kind, TimeSpan time, bool leaves)
    {
        using var stop = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        if (!leaves)
        {
            stop.CancelAfter(time);
        }

        long taken = 0;
        var batches = new Prefetcher<Batch>(int.MaxValue, item => work.Make(kind, item), new PrefetchOptions { Workers = Workers, Capacity = 2 * Workers }, cancellation: stop.Token);
        try
        {
            foreach (Batch batch in batches)
            {
                using (batch)
                {
                    Assert.That(batch.X.Shape[0], Is.EqualTo(batch.NodeCount));
                    taken++;
                }

                if (leaves && watch.Elapsed > time)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (!leaves)
        {
            return taken;
        }

        Assert.That(leaves, "a cancelled enumeration throws");
        return taken;
    }

    private static int Prefetching() => OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc/self/task").Count(IsPrefetching) : 0;

    private static bool IsPrefetching(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("Gnn prefetch", StringComparison.OrdinalIgnoreCase);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    private sealed record Batch(IDisposable Sample, int NodeCount, Tensor X) : IDisposable
    {
        public void Dispose()
        {
            X.Dispose();
            Sample.Dispose();
        }
    }

    /// <summary>A graph, its events and features in a file behind a cache, with the three samplers.</summary>
    private sealed class Work : IDisposable
    {
        public const int Kinds = 3;

        private readonly Graph _graph = RMat.Create(Scale, EdgeCount, new RandomSource(1));
        private readonly TemporalGraph _events;
        private readonly NeighborSampler _neighbors;
        private readonly LinkSampler _links;
        private readonly TemporalNeighborSampler _temporal;
        private readonly FeatureStore _store;
        private readonly RandomSource _random = new RandomSource(2).Stream("sampling");

        public Work(string path, CpuEngine engine)
        {
            using (Tensor x = Tensor.Normal((NodeCount, Width), new RandomSource(3), engine: engine))
            {
                NpyFile.Write(path, x);
            }

            using (var file = new FileFeatureStore(path, engine))
            {
                _store = new CachedFeatureStore(file, NodeCount * Width * sizeof(float) / 4);
            }

            long[] times = [.. Enumerable.Range(0, EdgeCount).Select(edge => (long)edge)];
            _events = TemporalGraph.FromEvents(NodeCount, _graph.Sources, _graph.Targets, times);
            _neighbors = new NeighborSampler(_graph, [10, 5]);
            _links = new LinkSampler(_graph, [8, 4], new NegativeSampler(_graph));
            _temporal = new TemporalNeighborSampler(_events, [8, 4]);
        }

        public Batch Make(int kind, int item)
        {
            RandomSource source = _random.Stream((ulong)item);
            RandomSequence random = source.Stream("items").Sequence();
            switch (kind)
            {
                case 0:
                    SampledSubgraph sample = _neighbors.Sample(random.Choose(NodeCount, BatchSize), source);
                    return WithFeatures(sample, sample);
                case 1:
                    SampledLinks links = _links.Sample(random.Choose(EdgeCount, BatchSize), source);
                    return WithFeatures(links, links.Subgraph);
                default:
                    int[] seeds = random.Choose(NodeCount, BatchSize);
                    long[] times = [.. seeds.Select(_ => (long)random.NextInt32(EdgeCount))];
                    SampledSubgraph past = _temporal.Sample(seeds, times, source);
                    return WithFeatures(past, past);
            }
        }

        public void Dispose()
        {
            _temporal.Dispose();
            _links.Dispose();
            _neighbors.Dispose();
            _store.Dispose();
            _events.Dispose();
            _graph.Dispose();
        }

        private Batch WithFeatures(IDisposable owner, SampledSubgraph sample)
        {
            try
            {
                return new Batch(owner, sample.Nodes.Length, _store.Gather(sample.Nodes));
            }
            catch
            {
                owner.Dispose();
                throw;
            }
        }
    }
}
