using Gnn.Datasets.Tables;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class EventTableTests
{
    [TestCase(TimeNotation.Integer, "-5", -5)]
    [TestCase(TimeNotation.EpochMilliseconds, "1700000000123", 1700000000123)]
    [TestCase(TimeNotation.EpochSeconds, "1700000000", 1700000000000)]
    [TestCase(TimeNotation.EpochSeconds, "1.2349", 1234)]
    [TestCase(TimeNotation.EpochSeconds, "-0.5", -500)]
    [TestCase(TimeNotation.EpochSeconds, "-1.0001", -1001)]
    [TestCase(TimeNotation.Iso8601, "1970-01-01", 0)]
    [TestCase(TimeNotation.Iso8601, "1969-12-31T23:59:59.999Z", -1)]
    [TestCase(TimeNotation.Iso8601, "2000-03-01 00:00", 951868800000)]
    [TestCase(TimeNotation.Iso8601, "2000-02-29T23:30:00-0030", 951868800000)]
    [TestCase(TimeNotation.Iso8601, "2000-02-29T23:59:59,9999999+00:00", 951868799999)]
    public void Read_TimeNotations_GiveTheTime(TimeNotation notation, string text, long expected)
    {
        using var folder = new ScratchFolder();
        EventTable table = EventTable.Read(TableFiles.Write(folder, "e.csv", $"source,target,time\na,b,\"{text}\"\n"), new EventTableOptions { TimeNotation = notation });

        Assert.That(table.Times.ToArray(), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Read_IsoTimes_AgreeWithTheFramework()
    {
        var random = new Random(5);
        DateTimeOffset[] times = [.. Enumerable.Range(0, 2000).Select(_ => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-60_000_000_000_000, 250_000_000_000_000)).ToOffset(TimeSpan.FromMinutes(random.Next(-700, 700))))];
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target,time\n" + string.Concat(times.Order().Select(time => $"a,b,{time:yyyy-MM-ddTHH:mm:ss.fffzzz}\n")));
        EventTable table = EventTable.Read(path, new EventTableOptions { TimeNotation = TimeNotation.Iso8601 });

        Assert.That(table.Times.ToArray(), Is.EqualTo(times.Order().Select(time => time.ToUnixTimeMilliseconds())));
    }

    [Test]
    public void Read_Unsorted_SortsByTimeThenRowIfAsked()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target,time,f\na,b,5,1\nc,d,4,2\ne,f,5,3\ng,h,4,4\n");
        EventTable table = EventTable.Read(path, new EventTableOptions { SortsByTime = true, Features = ["f"] });

        Assert.That(table.Times.ToArray(), Is.EqualTo(new long[] { 4, 4, 5, 5 }));
        Assert.That(table.Features.ToArray(), Is.EqualTo(new float[] { 2, 4, 1, 3 }));
        Assert.That(table.Sources.ToArray().Select(node => table.Nodes[node]), Is.EqualTo(new[] { "c", "g", "a", "e" }));
    }
}
