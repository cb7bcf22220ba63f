using System.Runtime.CompilerServices;
using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Memory;

[TestFixture]
internal sealed unsafe class BlockPoolTests
{
    [TestCase(0, 64)]
    [TestCase(1, 64)]
    [TestCase(64, 64)]
    [TestCase(65, 128)]
    [TestCase(4096, 4096)]
    [TestCase(4097, 4608)]
    [TestCase(2 << 20, 2 << 20)]
    [TestCase((5 << 20) + 1, 5767168)]
    public void Rent_AnySize_IsAlignedAndHoldsItsCapacity(long bytes, long capacity)
    {
        using var pool = new BlockPool();
        NativeBlock block = pool.Rent(bytes);

        Assert.That(block.Capacity, Is.EqualTo(capacity));
        Assert.That((long)block.Pointer % (capacity >= 2 << 20 ? 2 << 20 : 64), Is.Zero);
        new Span<byte>(block.Pointer, (int)capacity).Fill(1);
        pool.Return(block);
    }

    [TestCase(64)]
    [TestCase(4096)]
    [TestCase(2 << 20)]
    public void Rent_ManyBlocks_KeepsTheirTailsApart(int bytes)
    {
        using var pool = new BlockPool();
        NativeBlock[] blocks = [.. Enumerable.Range(0, 40).Select(_ => pool.Rent(bytes))];
        long[] starts = [.. blocks.Select(block => (long)block.Pointer).Order()];

        for (int i = 1; i < starts.Length; i++)
        {
            Assert.That(starts[i] - starts[i - 1], Is.GreaterThanOrEqualTo(bytes + BlockPool.TailBytes));
        }

        Array.ForEach(blocks, pool.Return);
    }

    [Test]
    public void Rent_AfterReturn_ReusesTheBlockAndKeepsExactAccounts()
    {
        using var pool = new BlockPool();
        NativeBlock first = pool.Rent(1000);
        NativeBlock second = pool.Rent(5000);
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(1024 + 5120, 0, 1024 + 5120)));

        pool.Return(second);
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(1024, 5120, 1024 + 5120)));

        NativeBlock third = pool.Rent(4700);
        Assert.That(third, Is.SameAs(second));
        Assert.That(pool.BytesPooled, Is.Zero);

        pool.Return(third);
        pool.ResetPeak();
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(1024, 5120, 1024)));

        pool.Trim();
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(1024, 0, 1024)));
        pool.Return(first);
        Assert.That(pool.BytesInUse, Is.Zero);
        Assert.That(pool.PeakBytesInUse, Is.EqualTo(1024));
    }

    [Test]
    public void Return_AboveTheCap_FreesTheBlock()
    {
        using var pool = new BlockPool(maxPooledBytes: 1500);
        NativeBlock first = pool.Rent(1024);
        NativeBlock second = pool.Rent(512);
        NativeBlock third = pool.Rent(256);
        pool.Return(first);
        pool.Return(second);
        pool.Return(third);

        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(0, 1024 + 256, 1024 + 512 + 256)));
        Assert.That(() => pool.Return(second), Throws.InvalidOperationException, "a freed block cannot be returned either");
    }

    [Test]
    public void Return_Twice_ThrowsAndLeavesTheAccountsAlone()
    {
        using var pool = new BlockPool();
        NativeBlock block = pool.Rent(64);
        pool.Return(block);

        Assert.That(() => pool.Return(block), Throws.InvalidOperationException.With.Message.Contains("64 bytes was returned twice"));
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(0, 64, 64)));
    }

    [Test]
    public void Return_ToAnotherPool_Throws()
    {
        using var pool = new BlockPool();
        using var other = new BlockPool();
        NativeBlock block = pool.Rent(64);

        Assert.That(() => other.Return(block), Throws.ArgumentException);
        pool.Return(block);
    }

    [TestCase(-1)]
    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    public void Rent_ImpossibleSize_Throws(long bytes)
    {
        using var pool = new BlockPool();
        Assert.That(() => pool.Rent(bytes), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Rent_MoreThanTheSystemHas_NamesTheSizesAndFreesIdleBlocks()
    {
        using var pool = new BlockPool();
        NativeBlock kept = pool.Rent(4096);
        pool.Return(pool.Rent(64));

        Assert.That(() => pool.Rent(SizeClasses.MaxBytes), Throws.InstanceOf<InsufficientMemoryException>()
            .With.Message.Contains($"{SizeClasses.MaxBytes} bytes").And.Message.Contains("4096 bytes are in use"));
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(4096, 0, 4096 + 64)));
        pool.Return(kept);
    }

    [Test]
    public void Dispose_WithLentBlocks_LetsThemBeReturned()
    {
        var pool = new BlockPool();
        NativeBlock block = pool.Rent(100);
        pool.Return(pool.Rent(5000));
        pool.Dispose();

        Assert.That(pool.BytesPooled, Is.Zero);
        Assert.That(() => pool.Rent(1), Throws.InstanceOf<ObjectDisposedException>());
        pool.Return(block);
        Assert.That(pool.Statistics, Is.EqualTo(new MemoryStatistics(0, 0, 128 + 5120)));
    }

    [Test]
    public void Finaliser_OfALostBlock_TakesItOutOfTheAccounts()
    {
        using var pool = new BlockPool();
        Lose(pool);
        Assert.That(pool.BytesInUse, Is.EqualTo(128));
        for (int attempt = 0; attempt < 20 && pool.BytesInUse != 0; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(pool.BytesInUse, Is.Zero);
    }

    [Test]
    public void RentAndReturn_Hot_AllocateNothing()
    {
        using var pool = new BlockPool();
        pool.Return(pool.Rent(4096));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            pool.Return(pool.Rent(4096));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void RentAndReturn_FromManyThreads_NeverShareABlock()
    {
        using var pool = new BlockPool(maxPooledBytes: 20_000);
        int collisions = 0;
        var threads = new Thread[8];
        for (int t = 0; t < threads.Length; t++)
        {
            long mark = t + 1;
            threads[t] = new Thread(() =>
            {
                for (int i = 0; i < 3000; i++)
                {
                    NativeBlock block = pool.Rent(64 << (i % 7));
                    *(long*)block.Pointer = mark;
                    Thread.SpinWait(20);
                    if (*(long*)block.Pointer != mark)
                    {
                        Interlocked.Increment(ref collisions);
                    }

                    pool.Return(block);
                    if (i % 500 == 0)
                    {
                        pool.Trim();
                    }
                }
            });
            threads[t].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.That(collisions, Is.Zero);
        Assert.That(pool.BytesInUse, Is.Zero);
        Assert.That(pool.BytesPooled, Is.InRange(0, 20_000));
        pool.Trim();
        Assert.That(pool.BytesPooled, Is.Zero);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose(BlockPool pool) => pool.Rent(100);
}
