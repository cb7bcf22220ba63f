using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

[TestFixture]
internal sealed class SparseStructureTests
{
    private static readonly (int Targets, int Sources, int Edges)[] Sizes =
        [(0, 0, 0), (3, 0, 0), (0, 3, 0), (4, 5, 0), (1, 1, 5), (7, 3, 20), (3, 7, 20), (100, 100, 1000), (1000, 10, 300)];

    [Test]
    public void FromEdges_RandomGraphs_EqualsAStableSort([Values] bool isWide)
    {
        foreach ((int targets, int sources, int count) in Sizes)
        {
            RandomEdges edges = RandomGraphs.Bipartite(targets, sources, count, seed: 3);
            using SparseStructure structure = edges.ToStructure(isWide);
            int[] order = edges.EntryOrder;

            Assert.That((structure.RowCount, structure.ColumnCount, structure.EntryCount), Is.EqualTo((targets, sources, (long)count)));
            Assert.That((structure.RowPointers.IsWide, structure.EdgeIds.IsWide), Is.EqualTo((isWide, isWide)));
            Assert.That(Values(structure.EdgeIds), Is.EqualTo(order));
            Assert.That(structure.ColumnIndices.Span().ToArray(), Is.EqualTo(Array.ConvertAll(order, edge => edges.Sources[edge])));
            Assert.That(Values(structure.RowPointers), Is.EqualTo(Enumerable.Range(0, targets + 1).Select(row => edges.Targets.Count(target => target < row))));
            Assert.That(structure.EntryIds, Is.Null);
            for (int row = 0; row < targets; row++)
            {
                int[] expected = [.. order.Where(edge => edges.Targets[edge] == row).Select(edge => edges.Sources[edge])];
                Assert.That(structure.Row(row).ToArray(), Is.EqualTo(expected));
                Assert.That(structure.RowLength(row), Is.EqualTo(expected.Length));
            }
        }
    }

    [Test]
    public void Transpose_RandomGraphs_IsTheSameEntriesByColumn([Values] bool isWide)
    {
        foreach ((int targets, int sources, int count) in Sizes)
        {
            RandomEdges edges = RandomGraphs.Bipartite(targets, sources, count, seed: 4);
            using SparseStructure structure = edges.ToStructure(isWide);
            SparseStructure transpose = structure.Transpose;
            int[] columns = structure.ColumnIndices.Span().ToArray();
            int[] rows = [.. edges.EntryOrder.Select(edge => edges.Targets[edge])];
            int[] order = [.. Enumerable.Range(0, count).OrderBy(entry => columns[entry])];

            Assert.That((transpose.RowCount, transpose.ColumnCount, transpose.EntryCount), Is.EqualTo((sources, targets, (long)count)));
            Assert.That(Values(transpose.EntryIds!), Is.EqualTo(order));
            Assert.That(transpose.ColumnIndices.Span().ToArray(), Is.EqualTo(Array.ConvertAll(order, entry => rows[entry])));
            Assert.That(Values(transpose.EdgeIds), Is.EqualTo(Array.ConvertAll(order, entry => edges.EntryOrder[entry])));
            Assert.That(Values(transpose.RowPointers), Is.EqualTo(Enumerable.Range(0, sources + 1).Select(column => columns.Count(other => other < column))));
            Assert.That(transpose.RowPointers.IsWide, Is.EqualTo(isWide));
            Assert.That(transpose.Transpose, Is.SameAs(structure));
            Assert.That(structure.Transpose, Is.SameAs(transpose));
        }
    }

