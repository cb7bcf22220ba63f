using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

[TestFixture]
internal sealed class StructureEntriesTests
{
    [Test]
    public void Entries_RandomGraph_HasTheRowsAndAColumnForEachEntry()
    {
        using SparseStructure structure = Random();
        SparseStructure entries = structure.Entries;

        Assert.That((entries.RowCount, entries.ColumnCount, entries.EntryCount), Is.EqualTo((7, 20, 20L)));
        Assert.That(entries.ColumnIndices.Span().ToArray(), Is.EqualTo(Enumerable.Range(0, 20)));
        Assert.That(entries.RowPointers, Is.SameAs(structure.RowPointers));
        Assert.That(entries.EdgeIds, Is.SameAs(structure.EdgeIds));
        Assert.That((structure.ColumnsAreEntries, entries.ColumnsAreEntries), Is.EqualTo((false, true)));
        Assert.That(entries.Transpose.ColumnIndices.Span().ToArray(), Is.EqualTo(Enumerable.Range(0, 7).SelectMany(row =>
            Enumerable.Repeat(row, (int)structure.RowLength(row)))));
    }

    [Test]
    public void Entries_AskedAgain_AreTheSame()
    {
        using SparseStructure structure = Random();
        SparseStructure entries = structure.Entries;

        Assert.That(structure.Entries, Is.SameAs(entries));
        Assert.That(entries.Entries, Is.SameAs(entries));
    }

    [Test]
    public void Entries_OfNodesThatStandOneAfterAnother_AreTheStructureItself()
    {
        using SparseStructure structure = SparseStructure.FromRows(4, [0, 3, 3, 4], [0, 1, 2, 3]);

        Assert.That(structure.ColumnsAreEntries, Is.True);
        Assert.That(structure.Entries, Is.SameAs(structure));
    }

    [TestCase(3, new[] { 0, 2, 1 })]
    [TestCase(4, new[] { 0, 1, 2 })]
    [TestCase(3, new[] { 0, 1, 1 })]
    public void ColumnsAreEntries_OtherColumns_AreNot(int columns, int[] indices)
    {
        using SparseStructure structure = SparseStructure.FromRows(columns, [0, 1, 3], indices);

        Assert.That(structure.ColumnsAreEntries, Is.False);
    }

    [Test]
    public void Entries_FromManyThreads_AreMadeOnce()
    {
        using SparseStructure structure = Random();
        var found = new SparseStructure[8];

        Parallel.For(0, found.Length, place => found[place] = structure.Entries);

        Assert.That(found.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Dispose_Owner_EndsItsEntries()
    {
        SparseStructure structure = Random();
        SparseStructure entries = structure.Entries;
        SparseStructure transpose = entries.Transpose;

        structure.Dispose();

        Assert.That((entries.IsDisposed, transpose.IsDisposed), Is.EqualTo((true, true)));
        Assert.That(() => structure.Entries, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => entries.Share(), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Share_Entries_HoldsTheOwner()
    {
        SparseStructure structure = Random();
        SparseStructure entries = structure.Entries;
        var adjacency = new Adjacency(entries);

        structure.Dispose();
        Assert.That((structure.IsDisposed, entries.IsDisposed), Is.EqualTo((false, false)));
        adjacency.Dispose();
        Assert.That((structure.IsDisposed, entries.IsDisposed), Is.EqualTo((true, true)));
    }

    [Test]
    public void Dispose_EntriesThatWereNotShared_DoesNothing()
    {
        using SparseStructure structure = Random();

        structure.Entries.Dispose();
        structure.Entries.Dispose();

        Assert.That((structure.IsDisposed, structure.Entries.IsDisposed), Is.EqualTo((false, false)));
    }

    [Test]
    public void Entries_OfATranspose_AreRefused()
    {
        using SparseStructure structure = Random();

        Assert.That(() => structure.Transpose.Entries, Throws.InvalidOperationException);
    }

    private static SparseStructure Random()
    {
        RandomEdges edges = RandomGraphs.Bipartite(7, 5, 20, seed: 3);
        return SparseStructure.FromEdges(7, 5, edges.Targets, edges.Sources);
    }
}
