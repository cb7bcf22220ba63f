using System.Runtime.CompilerServices;
using Gnn.Sampling.Loading;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Loading;

[TestFixture]
internal sealed partial class PrefetcherTests
{
    private const int Items = 200;

    /// <summary>The threads of this process that prefetch.</summary>
    private static int Prefetching() => Directory.Exists("/proc/self/task")
        ? Directory.GetDirectories("/proc/self/task").Count(IsPrefetching)
        : 0;

    private static bool IsPrefetching(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("Gnn prefetch", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }

    /// <summary>Work whose length has nothing to do with its place, so that workers overtake one another.</summary>
    private static int Uneven(int item)
    {
        Thread.SpinWait((item * 7919 % 13) * 300);
        return item * item;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Broken(int item) => throw new InvalidDataException($"item {item}");

    [Test]
    public void Enumerate_AnyWorkersAndCapacity_KeepsOrder([Values(0, 1, 2, 3, 8)] int workers, [Values(null, 1, 2, 5, 1000)] int? capacity, [Values(0, 1, 57, Items)] int first)
    {
        var prefetcher = new Prefetcher<int>(Items, Uneven, new PrefetchOptions { Workers = workers, Capacity = capacity }, first);

        Assert.That(prefetcher, Is.EqualTo(Enumerable.Range(first, Items - first).Select(item => item * item)));
    }

    [Test]
    public void Enumerate_Twice_GivesTheSame()
    {
        var prefetcher = new Prefetcher<int>(Items, Uneven, new PrefetchOptions { Workers = 2 });

        int[] once = [.. prefetcher];

        Assert.That(prefetcher, Is.EqualTo(once));
        Assert.That(prefetcher.Statistics.Items, Is.EqualTo(2 * Items));
    }

    [Test]
    public void Enumerate_NoItems_IsEmpty([Values(0, 2)] int workers)
    {
        Assert.That(new Prefetcher<int>(0, Uneven, new PrefetchOptions { Workers = workers }), Is.Empty);
    }

    [Test]
    public void Enumerate_FailingItem_ThrowsAtItsPlaceWithTheStackOfTheWorker([Values(0, 1, 4)] int workers)
    {
        const int bad = 11;
        var made = new Tracked[Items];
        var prefetcher = new Prefetcher<Tracked>(
            Items, item => made[item] = item >= bad && Broken(item) > 0 ? null! : new Tracked(), new PrefetchOptions { Workers = workers, Capacity = 6 });
        var seen = new List<Tracked>();

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => seen.AddRange(Consume(prefetcher)))!;

        Assert.That(exception.Message, Is.EqualTo($"item {bad}"));
        Assert.That(exception.StackTrace, Does.Contain(nameof(Broken)));
        Assert.That(exception.StackTrace, Does.Contain(nameof(Enumerate_FailingItem_ThrowsAtItsPlaceWithTheStackOfTheWorker)));
        Assert.That(prefetcher.Statistics.Items, Is.EqualTo(bad));
        Assert.That(made.Skip(bad).Where(item => item is not null), Is.Empty);

        List<Tracked> Consume(Prefetcher<Tracked> items)
        {
            int place = 0;
            foreach (Tracked item in items)
            {
                Assert.That(item, Is.SameAs(made[place++]));
            }

            return [];
        }
    }

    [Test]
    public void Enumerate_ItemsAfterTheFailingOne_AreDisposed()
    {
        const int bad = 2;
        using var later = new CountdownEvent(2);
        var made = new Tracked[Items];
        var prefetcher = new Prefetcher<Tracked>(
            Items,
            item =>
            {
                if (item == bad)
                {
                    // Fails when the two after it are made.
                    later.Wait();
                    throw new InvalidDataException();
                }

                made[item] = new Tracked();
                if (item > bad)
                {
                    later.Signal();
                }

                return made[item];
            },
            new PrefetchOptions { Workers = 3, Capacity = 3 });

        Assert.Throws<InvalidDataException>(() => prefetcher.Count(item => item.Disposals < 0));

        Assert.That(made.Take(6).Select(item => item?.Disposals), Is.EqualTo(new int?[] { 0, 0, null, 1, 1, null }));
    }

    [Test]
    public void Enumerate_ThreadsWhileItRuns_AreNamedAndCounted()
    {
        if (!Directory.Exists("/proc/self/task"))
        {
            Assert.Ignore("Threads are listed by name on Linux.");
        }

        int before = Prefetching();
        using var go = new ManualResetEventSlim();
        using IEnumerator<int> items = new Prefetcher<int>(Items, item => { if (item > 0) { go.Wait(); } return item; }, new PrefetchOptions { Workers = 3, Capacity = 9 }).GetEnumerator();

        Assert.That(items.MoveNext(), Is.True);
        Assert.That(Prefetching, Is.EqualTo(before + 3).After(2000, 10));

        go.Set();
    }

    [Test]
    public void Enumerate_SlowConsumer_HasAtMostCapacityResultsAlive([Values(1, 2, 5)] int workers, [Values(1, 3, 8)] int capacity)
    {
        int alive = 0;
        int most = 0;
        var prefetcher = new Prefetcher<Tracked>(
            100,
            _ =>
            {
                int now = Interlocked.Increment(ref alive);
                int seen;
                while (now > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, seen) != seen)
                {
                }

                return new Tracked(() => Interlocked.Decrement(ref alive));
            },
            new PrefetchOptions { Workers = workers, Capacity = capacity });

        int taken = 0;
        foreach (Tracked item in prefetcher)
        {
            if (taken++ % 10 == 0)
            {
                // Time for the workers to fill what they may.
                Thread.Sleep(2);
            }

            item.Dispose();
        }

        // The one that the consumer has is beyond the capacity.
        Assert.That(most, Is.InRange(Math.Min(2, capacity), capacity + 1));
        Assert.That(alive, Is.Zero);
    }

