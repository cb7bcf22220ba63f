using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Gnn.Tensors.Threading;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Sparse;

/// <summary>Structures of so many edges that they are sorted in two passes on all threads: the same as a stable sort, at any number of threads.</summary>
[TestFixture]
internal sealed class StructureBuildTests
{
    // Rows, columns and edges: few keys, keys that make buckets of one and of many, fewer edges than keys.
    private static readonly (int Rows, int Columns, int Edges)[] Sizes =
        [(1, 1, 70_000), (3, 900, 100_000), (700, 3, 66_001), (70_000, 50_000, 65_536), (300_000, 513, 131_072)];

    [Test]
    public unsafe void FromEdges_ManyEdges_IsTheStableSortAtAnyNumberOfThreads([Values] bool isWide, [Values(1, 2, 8)] int threads)
    {
        using var pool = new ForkJoinPool(threads);
        foreach ((int rows, int columns, int count) in Sizes)
        {
            RandomEdges edges = RandomGraphs.Bipartite(rows, columns, count, seed: 5);
            int[] order = edges.EntryOrder;
            fixed (int* targets = edges.Targets, sources = edges.Sources)
            {
                using SparseStructure structure = SparseStructure.FromEdges(rows, columns, targets, sources, count, isWide, pool);

                Assert.That(Values(structure.EdgeIds).SequenceEqual(order.Select(edge => (long)edge)), Is.True);
                Assert.That(structure.ColumnIndices.Span().ToArray().SequenceEqual(order.Select(edge => edges.Sources[edge])), Is.True);
                Assert.That(HasRows(structure.RowPointers, order.Select(edge => edges.Targets[edge]), rows), Is.True);
            }
        }
    }

    [Test]
    public unsafe void Transpose_ManyEdges_IsTheStableSortAtAnyNumberOfThreads([Values] bool isWide, [Values(1, 2, 8)] int threads)
    {
        using var pool = new ForkJoinPool(threads);
        foreach ((int rows, int columns, int count) in Sizes)
        {
            RandomEdges edges = RandomGraphs.Bipartite(rows, columns, count, seed: 6);
            int[] byTarget = edges.EntryOrder;
            int[] entries = [.. Enumerable.Range(0, count).OrderBy(entry => edges.Sources[byTarget[entry]])];
            using SparseStructure structure = edges.ToStructure(isWide);
            SparseStructure transpose = structure.MakeTranspose(pool);

            Assert.That(Values(transpose.EntryIds!).SequenceEqual(entries.Select(entry => (long)entry)), Is.True);
            Assert.That(Values(transpose.EdgeIds).SequenceEqual(entries.Select(entry => (long)byTarget[entry])), Is.True);
            Assert.That(transpose.ColumnIndices.Span().ToArray().SequenceEqual(entries.Select(entry => edges.Targets[byTarget[entry]])), Is.True);
            Assert.That(HasRows(transpose.RowPointers, entries.Select(entry => edges.Sources[byTarget[entry]]), columns), Is.True);
            transpose.RowPointers.Dispose();
            transpose.ColumnIndices.Dispose();
            transpose.EntryIds!.Dispose();
            transpose.EdgeIds.Dispose();
        }
    }

    [Test]
    public void FromEdges_SoManyRowsThatBucketsAreLargest_IsTheStableSort()
    {
        const int rows = 34_000_000;
        RandomEdges edges = RandomGraphs.Bipartite(rows, 5, 65_537, seed: 5);
        using SparseStructure structure = edges.ToStructure();

        Assert.That(Values(structure.EdgeIds).SequenceEqual(edges.EntryOrder.Select(edge => (long)edge)), Is.True);
        Assert.That(HasRows(structure.RowPointers, edges.Targets, rows), Is.True);
    }

    [TestCase(0)]
    [TestCase(262_143)]
    [TestCase(262_144)]
    [TestCase(599_999)]
    public void FromEdges_OneBadIndexAmongMany_NamesTheFirst(int edge)
    {
        int[] targets = new int[600_000], sources = new int[600_000];
        targets[edge] = -1;
        targets[^1] = 7;

        Assert.That(
            () => SparseStructure.FromEdges(5, 5, targets, sources),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"Entry {edge} of 'targets'").And.Message.Contains(edge == 599_999 ? "got 7" : "got -1"));
        Assert.That(
            () => SparseStructure.FromEdges(5, 5, sources, targets),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"Entry {edge} of 'sources'"));
    }

    [Test]
    public void FromEdges_NativeArrays_IsThatOfSpans()
    {
        RandomEdges edges = RandomGraphs.Bipartite(30, 20, 200, seed: 7);
        using var targets = new NativeArray<int>(edges.Targets);
        using var sources = new NativeArray<int>(edges.Sources);
        using var fewer = new NativeArray<int>(edges.Sources.AsSpan(1));
        using SparseStructure expected = edges.ToStructure();
        using SparseStructure structure = SparseStructure.FromEdges(30, 20, targets, sources);

        Assert.That(Values(structure.EdgeIds), Is.EqualTo(Values(expected.EdgeIds)));
        Assert.That(structure.ColumnIndices.Span().ToArray(), Is.EqualTo(expected.ColumnIndices.Span().ToArray()));
        Assert.That(() => SparseStructure.FromEdges(30, 20, targets, fewer), Throws.ArgumentException.With.Message.Contains("200 targets and 199 sources"));
    }

    [Test]
    public void IsSymmetric_RandomLists_IsThatOfSortedPairs([Range(0, 29)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Sequence();
        int[] sources = new int[6], targets = new int[6];
        for (int edge = 0; edge < 6; edge++)
        {
            (sources[edge], targets[edge]) = (random.NextInt32(2), random.NextInt32(2));
        }

        int[] to = [.. targets, .. seed % 3 == 0 ? sources : []];
        int[] from = [.. sources, .. seed % 3 == 0 ? targets : []];
        bool expected = to.Zip(from).Order().SequenceEqual(from.Zip(to).Order());
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, to, from);

        Assert.That(structure.IsSymmetric(), Is.EqualTo(expected));
        Assert.That(structure.Transpose.IsSymmetric(), Is.EqualTo(expected));
    }

    [Test]
    public void IsSymmetric_ManyRows_SeesOneEdge()
    {
        RandomEdges edges = RandomGraphs.Create(20_000, 80_000, seed: 8);
        int[] targets = [.. edges.Targets, .. edges.Sources], sources = [.. edges.Sources, .. edges.Targets];
        using SparseStructure whole = SparseStructure.FromEdges(20_000, 20_000, targets, sources);
        int loopless = Enumerable.Range(0, 80_000).Last(edge => edges.Targets[edge] != edges.Sources[edge]);
        targets[loopless] = (targets[loopless] + 1) % 20_000;
        using SparseStructure torn = SparseStructure.FromEdges(20_000, 20_000, targets, sources);
        using SparseStructure oblong = SparseStructure.FromEdges(2, 3, [0], [0]);

        Assert.That(whole.IsSymmetric(), Is.True);
        Assert.That(torn.IsSymmetric(), Is.False);
        Assert.That(oblong.IsSymmetric(), Is.False);
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

    private static bool HasRows(IndexArray pointers, IEnumerable<int> rows, int rowCount)
    {
        int[] counts = new int[rowCount];
        foreach (int row in rows)
        {
            counts[row]++;
        }

        long place = 0;
        for (int row = 0; row < rowCount; row++)
        {
            if (pointers[row] != place)
            {
                return false;
            }

            place += counts[row];
        }

        return pointers.Length == rowCount + 1L && pointers[rowCount] == place;
    }
}
