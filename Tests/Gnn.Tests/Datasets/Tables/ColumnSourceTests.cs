using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>Columns of any source are read with the meaning of a text.</summary>
[TestFixture]
internal sealed class ColumnSourceTests
{
    [Test]
    public void EdgeTable_ValuesOfEveryType_CountAsTheirTexts()
    {
        using var source = new Batches(
            ["source", "target", "w", "sign", "time"],
            [
                [ColumnValues.OfTexts(["a", "7"]), ColumnValues.OfIntegers([7, 8]), ColumnValues.OfDoubles([0.1, 2]), ColumnValues.OfTexts(["+", "-2"]), ColumnValues.OfTimes([5, 6])],
                [ColumnValues.OfTexts(["b"]), ColumnValues.OfIntegers([9]), ColumnValues.OfDoubles([3], [true]), ColumnValues.OfTexts(["-"]), ColumnValues.OfTimes([7])],
            ]);

        EdgeTable table = EdgeTable.Read(source, new EdgeTableOptions { Weight = "w", Sign = "sign", Time = "time", TimeNotation = TimeNotation.Iso8601, Missing = MissingValues.Zero });

        Assert.That(table.Nodes, Is.EqualTo(new[] { "a", "7", "8", "b", "9" }));
        Assert.That(table.Weights.ToArray(), Is.EqualTo(new[] { 0.1f, 2, 0 }));
        Assert.That(table.Signs.ToArray(), Is.EqualTo(new[] { 1f, -1, -1 }));
        Assert.That(table.Times.ToArray(), Is.EqualTo(new[] { 5L, 6, 7 }));
        Assert.That(source.Selected, Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
    }

    [TestCase(IdKind.Text, "row 20001, column 'target': expected an id, got null. Fill it in, or drop rows with missing values.")]
    [TestCase(IdKind.Index, "row 20001, column 'target': expected a node number, a whole number from 0 to 2147483646, got null")]
    public void EdgeTable_NullId_NamesTheRow(IdKind kind, string expected)
    {
        long[] ends = new long[20_001];
        bool[] missing = new bool[ends.Length];
        missing[^1] = true;
        using var source = new Batches(["source", "target"], [[ColumnValues.OfIntegers(ends), ColumnValues.OfIntegers(ends, missing)]]);

        Assert.That(() => EdgeTable.Read(source, new EdgeTableOptions { Ids = kind }), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void EdgeTable_RowsOfNull_AreDroppedAndCounted()
    {
        using var source = new Batches(["source", "target"], [[ColumnValues.OfTexts(["a", null, "b"]), ColumnValues.OfTexts(["b", "a", "c"])]]);

        EdgeTable table = EdgeTable.Read(source, new EdgeTableOptions { Missing = MissingValues.Drop });

        Assert.That((table.RowCount, table.DroppedCount), Is.EqualTo((2, 1)));
        Assert.That(table.Nodes, Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void NodeTable_NoColumnWithARole_CountsTheRows()
    {
        using var source = new Batches(["a"], [[ColumnValues.OfBooleans([true, false])], [ColumnValues.OfBooleans([true])]]);

        Assert.That(NodeTable.Read(source, new NodeTableOptions { Id = null, Features = [] }).Ids, Has.Count.EqualTo(3));
    }

    [Test]
    public void EdgeTable_ColumnsOfUnequalLength_AreRefused()
    {
        using var source = new Batches(["source", "target"], [[ColumnValues.OfTexts(["a", "b"]), ColumnValues.OfTexts(["b"])]]);

        Assert.That(() => EdgeTable.Read(source), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected 2 columns of 2 rows, got 2, 1 rows"));
    }

    [Test]
    public void EdgeTable_SameNameTwice_IsRefused()
    {
        using var source = new Batches(["source", "target", "source"], []);

        Assert.That(() => EdgeTable.Read(source), Throws.TypeOf<DataFormatException>().With.Message.Contains("schema: expected column names that differ, got 'source' as column 1 and as column 3"));
    }

    [Test]
    public void ColumnValues_MarksOfAnotherLength_AreRefused() => Assert.That(() => ColumnValues.OfSingles([1, 2], [true]), Throws.ArgumentException);

    private sealed class Batches(string[] names, ColumnValues[][] batches) : ColumnSource
    {
        private int _next;

        public IReadOnlyList<int> Selected { get; private set; } = [];

        public override string Path => "memory";

        public override IReadOnlyList<string> ColumnNames => names;

        public override long RowCount => batches.Sum(batch => (long)batch[0].RowCount);

        public override void Select(IReadOnlyList<int> columns) => Selected = columns;

        public override IReadOnlyList<ColumnValues>? ReadBatch()
        {
            if (_next == batches.Length)
            {
                return null;
            }

            ColumnValues[] batch = batches[_next++];
            return [.. Selected.Select(column => batch[column])];
        }

        public override string PlaceOf(long row) => $"row {row + 1}";

        protected override void Dispose(bool disposing)
        {
        }
    }
}