    [Test]
    public void Statistics_SlowItems_ShowTheWait()
    {
        var prefetcher = new Prefetcher<int>(
            10,
            item =>
            {
                Thread.Sleep(4);
                return item;
            });
        Assert.That(prefetcher.Statistics, Is.EqualTo(new PrefetchStatistics(1, 0, default, default, default)));
        Assert.That(prefetcher.Statistics.WaitShare, Is.Zero);

        Assert.That(prefetcher.Count(), Is.EqualTo(10));

        PrefetchStatistics statistics = prefetcher.Statistics;
        Assert.That(statistics.Items, Is.EqualTo(10));
        Assert.That(statistics.Worked, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(40)));
        Assert.That(statistics.WaitShare, Is.InRange(0.5, 1));
        Assert.That(statistics.WorkShare, Is.InRange(0.5, 1));
        Assert.That(prefetcher.Statistics, Is.EqualTo(statistics), "the time stands still when nothing runs");
    }

    [Test]
    public void Statistics_SlowConsumer_ShowLittleWait()
    {
        var prefetcher = new Prefetcher<int>(10, item => item);
        foreach (int item in prefetcher)
        {
            Thread.Sleep(5);
        }

        Assert.That(prefetcher.Statistics.Elapsed, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50)));
        Assert.That(prefetcher.Statistics.WaitShare, Is.LessThan(0.5));
    }

    [Test]
    public void Constructor_BadArguments_AreNamed()
    {
        Assert.That(() => new Prefetcher<int>(-1, Uneven), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("count"));
        Assert.That(() => new Prefetcher<int>(3, Uneven, first: 4), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("first"));
        Assert.That(() => new Prefetcher<int>(3, Uneven, first: -1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("first"));
        Assert.That(() => new Prefetcher<int>(3, (Func<int, int>)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("make"));
        Assert.That(() => new PrefetchOptions { Workers = -1 }, Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Workers"));
        Assert.That(() => new PrefetchOptions { Workers = 1025 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new PrefetchOptions { Capacity = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("Capacity"));
    }

    private sealed class Tracked(Action? onDispose = null) : IDisposable
    {
        private int _disposals;

        public int Disposals => Volatile.Read(ref _disposals);

        public void Dispose()
        {
            Interlocked.Increment(ref _disposals);
            onDispose?.Invoke();
        }
    }
}
