using System.Runtime.InteropServices;
using Gnn.Sampling.Features;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Features;

/// <summary>What every store promises: exact rows, at any width, whatever threads and caches do.</summary>
[TestFixture]
internal sealed class FeatureStoreTests
{
    private static readonly string[] Kinds = ["memory", "mapped", "file", "cached file", "cached memory", "cached cache", "pinned"];

    /// <summary>A table in which each element tells where it is, as bits: NaN and infinities among them.</summary>
    private static float[] Table(int rows, int width) => [.. Enumerable.Range(0, rows * width).Select(at => BitConverter.UInt32BitsToSingle((uint)at * 2654435761u))];

    private static FeatureStore Open(string kind, ScratchFolder folder, float[] table, int rows, int width, Engine? engine = null)
    {
        string path = folder[$"x{rows}x{width}.npy"];
        NpyFile.Write(path, table, (rows, width));
        switch (kind)
        {
            case "memory":
                using (Tensor x = Tensor.Create(table, (rows, width), engine))
                {
                    return new MemoryFeatureStore(x);
                }

            case "mapped":
                return new MappedFeatureStore(path, engine);
            case "file":
                return new FileFeatureStore(path, engine);
            case "pinned":
                using (var source = new FileFeatureStore(path, engine))
                {
                    return CachedFeatureStore.Pinned(source, Bytes(rows, width), [.. Enumerable.Range(0, rows).Select(row => row * 31 % 17)]);
                }

            case "cached cache":
                using (FeatureStore source = Open("cached file", folder, table, rows, width, engine))
                {
                    return new CachedFeatureStore(source, Bytes(rows, width));
                }

            default:
                using (FeatureStore source = Open(kind == "cached file" ? "file" : "memory", folder, table, rows, width, engine))
                {
                    return new CachedFeatureStore(source, Bytes(rows, width));
                }
        }
    }

    /// <summary>Room for about a fifth of the rows.</summary>
    private static long Bytes(int rows, int width) => (4L * rows) + ((rows / 5 + 1) * ((4L * width) + 16));

    /// <summary>A run of numbers as bits, of which those of a NaN are equal too.</summary>
    private static ReadOnlySpan<uint> Bits(float[] values, int start, int count) => MemoryMarshal.Cast<float, uint>(values.AsSpan(start, count));

    private static int[] Ids(int count, int rows, int seed)
    {
        RandomSequence random = new RandomSource((ulong)seed).Sequence();
        return [.. Enumerable.Range(0, count).Select(_ => (int)(random.NextInt32(rows) * (long)random.NextInt32(rows) / rows))];
    }

    private static void AssertRows(FeatureStore store, float[] table, int[] ids)
    {
        using Tensor x = store.Gather(ids);
        Assert.That(x.Shape, Is.EqualTo(new Shape(ids.Length, store.FeatureCount)));
        float[] got = x.ToArray<float>();
        int width = store.FeatureCount;
        for (int i = 0; i < ids.Length; i++)
        {
            if (!Bits(got, i * width, width).SequenceEqual(Bits(table, ids[i] * width, width)))
            {
                Assert.Fail($"row {i} is not row {ids[i]} of the table");
            }
        }
    }

    [Test]
    public void Gather_AnyWidth_CopiesRowsExactly(
        [ValueSource(nameof(Kinds))] string kind, [Values(1, 3, 4, 8, 15, 16, 17, 33, 100, 257, 300)] int width)
    {
        const int rowCount = 301;
        using var folder = new ScratchFolder();
        float[] table = Table(rowCount, width);
        using FeatureStore store = Open(kind, folder, table, rowCount, width);

        Assert.That((store.RowCount, store.FeatureCount, store.RowBytes), Is.EqualTo((rowCount, width, 4L * width)));
        AssertRows(store, table, []);
        AssertRows(store, table, [0]);
        AssertRows(store, table, [rowCount - 1, 0, rowCount - 1, 5, 5, 5]);
        AssertRows(store, table, [.. Enumerable.Range(0, rowCount)]);
        for (int round = 0; round < 6; round++)
        {
            AssertRows(store, table, Ids(700, rowCount, round));
        }
    }

    [Test]
    public void Gather_LargeResult_IsStoredPastTheCachesExactly([ValueSource(nameof(Kinds))] string kind, [Values(4, 36, 64)] int width)
    {
        const int rowCount = 2000;
        using var folder = new ScratchFolder();
        float[] table = Table(rowCount, width);
        using FeatureStore store = Open(kind, folder, table, rowCount, width);
        int[] ids = Ids((17 << 20) / (4 * width), rowCount, 3);

        for (int round = 0; round < 2; round++)
        {
            using Tensor x = store.Gather(ids);
            float[] got = x.ToArray<float>();
            for (int i = 0; i < ids.Length; i++)
            {
                if (!Bits(got, i * width, width).SequenceEqual(Bits(table, ids[i] * width, width)))
                {
                    Assert.Fail($"row {i} is not row {ids[i]} of the table");
                }
            }
        }
    }

