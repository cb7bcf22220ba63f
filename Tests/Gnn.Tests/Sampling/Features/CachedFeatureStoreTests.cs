using Gnn.Sampling.Features;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Features;

/// <summary>What a cache keeps, counts and costs; that its rows are right is tested for every store.</summary>
[TestFixture]
internal sealed class CachedFeatureStoreTests
{
    private const int Rows = 1000;
    private const int Width = 4;
    private const long SlotBytes = (4 * Width) + 16;

    private static long Room(int cached) => (4L * Rows) + (cached * SlotBytes);

    private static int[] Range(int first, int count) => [.. Enumerable.Range(first, count)];

    [Test]
    public void Gather_RowsAgain_AreHits()
    {
        using var source = new CountingStore();
        using var store = new CachedFeatureStore(source, Room(100));
        Assert.That(store.CachedRows, Is.EqualTo(100));

        store.Gather(Range(0, 60)).Dispose();
        store.Gather(Range(20, 60)).Dispose();

        Assert.That(source.Asked, Is.EqualTo(80));
        Assert.That(store.Statistics, Is.EqualTo(new FeatureStoreStatistics(Rows, Width, Room(100), 0, 120, 40, 80, 80 * 16)));
        Assert.That(store.Statistics.HitRate, Is.EqualTo(40.0 / 120));
    }

    [Test]
    public void Gather_MoreRowsThanRoom_KeepsThoseAskedForMostOften()
    {
        using var source = new CountingStore();
        using var store = new CachedFeatureStore(source, Room(50));

        // The room is taken by rows that are not asked for again; then 50 others are asked for with every batch of ever new ones.
        store.Gather(Range(900, 50)).Dispose();
        for (int round = 0; round < 12; round++)
        {
            store.Gather([.. Range(0, 50), .. Range(100 + (round * 50), 50)]).Dispose();
        }

        source.Asked = 0;
        store.Gather(Range(0, 50)).Dispose();

        Assert.That(source.Asked, Is.LessThan(3));
    }

    [Test]
    public void Gather_DemandThatChanges_IsFollowed()
    {
        using var source = new CountingStore();
        using var store = new CachedFeatureStore(source, Room(50));
        for (int round = 0; round < 300; round++)
        {
            store.Gather(Range(0, 50)).Dispose();
        }

        // Counts are halved after 16 requests for each of the 1,000 rows: with no forgetting it would take as many rounds again.
        int rounds = 0;
        do
        {
            source.Asked = 0;
            store.Gather([.. Range(500, 50), .. Range(600 + (rounds % 4 * 100), 100)]).Dispose();
            rounds++;
        }
        while (source.Asked > 110 && rounds < 1000);

        Assert.That(rounds, Is.LessThan(290));
    }

    [Test]
    public void Pinned_KeepsTheHottestAndNothingElse()
    {
        using var source = new CountingStore();
        int[] hotness = [.. Enumerable.Range(0, Rows).Select(row => row % 10 == 3 ? int.MaxValue : row % 10 == 5 ? 7 : int.MinValue + row)];
        using CachedFeatureStore store = CachedFeatureStore.Pinned(source, Room(150), hotness);
        Assert.That(source.Asked, Is.EqualTo(150));

        source.Asked = 0;
        for (int round = 0; round < 3; round++)
        {
            store.Gather([.. Enumerable.Range(0, 100).Select(at => (at * 10) + 3), .. Enumerable.Range(0, 50).Select(at => (at * 10) + 5)]).Dispose();
            Assert.That(source.Asked, Is.Zero);
        }

        for (int round = 1; round < 4; round++)
        {
            store.Gather([505, 0]).Dispose();
            Assert.That(source.Asked, Is.EqualTo(2 * round));
        }

        Assert.That(store.Statistics.Hits, Is.EqualTo(450));
    }

    [Test]
    public void Constructor_RoomForMoreThanTheTable_TakesNoMore()
    {
        using var source = new CountingStore();
        using var store = new CachedFeatureStore(source, long.MaxValue);

        Assert.That(store.CachedRows, Is.EqualTo(Rows));
        Assert.That(store.Statistics.BytesResident, Is.EqualTo(Room(Rows)));
        store.Gather(Range(0, Rows)).Dispose();
        store.Gather(Range(0, Rows)).Dispose();
        Assert.That(source.Asked, Is.EqualTo(Rows));
    }

    [Test]
    public void Constructor_BadArguments_AreNamed()
    {
        using var source = new CountingStore();
        Assert.That(() => new CachedFeatureStore(source, Room(1) - 1), Throws.ArgumentException.With.Message.Contains($"at least {Room(1)}"));
        Assert.That(() => CachedFeatureStore.Pinned(source, Room(1), new int[Rows - 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("hotness"));
        Assert.Throws<ArgumentNullException>(() => new CachedFeatureStore(null!, 100));
        using (var store = new CachedFeatureStore(source, Room(1)))
        {
            Assert.That(store.CachedRows, Is.EqualTo(1));
        }

        source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new CachedFeatureStore(source, Room(1)));
    }

    [Test]
    public void Dispose_Cache_LetsTheSourceGo()
    {
        var source = new CountingStore();
        var store = new CachedFeatureStore(source, Room(3));
        source.Dispose();
        Assert.That(source.IsDisposed, Is.False);
        store.Gather([1]).Dispose();

        store.Dispose();

        Assert.That(source.IsDisposed, Is.True);
        Assert.That(store.Statistics.RowsGathered, Is.EqualTo(1));
    }

    [Test]
    public void Gather_SourceThatFails_ThrowsAndKeepsNothingWrong()
    {
        using var source = new CountingStore();
        using var store = new CachedFeatureStore(source, Room(50));
        store.Gather(Range(0, 10)).Dispose();
        source.Fails = true;
        Assert.Throws<IOException>(() => store.Gather(Range(5, 10)));
        source.Fails = false;

        using Tensor x = store.Gather(Range(0, 20));

        Assert.That(x.ToArray<float>(), Is.EqualTo(Enumerable.Range(0, 20 * Width).Select(at => (float)(at / Width))));
    }

    /// <summary>A store of another kind, whose rows hold their own number, and which counts what it is asked for.</summary>
    private sealed unsafe class CountingStore() : FeatureStore(CachedFeatureStoreTests.Rows, Width)
    {
        public int Asked { get; set; }

        public bool Fails { get; set; }

        public override FeatureStoreStatistics Statistics => new(RowCount, FeatureCount, 0, 0, RowsGathered, 0, 0, Asked * RowBytes);

        protected internal override void Read(ReadOnlySpan<int> ids, float* destination)
        {
            if (Fails)
            {
                throw new IOException("The disk is gone.");
            }

            Asked += ids.Length;
            for (int i = 0; i < ids.Length; i++)
            {
                new Span<float>(destination + (i * Width), Width).Fill(ids[i]);
            }
        }

        protected override void Free()
        {
        }
    }
}
