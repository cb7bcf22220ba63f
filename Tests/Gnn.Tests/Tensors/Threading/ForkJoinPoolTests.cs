using System.Runtime.CompilerServices;
using Gnn.Tensors.Threading;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Threading;

[TestFixture]
internal sealed class ForkJoinPoolTests
{
    [Test]
    public void Run_AnyThreadsAndChunks_DoesEachChunkOnce(
        [Values(1, 2, 3, 8)] int threads, [Values(0, 1, 2, 7, 1000)] int chunks)
    {
        using var pool = new ForkJoinPool(threads);
        Assert.That(pool.ThreadCount, Is.EqualTo(threads));
        for (int repeat = 1; repeat <= 50; repeat++)
        {
            var job = new CountJob { Counts = new int[chunks] };
            pool.Run(ref job, chunks);
            Assert.That(job.Counts, Has.All.EqualTo(1), $"repeat {repeat}");
        }
    }

    [Test]
    public void Run_SlowChunks_UsesAllThreads([Values(2, 8)] int threads)
    {
        using var pool = new ForkJoinPool(threads);
        var job = new RendezvousJob { Barrier = new Barrier(threads) };

        // Each chunk waits until as many chunks run at the same time as there are threads; the threads are asleep at the second run.
        pool.Run(ref job, threads);
        Thread.Sleep(50);
        pool.Run(ref job, threads);

        Assert.That(job.Barrier.CurrentPhaseNumber, Is.EqualTo(2));
    }

    [Test]
    public void Run_JobThatChanges_IsCopiedBack()
    {
        using var pool = new ForkJoinPool(3);
        var job = new SumJob();
        pool.Run(ref job, 1000);

        Assert.That(job.Sum, Is.EqualTo(999 * 1000 / 2));
    }

    [Test]
    public void Run_InsideAChunk_RunsInlineOnTheSameThread()
    {
        using var pool = new ForkJoinPool(3);
        using var other = new ForkJoinPool(2);
        var job = new NestedJob { Pool = pool, Other = other, Counts = new int[20 * 20 * 2], Strays = new int[1] };
        pool.Run(ref job, 20);

        Assert.That(job.Counts, Has.All.EqualTo(1));
        Assert.That(job.Strays[0], Is.Zero);
    }

