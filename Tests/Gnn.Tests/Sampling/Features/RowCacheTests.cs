using System.Diagnostics;
using Gnn.Sampling.Features;
using Gnn.Tensors.Memory;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Features;

[TestFixture]
internal sealed unsafe class RowCacheTests
{
    private const int Width = 2048;
    private const long RowBytes = Width * sizeof(float);

    /// <summary>Rows whose elements are all the row's number.</summary>
    private static NativeArray<float> Rows(int count)
    {
        var rows = new NativeArray<float>(count * (long)Width);
        for (int row = 0; row < count; row++)
        {
            rows.Span(row * (long)Width, Width).Fill(row);
        }

        return rows;
    }

    /// <summary>Two rows that turn one another out of a single slot without end, and a reader that must never see a part of each.</summary>
    [Test]
    public void TryCopy_WhileRowsAreReplaced_NeverGivesATornOne([Values] bool streams)
    {
        using var cache = new RowCache(rowCount: 2, RowBytes, capacity: 1);
        using NativeArray<float> rows = Rows(2);
        float* contents = rows.Pointer;
        bool isOver = false;
        var writer = new Thread(() =>
        {
            for (int turn = 0; !Volatile.Read(ref isOver); turn++)
            {
                cache.Admit([turn & 1], (byte*)(contents + ((turn & 1) * Width)));
            }
        });
        writer.Start();
        using var copy = new NativeArray<float>(Width);
        (int copied, int torn) = (0, 0);
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; Stopwatch.GetElapsedTime(start).TotalMilliseconds < 500 || copied < 100; turn++)
        {
            if (cache.TryCopy(turn & 1, (byte*)copy.Pointer, streams))
            {
                copied++;
                torn += copy.Span().ContainsAnyExcept((float)(turn & 1)) ? 1 : 0;
            }
        }

        Volatile.Write(ref isOver, true);
        writer.Join();

        Assert.That(torn, Is.Zero);
    }

    [Test]
    public void Admit_RowAskedForMoreOften_TakesThePlaceOfTheLeast()
    {
        using var cache = new RowCache(rowCount: 3, RowBytes, capacity: 1);
        using NativeArray<float> rows = Rows(3);
        using var copy = new NativeArray<float>(Width);

        bool Has(int row)
        {
            bool isThere = cache.TryCopy(row, (byte*)copy.Pointer, streams: false);
            Assert.That(!isThere || !copy.Span().ContainsAnyExcept(row), "the row's own content");
            return isThere;
        }

        void Miss(int row) => cache.Admit([row], (byte*)(rows.Pointer + (row * Width)));

        Assert.That(Has(0), Is.False);
        Miss(0);
        Assert.That(Has(0), Is.True);

        // 0 has been asked for twice: 1 turns it out at its third request, and 0 comes back at its fourth.
        Miss(1);
        Miss(1);
        Assert.That(Has(1), Is.False);
        Miss(1);
        Assert.That((Has(1), Has(0)), Is.EqualTo((true, false)));
        Miss(0);
        Miss(0);
        Assert.That((Has(0), cache.Bytes), Is.EqualTo((false, (3 * 4) + RowBytes + 16)));
        Miss(0);
        Assert.That(Has(0), Is.True);

        // Halved counts let a row in that is asked for from now on.
        for (int i = 0; i < 100; i++)
        {
            Assert.That(Has(0), Is.True);
        }

        for (int i = 0; i < 7; i++)
        {
            cache.Request((16 * 3) + 1);
        }

        Miss(2);
        Miss(2);
        Assert.That(Has(2), Is.True);
    }
}
