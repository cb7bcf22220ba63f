using System.Runtime.CompilerServices;
using Gnn.Sampling.Loading;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Loading;

/// <content>Enumerations that end before their last item.</content>
internal sealed partial class PrefetcherTests
{
    [Test]
    public void Enumerate_LeftInTheMiddle_DisposesWhatWasNotTakenAndEndsAllThreads()
    {
        int before = Prefetching();
        for (int round = 0; round < 1000; round++)
        {
            int made = 0;
            int disposed = 0;
            var prefetcher = new Prefetcher<Tracked>(
                50,
                _ =>
                {
                    Interlocked.Increment(ref made);
                    return new Tracked(() => Interlocked.Increment(ref disposed));
                },
                new PrefetchOptions { Workers = 1 + (round % 4), Capacity = 1 + (round % 7) });
            int taken = 0;
            foreach (Tracked item in prefetcher)
            {
                Assert.That(item.Disposals, Is.Zero);
                if (++taken > round % 5)
                {
                    break;
                }
            }

            Assert.That(disposed, Is.EqualTo(made - taken));
        }

        // The system lists a thread for a moment after it was waited for.
        Assert.That(Prefetching, Is.LessThanOrEqualTo(before).After(2000, 10));
    }

    [Test]
    public void Enumerate_Cancelled_ThrowsAndEndsAllThreads([Values(0, 1, 3)] int workers)
    {
        int before = Prefetching();
        using var source = new CancellationTokenSource();
        var prefetcher = new Prefetcher<int>(Items, Uneven, new PrefetchOptions { Workers = workers }, cancellation: source.Token);
        int taken = 0;

        OperationCanceledException exception = Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (int item in prefetcher)
            {
                Assert.That(item, Is.EqualTo(taken * taken));
                if (++taken == 5)
                {
                    source.Cancel();
                }
            }
        })!;

        Assert.That(taken, Is.EqualTo(5));
        Assert.That(exception.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(Prefetching, Is.LessThanOrEqualTo(before).After(2000, 10));
    }

    [Test]
    public void Enumerate_CancelledWhileTheConsumerWaits_Throws()
    {
        using var source = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        var prefetcher = new Prefetcher<int>(
            Items,
            (_, cancellation) =>
            {
                begun.Set();
                cancellation.WaitHandle.WaitOne();
                cancellation.ThrowIfCancellationRequested();
                return 0;
            },
            new PrefetchOptions { Workers = 2 },
            cancellation: source.Token);
        var canceller = new Thread(() =>
        {
            begun.Wait();
            source.Cancel();
        });
        canceller.Start();

        Assert.Throws<OperationCanceledException>(() => prefetcher.Count());
        canceller.Join();
    }

    [Test]
    public void Enumerate_LeftWhileItemsAreMade_CancelsTheirToken()
    {
        int cancelled = 0;
        var prefetcher = new Prefetcher<int>(
            Items,
            (item, cancellation) =>
            {
                if (item > 0 && cancellation.WaitHandle.WaitOne())
                {
                    Interlocked.Increment(ref cancelled);
                }

                return item;
            },
            new PrefetchOptions { Workers = 2 });

        Assert.That(prefetcher.First(), Is.Zero);

        // Between none and two had begun when the enumeration ended.
        Assert.That(cancelled, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void Enumerate_LostWithoutDisposal_EndsItsThreads()
    {
        int before = Prefetching();
        Lose();

        Assert.That(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Prefetching();
            },
            Is.LessThanOrEqualTo(before).After(5000, 20));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Lose()
        {
            IEnumerator<int> items = new Prefetcher<int>(Items, Uneven, new PrefetchOptions { Workers = 2 }).GetEnumerator();
            Assert.That(items.MoveNext(), Is.True);
        }
    }

    [Test]
    public void Enumerate_DisposedByItsOwnItem_IsRefused()
    {
        IEnumerator<int>? items = null;
        using var ready = new ManualResetEventSlim();
        items = new Prefetcher<int>(
            2,
            item =>
            {
                if (item == 1)
                {
                    ready.Wait();
                    Volatile.Read(ref items)!.Dispose();
                }

                return item;
            }).GetEnumerator();
        Assert.That(items.MoveNext(), Is.True);
        ready.Set();

        Assert.Throws<InvalidOperationException>(() => items.MoveNext());
    }

    [Test]
    public void Dispose_ResultThatFailsToBeDisposed_DisposesTheOthersAndThrows()
    {
        using var made = new CountdownEvent(4);
        int disposed = 0;
        var prefetcher = new Prefetcher<Tracked>(
            4,
            item =>
            {
                made.Signal();
                return new Tracked(() =>
                {
                    Interlocked.Increment(ref disposed);
                    if (item == 1)
                    {
                        throw new InvalidDataException();
                    }
                });
            },
            new PrefetchOptions { Workers = 1, Capacity = 4 });
        IEnumerator<Tracked> items = prefetcher.GetEnumerator();
        Assert.That(items.MoveNext(), Is.True);
        made.Wait();

        Assert.Throws<InvalidDataException>(items.Dispose);
        Assert.That(disposed, Is.InRange(2, 3));
    }
}