    [Test]
    public void Run_FromManyThreads_NeverWaitsAndDoesAllChunks()
    {
        using var pool = new ForkJoinPool(3);
        int wrong = 0;
        var callers = new Thread[16];
        for (int i = 0; i < callers.Length; i++)
        {
            callers[i] = new Thread(() =>
            {
                for (int repeat = 0; repeat < 300; repeat++)
                {
                    var job = new CountJob { Counts = new int[13] };
                    pool.Run(ref job, 13);
                    if (job.Counts.Any(count => count != 1))
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            });
            callers[i].Start();
        }

        Assert.That(callers.All(caller => caller.Join(TimeSpan.FromSeconds(60))));
        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void Run_WhileAnotherJobBlocks_CompletesOnTheCaller()
    {
        using var pool = new ForkJoinPool(2);
        using var release = new ManualResetEventSlim();
        using var begun = new CountdownEvent(2);
        var blocked = new Thread(() =>
        {
            var job = new BlockJob { Begun = begun, Release = release };
            pool.Run(ref job, 2);
        });
        blocked.Start();
        begun.Wait();

        var quick = new CountJob { Counts = new int[10] };
        pool.Run(ref quick, 10);
        Assert.That(quick.Counts, Has.All.EqualTo(1));

        release.Set();
        Assert.That(blocked.Join(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public void Run_ChunkThrows_RethrowsWithItsStackAndSkipsTheRest([Values(1, 2, 8)] int threads)
    {
        using var pool = new ForkJoinPool(threads);
        var job = new FailJob { FailAt = 10, Counts = new int[100_000] };

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => pool.Run(ref job, 100_000))!;
        Assert.That(thrown.Message, Is.EqualTo("chunk 10"));
        Assert.That(thrown.StackTrace, Does.Contain(nameof(FailJob)));
        Assert.That(job.Counts, Has.All.LessThanOrEqualTo(1));
        Assert.That(job.Counts.Sum(), Is.LessThan(100_000));

        var next = new CountJob { Counts = new int[100] };
        pool.Run(ref next, 100);
        Assert.That(next.Counts, Has.All.EqualTo(1), "the pool works on after a failure");
    }

    [Test]
    public void Run_Hot_AllocatesNothing([Values(1, 2, 4)] int threads)
    {
        using var pool = new ForkJoinPool(threads);
        var job = new CountJob { Counts = new int[8] };
        pool.Run(ref job, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            pool.Run(ref job, 8);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(job.Counts, Has.All.EqualTo(1001));
    }

    [Test]
    public void Run_JobHoldingArrays_SurvivesCompactingCollections()
    {
        using var pool = new ForkJoinPool(3);
        var job = new CollectJob { Counts = new int[40] };
        pool.Run(ref job, 40);

        Assert.That(job.Counts, Is.EqualTo(Enumerable.Range(1, 40)));
    }

    [Test]
    public void Run_BadChunkCount_Throws()
    {
        using var pool = new ForkJoinPool(2);
        var job = new SumJob();
        Assert.That(() => pool.Run(ref job, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1025)]
    public void Constructor_BadThreadCount_Throws(int threads)
    {
        Assert.That(() => new ForkJoinPool(threads), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Dispose_AwakeOrAsleep_EndsThreadsAndForbidsRun([Values(0, 50)] int idleMilliseconds)
    {
        var pool = new ForkJoinPool(4);
        var job = new ThreadJob { Threads = [], Barrier = new Barrier(4) };
        pool.Run(ref job, 4);
        Thread.Sleep(idleMilliseconds);
        pool.Dispose();
        pool.Dispose();

        Assert.That(job.Threads.Count(thread => thread != Thread.CurrentThread), Is.EqualTo(3));
        Assert.That(job.Threads.Where(thread => thread != Thread.CurrentThread).All(thread => !thread.IsAlive));
        Assert.That(() => pool.Run(ref job, 4), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Finaliser_OfAPoolNobodyHolds_EndsItsThreads()
    {
        List<Thread> threads = Lose();
        for (int attempt = 0; attempt < 100 && threads.Any(thread => thread.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }

        Assert.That(threads, Has.Count.EqualTo(2));
        Assert.That(threads.All(thread => !thread.IsAlive));
    }

    [TestCase("1", 1)]
    [TestCase("16", 16)]
    [TestCase("1024", 1024)]
    public void ParseThreadCount_WholeNumber_IsTaken(string value, int expected)
    {
        Assert.That(ForkJoinPool.ParseThreadCount(value), Is.EqualTo(expected));
    }

    [Test]
    public void ParseThreadCount_Unset_IsProcessorCount()
    {
        Assert.That(ForkJoinPool.ParseThreadCount(null), Is.EqualTo(Environment.ProcessorCount));
        Assert.That(ForkJoinPool.ParseThreadCount(""), Is.EqualTo(Environment.ProcessorCount));
    }

    [TestCase("0")]
    [TestCase("-2")]
    [TestCase("1025")]
    [TestCase("99999999999")]
    [TestCase("two")]
    [TestCase("1.5")]
    [TestCase(" ")]
    public void ParseThreadCount_AnythingElse_NamesVariableValueAndCure(string value)
    {
        Assert.That(() => ForkJoinPool.ParseThreadCount(value),
            Throws.ArgumentException.With.Message.Contains("GNN_THREADS").And.Message.Contains($"'{value}'").And.Message.Contains("unset"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<Thread> Lose()
    {
        var pool = new ForkJoinPool(3);
        var job = new ThreadJob { Threads = [], Barrier = new Barrier(3) };
        pool.Run(ref job, 3);
        return [.. job.Threads.Where(thread => thread != Thread.CurrentThread)];
    }

    private struct CountJob : IChunkJob
    {
        public int[] Counts;

        public readonly void Execute(int chunk) => Interlocked.Increment(ref Counts[chunk]);
    }

    private struct RendezvousJob : IChunkJob
    {
        public Barrier Barrier;

        public readonly void Execute(int chunk)
        {
            if (!Barrier.SignalAndWait(TimeSpan.FromSeconds(30)))
            {
                throw new TimeoutException("The chunks did not run at the same time.");
            }
        }
    }

    private struct SumJob : IChunkJob
    {
        public long Sum;

        public void Execute(int chunk) => Interlocked.Add(ref Sum, chunk);
    }

    private struct NestedJob : IChunkJob
    {
        public ForkJoinPool Pool;
        public ForkJoinPool Other;
        public int[] Counts;
        public int[] Strays;

        public readonly void Execute(int chunk)
        {
            var inner = new InnerJob { Counts = Counts, Strays = Strays, Start = chunk * 40, Owner = Environment.CurrentManagedThreadId };
            Pool.Run(ref inner, 20);
            inner.Start += 20;
            Other.Run(ref inner, 20);
        }
    }

    private struct InnerJob : IChunkJob
    {
        public int[] Counts;
        public int[] Strays;
        public int Start;
        public int Owner;

        public readonly void Execute(int chunk)
        {
            Interlocked.Increment(ref Counts[Start + chunk]);
            if (Environment.CurrentManagedThreadId != Owner)
            {
                Interlocked.Increment(ref Strays[0]);
            }
        }
    }

    private struct BlockJob : IChunkJob
    {
        public CountdownEvent Begun;
        public ManualResetEventSlim Release;

        public readonly void Execute(int chunk)
        {
            Begun.Signal();
            Release.Wait();
        }
    }

    private struct FailJob : IChunkJob
    {
        public int FailAt;
        public int[] Counts;

        public readonly void Execute(int chunk)
        {
            Interlocked.Increment(ref Counts[chunk]);
            if (chunk == FailAt)
            {
                throw new InvalidOperationException($"chunk {chunk}");
            }

            Thread.SpinWait(20);
        }
    }

    private struct CollectJob : IChunkJob
    {
        public int[] Counts;

        public readonly void Execute(int chunk)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            Counts[chunk] += chunk + 1;
        }
    }

    private struct ThreadJob : IChunkJob
    {
        public List<Thread> Threads;
        public Barrier Barrier;

        public readonly void Execute(int chunk)
        {
            lock (Threads)
            {
                Threads.Add(Thread.CurrentThread);
            }

            if (!Barrier.SignalAndWait(TimeSpan.FromSeconds(30)))
            {
                throw new TimeoutException("The chunks did not run at the same time.");
            }
        }
    }
}