    [Test]
    public void Gather_EmptyTable_TakesNoIds([Values("memory", "mapped", "file", "cached file", "pinned")] string kind)
    {
        using var folder = new ScratchFolder();
        using FeatureStore noColumns = Open(kind, folder, [], 3, 0);
        using (Tensor x = noColumns.Gather([2, 0]))
        {
            Assert.That(x.Shape, Is.EqualTo(new Shape(2, 0)));
        }

        if (kind is "memory" or "mapped" or "file")
        {
            using FeatureStore noRows = Open(kind, folder, [], 0, 3);
            using Tensor y = noRows.Gather([]);
            Assert.That(y.Shape, Is.EqualTo(new Shape(0, 3)));
            Assert.Throws<ArgumentOutOfRangeException>(() => noRows.Gather([0]));
        }
    }

    [Test]
    public void Gather_OtherEngine_MakesItThere([ValueSource(nameof(Kinds))] string kind)
    {
        using var folder = new ScratchFolder();
        float[] table = [.. Enumerable.Range(0, 60).Select(at => at / 7f)];
        using FeatureStore store = Open(kind, folder, table, 20, 3, TestEngines.Reference);

        using Tensor x = store.Gather([4, 19, 4]);

        Assert.That(x.Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(x.ToArray<float>(), Is.EqualTo((float[])[.. table[12..15], .. table[57..60], .. table[12..15]]));
    }

    [TestCase(-1)]
    [TestCase(20)]
    [TestCase(int.MinValue)]
    [TestCase(int.MaxValue)]
    public void Gather_IdOutOfRange_NamesPositionAndValue(int bad)
    {
        foreach (string kind in Kinds)
        {
            using var folder = new ScratchFolder();
            using FeatureStore store = Open(kind, folder, Table(20, 3), 20, 3);

            Assert.That(
                () => store.Gather([0, 19, 7, bad, 1, bad]),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("ids").And.Message.Contains($"Element 3 of 'ids' must be in [0, 20), got {bad}"));
            Assert.That(store.Statistics.RowsGathered, Is.Zero);
        }
    }

    [Test]
    public void Gather_Disposed_Throws([ValueSource(nameof(Kinds))] string kind)
    {
        using var folder = new ScratchFolder();
        FeatureStore store = Open(kind, folder, Table(20, 3), 20, 3);
        store.Share();
        store.Dispose();
        AssertRows(store, Table(20, 3), [3]);
        Assert.That(store.IsDisposed, Is.False);

        store.Dispose();
        store.Dispose();

        Assert.That(store.IsDisposed, Is.True);
        Assert.Throws<ObjectDisposedException>(() => store.Gather([1]));
        Assert.Throws<ObjectDisposedException>(() => store.Share());
        Assert.That(store.ToString(), Does.StartWith(store.GetType().Name).And.Contains("20 x 3").And.EndsWith("disposed"));
        Assert.That(store.Statistics.RowsGathered, Is.EqualTo(1));
    }

    [Test]
    public void Gather_FromManyThreads_GivesTheSame([ValueSource(nameof(Kinds))] string kind)
    {
        const int rowCount = 5000;
        const int width = 32;
        using var folder = new ScratchFolder();

        // Every element of a row is the row's number, so that a torn row shows.
        float[] table = [.. Enumerable.Range(0, rowCount * width).Select(at => (float)(at / width))];
        FeatureStore store = Open(kind, folder, table, rowCount, width);
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 6).Select(thread => new Thread(() =>
        {
            for (int round = 0; round < 12; round++)
            {
                int[] ids = Ids(3000, rowCount, (thread * 100) + round);
                using Tensor x = store.Gather(ids);
                float[] got = x.ToArray<float>();
                for (int at = 0; at < got.Length; at++)
                {
                    if (got[at] != ids[at / width])
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.That(wrong, Is.Zero);
        Assert.That(store.Statistics.RowsGathered, Is.EqualTo(6 * 12 * 3000));
        store.Dispose();
    }

    [Test]
    public void Gather_WhileItIsDisposed_EitherWorksOrThrows([ValueSource(nameof(Kinds))] string kind)
    {
        using var folder = new ScratchFolder();
        float[] table = Table(400, 16);
        for (int round = 0; round < 10; round++)
        {
            FeatureStore store = Open(kind, folder, table, 400, 16);
            int[] ids = Ids(2000, 400, round);
            using var begun = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                begun.Set();
                try
                {
                    while (true)
                    {
                        store.Gather(ids).Dispose();
                    }
                }
                catch (ObjectDisposedException)
                {
                    // The end that is asked for.
                }
            });
            thread.Start();
            begun.Wait();
            Thread.SpinWait(round * 20_000);
            store.Dispose();

            Assert.That(thread.Join(10_000), Is.True);
        }
    }

    [Test]
    public void Gather_InScope_BelongsToTheScope([ValueSource(nameof(Kinds))] string kind)
    {
        using var folder = new ScratchFolder();
        using FeatureStore store = Open(kind, folder, Table(20, 3), 20, 3);
        Tensor x;
        using (var scope = new TensorScope())
        {
            x = store.Gather([1, 2]);
            Assert.That(scope.Count, Is.EqualTo(1));
        }

        Assert.That(x.IsDisposed, Is.True);
    }
}
