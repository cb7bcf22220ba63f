using global::Parquet;
using global::Parquet.Data;
using global::Parquet.Schema;
using Gnn.Datasets.Tables;
using Gnn.Parquet;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Parquet;

/// <summary>What files of other programs hold: columns of every type, nulls, nested types.</summary>
[TestFixture]
internal sealed class ParquetTypesTests
{
    private static readonly DataField Source = new("source", typeof(int));
    private static readonly DataField Target = new("target", typeof(long));

    [Test]
    public void ReadNodes_NumbersOfEveryType_AreFeatures()
    {
        using var folder = new ScratchFolder();
        string path = ParquetFiles.Write(
            folder, "n.parquet",
            (new DataField("id", typeof(string)), new[] { "a", "b" }),
            (new DataField("x1", typeof(sbyte)), new sbyte[] { -1, 2 }),
            (new DataField("x2", typeof(byte)), new byte[] { 200, 2 }),
            (new DataField("x3", typeof(short)), new short[] { -300, 2 }),
            (new DataField("x4", typeof(ushort)), new ushort[] { 60000, 2 }),
            (new DataField("x5", typeof(uint)), new uint[] { 4000000000, 2 }),
            (new DataField("x6", typeof(ulong)), new ulong[] { 1UL << 40, 2 }),
            (new DataField("x7", typeof(float)), new[] { 0.1f, 2 }),
            (new DataField("x8", typeof(double)), new[] { 0.1, 2 }),
            (new DataField("x9", typeof(bool)), new[] { true, false }),
            (new DecimalDataField("y1", 10, 2), new[] { 1.25m, 2 }),
            (new DataField("y2", typeof(string)), new[] { "2.5", "1e3" }));

        NodeTable nodes = ParquetTables.ReadNodes(path);

        Assert.That(nodes.Ids, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(nodes.Features.ToArray(), Is.EqualTo(new[] { -1, 200, -300, 60000, 4e9f, 1UL << 40, 0.1f, 0.1f, 1, 1.25f, 2.5f, 2, 2, 2, 2, 2, 2, 2, 2, 0, 2, 1000 }));
    }

    [Test]
    public void ReadEvents_Timestamps_AreMillisecondsRoundedDown()
    {
        using var folder = new ScratchFolder();
        DateTime[] times = [new(1969, 12, 31, 23, 59, 59, 999, 500, DateTimeKind.Utc), new(2024, 5, 31, 12, 30, 0, DateTimeKind.Utc)];
        foreach (DateTimeFormat format in (DateTimeFormat[])[DateTimeFormat.DateAndTimeMicros, DateTimeFormat.Impala, DateTimeFormat.Timestamp, DateTimeFormat.DateAndTime])
        {
            string path = ParquetFiles.Write(
                folder, "t.parquet", (Source, new[] { 1, 2 }), (Target, new[] { 2L, 3 }), (new DateTimeDataField("time", format, unit: DateTimeTimeUnit.Micros), times));

            EventTable events = ParquetTables.ReadEvents(path);

            Assert.That(events.Times[0], Is.EqualTo(-1).Or.EqualTo(0).And.EqualTo(format == DateTimeFormat.DateAndTime ? events.Times[0] : -1), $"{format}");
            Assert.That(events.Times[1], Is.EqualTo(1717158600000), $"{format}");
        }
    }

    [TestCase(TimeNotation.EpochSeconds, 1001)]
    [TestCase(TimeNotation.EpochMilliseconds, 1)]
    public void ReadEvents_NumbersAsTimes_CountAsTheirTexts(TimeNotation notation, long expected)
    {
        using var folder = new ScratchFolder();
        Array values = notation == TimeNotation.EpochSeconds ? new[] { 1.001 } : new[] { 1L };
        string path = ParquetFiles.Write(
            folder, "t.parquet", (Source, new[] { 1 }), (Target, new[] { 2L }), (new DataField("time", values.GetType().GetElementType()!), values));

        Assert.That(ParquetTables.ReadEvents(path, new EventTableOptions { TimeNotation = notation }).Times.ToArray(), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Write_Times_ReadAgainAsTextAndAsParquet()
    {
        using var folder = new ScratchFolder();
        TableColumn[] columns = [TableColumn.OfTexts("source", ["a"]), TableColumn.OfTexts("target", ["b"]), TableColumn.OfTimes("time", new[] { 1717158600250L })];
        ParquetTables.Write(folder["t.parquet"], columns);
        TableWriter.Write(folder["t.csv"], columns);
        var options = new EventTableOptions { TimeNotation = TimeNotation.Iso8601 };

        Assert.That(ParquetTables.ReadEvents(folder["t.parquet"], options).Times.ToArray(), Is.EqualTo(new[] { 1717158600250 }));
        Assert.That(EventTable.Read(folder["t.csv"], options).Times.ToArray(), Is.EqualTo(new[] { 1717158600250 }));
    }

    [Test]
    public void ReadNodes_Nulls_CountAsTheOptionsSay()
    {
        using var folder = new ScratchFolder();
        string path = ParquetFiles.Write(
            folder, "n.parquet", CompressionMethod.Zstd, 1,
            (new DataField("id", typeof(int)), new[] { 5, 6, 7 }),
            (new DataField("x", typeof(double), isNullable: true), new double?[] { 1, null, 4 }),
            (new DataField("y", typeof(bool), isNullable: true), new bool?[] { true, null, false }));
        NodeTable Read(MissingValues missing) => ParquetTables.ReadNodes(path, new NodeTableOptions { Label = "y", Missing = missing, Ids = IdKind.Integer });

        NodeTable mean = Read(MissingValues.Mean);
        Assert.That(mean.Features.ToArray(), Is.EqualTo(new[] { 1, 2.5f, 4 }));
        Assert.That(mean.FeatureMask.ToArray(), Is.EqualTo(new[] { true, false, true }));
        Assert.That(mean.ClassNames, Is.EqualTo(new[] { "false", "true" }));
        Assert.That(mean.Labels.ToArray(), Is.EqualTo(new[] { 1, -1, 0 }));
        Assert.That(Read(MissingValues.Zero).Features.ToArray(), Is.EqualTo(new[] { 1f, 0, 4 }));
        Assert.That(Read(MissingValues.Drop).DroppedCount, Is.EqualTo(1));
        Assert.That(Read(MissingValues.Drop).Ids, Is.EqualTo(new[] { "5", "7" }));
        Assert.That(() => Read(MissingValues.Error), Throws.TypeOf<DataFormatException>().With.Message.Contains(
            "n.parquet: row group 1, row 2, column 'x': expected a finite number in single precision, got null. Fill it in, or choose"));
    }

    [Test]
    public void Errors_NameRowGroupRowAndColumn()
    {
        using var folder = new ScratchFolder();
        string path = ParquetFiles.Write(
            folder, "e.parquet", CompressionMethod.Gzip, 3, (Source, new[] { 1, 2 }), (Target, new[] { 2L, -3 }), (new DataField("w", typeof(string), isNullable: true), new[] { "1", "red" }));
        void Refuses(EdgeTableOptions options, string expected) =>
            Assert.That(() => ParquetTables.ReadEdges(path, options), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(path + ": ").And.Message.Contains(expected));

        Refuses(new() { Target = "to" }, "schema: expected a column 'to' (the targets), got 'source', 'target', 'w'");
        Refuses(new() { Weight = "w" }, "row group 1, row 2, column 'w': expected a finite number in single precision, got 'red'");
        Refuses(new() { Ids = IdKind.Integer }, "row group 1, row 2, column 'target': expected a whole number of at least 0 as an id, got '-3'");
        Refuses(new() { Duplicates = DuplicateEdges.Error }, "row group 2, row 1: expected each edge once, got '1', '2' again after row group 1, row 1");
        Assert.That(() => ParquetTables.ReadEdges(folder["none.parquet"]), Throws.TypeOf<FileNotFoundException>());
    }

    [Test]
    public void ReadEdges_NestedColumns_AreRefusedByNameAndLeftAloneWithoutARole()
    {
        using var folder = new ScratchFolder();
        var element = new DataField("element", typeof(int));
        var list = new ListField("marks", element);
        var inner = new DataField("inner", typeof(int));
        var group = new StructField("place", inner);
        (DataField key, DataField value) = (new DataField("key", typeof(string), isNullable: false), new DataField("value", typeof(int)));
        var map = new MapField("props", key, value);
        var repeated = new DataField("many", typeof(int), isNullable: false, isArray: true);
        (string Path, string Column, string Kind)[] files =
        [
            (ParquetFiles.WriteNested(folder, "l.parquet", list, writer => writer.WriteColumnAsync(new DataColumn(element, new[] { 1, 2, 3 }, [0, 1, 0]))), "marks", "list"),
            (ParquetFiles.WriteNested(folder, "s.parquet", group, writer => writer.WriteColumnAsync(new DataColumn(inner, new[] { 1, 2 }, [2, 2], null))), "place", "struct"),
            (ParquetFiles.WriteNested(folder, "m.parquet", map, async writer =>
            {
                await writer.WriteColumnAsync(new DataColumn(key, new[] { "a", "b" }, [2, 2], [0, 0]));
                await writer.WriteColumnAsync(new DataColumn(value, new[] { 1, 2 }, [2, 2], [0, 0]));
            }), "props", "map"),
            (ParquetFiles.WriteNested(folder, "r.parquet", repeated, writer => writer.WriteColumnAsync(new DataColumn(repeated, new[] { 1, 2, 3 }, [0, 1, 0]))), "many", "list"),
        ];
        foreach ((string path, string column, string kind) in files)
        {
            Assert.That(
                () => ParquetTables.ReadEdges(path, new EdgeTableOptions { Features = [column] }),
                Throws.TypeOf<DataFormatException>().With.Message.Contains($"schema, column '{column}': expected one value in each row, got a {kind} (a nested type). Flatten it"));
            Assert.That(ParquetTables.ReadEdges(path).RowCount, Is.EqualTo(2), kind);
        }
    }

    [Test]
    public void ReadNodes_BytesAndHugeNumbers_AreRefusedByName()
    {
        using var folder = new ScratchFolder();
        string spans = ParquetFiles.Write(folder, "b.parquet", (Source, new[] { 1 }), (new DataField("took", typeof(TimeSpan)), new[] { TimeSpan.FromHours(1) }));
        string huge = ParquetFiles.Write(folder, "h.parquet", (Source, new[] { 1 }), (new DataField("x", typeof(ulong)), new[] { ulong.MaxValue }));

        Assert.That(
            () => ParquetTables.ReadNodes(spans, new NodeTableOptions { Id = null }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("schema, column 'took': expected texts, numbers, truth values or times, got values of type TimeSpan"));
        Assert.That(
            () => ParquetTables.ReadNodes(huge, new NodeTableOptions { Id = null }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("row group 1, column 'x': expected whole numbers up to 9223372036854775807, got 18446744073709551615"));
    }
}