    [Test]
    public void FromRows_CompressedRows_KeepsEntriesAsEdges()
    {
        using SparseStructure structure = SparseStructure.FromRows(4, [0, 2, 2, 5], [3, 0, 1, 1, 2]);

        Assert.That((structure.RowCount, structure.ColumnCount, structure.EntryCount), Is.EqualTo((3, 4, 5L)));
        Assert.That(structure.Row(0).ToArray(), Is.EqualTo(new[] { 3, 0 }));
        Assert.That(structure.Row(1).ToArray(), Is.Empty);
        Assert.That(structure.Row(2).ToArray(), Is.EqualTo(new[] { 1, 1, 2 }));
        Assert.That(Values(structure.EdgeIds), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        Assert.That(structure.ToString(), Is.EqualTo("SparseStructure [3, 4], 5 entries"));
    }

    [TestCase(new int[0], new int[0], "none")]
    [TestCase(new[] { 1, 2 }, new[] { 0, 0 }, "1 and 2")]
    [TestCase(new[] { 0, 3 }, new[] { 0, 0 }, "0 and 3")]
    [TestCase(new[] { 0, 2, 1, 2 }, new[] { 0, 0 }, "row 1 begins at 2 and ends at 1")]
    [TestCase(new[] { 0, 2 }, new[] { 0, 2 }, "Entry 1 of 'columnIndices' must be in [0, 2), got 2")]
    [TestCase(new[] { 0, 2 }, new[] { -1, 0 }, "Entry 0 of 'columnIndices' must be in [0, 2), got -1")]
    public void FromRows_BadArguments_AreNamed(int[] pointers, int[] columns, string message)
    {
        long before = HostMemory.Statistics.InUse;
        Assert.That(() => SparseStructure.FromRows(2, pointers, columns), Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
        Assert.That(HostMemory.Statistics.InUse, Is.LessThanOrEqualTo(before));
    }

    [TestCase(2, 2, new[] { 0, 2 }, new[] { 0, 0 }, "Entry 1 of 'targets' must be in [0, 2), got 2")]
    [TestCase(2, 2, new[] { 0, -1 }, new[] { 0, 0 }, "Entry 1 of 'targets' must be in [0, 2), got -1")]
    [TestCase(2, 3, new[] { 0, 1 }, new[] { 3, 0 }, "Entry 0 of 'sources' must be in [0, 3), got 3")]
    [TestCase(0, 3, new[] { 0 }, new[] { 0 }, "Entry 0 of 'targets' must be in [0, 0), got 0")]
    [TestCase(2, 2, new[] { 0 }, new[] { 0, 0 }, "1 targets and 2 sources")]
    [TestCase(-1, 2, new int[0], new int[0], "rows")]
    [TestCase(2, -1, new int[0], new int[0], "columns")]
    public void FromEdges_BadArguments_AreNamed(int rows, int columns, int[] targets, int[] sources, string message) =>
        Assert.That(() => SparseStructure.FromEdges(rows, columns, targets, sources), Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));

    [Test]
    public void Share_TwoHolders_EndWithTheLast()
    {
        SparseStructure structure = RandomGraphs.Create(5, 9, seed: 1).ToStructure();
        SparseStructure transpose = structure.Transpose;
        Assert.That(structure.Share(), Is.SameAs(structure));

        structure.Dispose();
        Assert.That(structure.RowLength(0) + transpose.RowLength(0), Is.Positive);
        transpose.Dispose();
        Assert.That(transpose.RowPointers[0], Is.Zero, "Disposing a transpose does nothing.");

        structure.Dispose();
        Assert.That(() => structure.RowLength(0), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => transpose.RowLength(0), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(structure.Share, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => structure.Transpose, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(structure.Dispose, Throws.Nothing);
    }

    [Test]
    public void Transpose_AfterDispose_Throws()
    {
        SparseStructure structure = RandomGraphs.Create(5, 9, seed: 1).ToStructure();
        structure.Dispose();
        Assert.That(() => structure.Transpose, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void CopyOn_TwoEngines_KeepsOneCopyEachUntilTheEnd()
    {
        using var first = new ReferenceEngine();
        using var second = new ReferenceEngine();
        SparseStructure structure = RandomGraphs.Create(5, 9, seed: 1).ToStructure();
        Copy onFirst = structure.CopyOn(first, made => new Copy(made));
        Copy onSecond = structure.CopyOn(second, made => new Copy(made));
        Copy ofTranspose = structure.Transpose.CopyOn(first, made => new Copy(made));

        Assert.That(structure.CopyOn(first, made => new Copy(made)), Is.SameAs(onFirst));
        Assert.That(structure.CopyOn(second, made => new Copy(made)), Is.SameAs(onSecond));
        Assert.That((onFirst.Structure, ofTranspose.Structure), Is.EqualTo((structure, structure.Transpose)));
        Assert.That(new[] { onFirst, onSecond, ofTranspose }.Select(copy => copy.Disposals), Is.All.Zero);

        structure.Share().Dispose();
        Assert.That(onFirst.Disposals, Is.Zero);
        structure.Dispose();
        Assert.That(new[] { onFirst, onSecond, ofTranspose }.Select(copy => copy.Disposals), Is.All.EqualTo(1));
        Assert.That(() => structure.CopyOn(first, made => new Copy(made)), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Transpose_ManyThreads_IsMadeOnce()
    {
        using SparseStructure structure = RandomGraphs.Create(2000, 20_000, seed: 2).ToStructure();
        var seen = new SparseStructure[8];
        Parallel.For(0, seen.Length, i => seen[i] = structure.Transpose);
        Assert.That(seen, Is.All.SameAs(structure.Transpose));
    }

    private static long[] Values(IndexArray array)
    {
        long[] values = new long[array.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = array[i];
        }

        return values;
    }

    private sealed class Copy(SparseStructure structure) : IDisposable
    {
        internal SparseStructure Structure => structure;

        internal int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
