using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>What belongs to the entries of a sparse matrix: products of rows, softmax over rows, reductions and their adjoints.</content>
public abstract partial class EngineContract
{
    private static readonly int[] EntryWidths = [0, 1, 2, 5, 16, 33, 64];

    /// <summary>One result an entry, for every operation; for inner products, several heads.</summary>
    [TestCase(EntryOperation.Dot, 1)]
    [TestCase(EntryOperation.Dot, 3)]
    [TestCase(EntryOperation.Add, 1)]
    [TestCase(EntryOperation.Subtract, 1)]
    [TestCase(EntryOperation.Multiply, 1)]
    [Primitive(nameof(Engine.Sddmm))]
    public void Sddmm_AnyGraph_IsTheOperation(EntryOperation operation, int heads) =>
        ForEachEntryCase((structure, edges, headWidth) =>
        {
            int width = headWidth * heads;
            BufferView a = Noise((edges.TargetCount, width), 1);
            BufferView b = Noise((edges.SourceCount, width), 2);
            int results = operation == EntryOperation.Dot ? heads : width;
            double[] expected = new SparseModel(edges, transposed: false).Sddmm(operation, Doubles(a), Doubles(b), width, heads);
            AssertClose(Take(Engine.Sddmm(structure, operation, a, b, heads), (edges.Count, results)), expected, scale: 8, $"{structure}, width {width}");
        });

    /// <summary>NaN reaches the entries of its row and no others.</summary>
    [Test]
    [Primitive(nameof(Engine.Sddmm))]
    public void Sddmm_NaN_ReachesItsEntriesOnly([Values] EntryOperation operation)
    {
        SparseStructure structure = Structure(new RandomEdges(2, 2, [0, 1, 1], [0, 0, 1]), isWide: false);
        BufferView a = Wide((2, 1), 20, double.NaN, 2);
        BufferView b = Wide((2, 1), 20, 2, 2);
        double[] y = Doubles(Take(Engine.Sddmm(structure, operation, a, b, 1), (3, operation == EntryOperation.Dot ? 1 : 20)));
        Assert.That(y.AsSpan(0, y.Length / 3).ToArray(), Is.All.NaN);
        Assert.That(y.AsSpan(y.Length / 3).ToArray(), Has.None.NaN);
    }

    /// <summary>The softmax over each row, also of scores whose exponentials overflow.</summary>
    [Test]
    [Primitive(nameof(Engine.EdgeSoftmax))]
    public void EdgeSoftmax_AnyGraph_SumsToOneInEachRow([Values(0, 500, -500)] double shift, [Values(1, 3, 8)] int heads)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            foreach (bool isWide in new[] { false, true })
            {
                BufferView scores = Noise((edges.Count, heads), 3, shift - 4, shift + 4);
                double[] expected = new SparseModel(edges, transposed: false).EdgeSoftmax(Array.ConvertAll(Doubles(scores), value => value - shift), heads);
                AssertClose(Take(Engine.EdgeSoftmax(Structure(edges, isWide), scores), (edges.Count, heads)), expected);
            }
        }
    }

    /// <summary>A lone entry has 1, a masked one (-infinity) 0, and NaN takes its own row and head only.</summary>
    [Test]
    [Primitive(nameof(Engine.EdgeSoftmax))]
    public void EdgeSoftmax_SpecialNumbers_StayInRowAndHead()
    {
        // Row 0: one entry. Row 1: none. Row 2: a mask in head 0, NaN in head 1. Row 3: equal scores.
        SparseStructure structure = Structure(new RandomEdges(4, 1, [0, 2, 2, 3, 3], [0, 0, 0, 0, 0]), isWide: false);
        BufferView scores = Floats((5, 2), 1000, -1000, -Infinity, double.NaN, 5, 5, 0, 700, 0, 700);
        AssertClose(Take(Engine.EdgeSoftmax(structure, scores), (5, 2)), [1, 1, 0, double.NaN, 1, double.NaN, 0.5, 0.5, 0.5, 0.5]);
    }

    /// <summary>y * (gradient - the row's sum of y * gradient).</summary>
    [Test]
    [Primitive(nameof(Engine.EdgeSoftmaxGradient))]
    public void EdgeSoftmaxGradient_AnyGraph_IsTheFormula([Values(1, 3, 8)] int heads, [Values] bool isWide)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            BufferView y = Noise((edges.Count, heads), 4, 0, 0.125);
            BufferView gradient = Noise((edges.Count, heads), 5);
            double[] expected = new SparseModel(edges, transposed: false).EdgeSoftmaxGradient(Doubles(y), Doubles(gradient), heads);
            AssertClose(Take(Engine.EdgeSoftmaxGradient(Structure(edges, isWide), y, gradient), (edges.Count, heads)), expected, scale: 4);
        }
    }

    /// <summary>Every reduction of what entries hold, both directions.</summary>
    [Test]
    [Primitive(nameof(Engine.SegmentReduce))]
    public void SegmentReduce_AnyGraph_IsTheReduction([Values] Reduction reduction, [Values] bool transposed, [Values] bool isWide) =>
        ForEachEntryCase(
            (structure, edges, width) =>
            {
                var model = new SparseModel(edges, transposed);
                BufferView x = Eighths((edges.Count, width), 6);
                (double[] y, long[] arg) = model.SegmentReduce(Doubles(x), width, reduction);
                EngineBuffer result = Engine.SegmentReduce(structure, transposed, x, reduction, out EngineBuffer? argResult);
                AssertClose(Take(result, (model.RowCount, width)), y, what: $"{structure}, width {width}");
                AssertArg(argResult, reduction, isWide, (model.RowCount, width), arg);
            },
            isWide);

    /// <summary>A NaN among a row's entries is its extreme, and the first NaN its arg.</summary>
    [Test]
    [Primitive(nameof(Engine.SegmentReduce))]
    public void SegmentReduce_NaN_IsTheExtreme([Values(Reduction.Max, Reduction.Min)] Reduction reduction, [Values(1, 20)] int width)
    {
        SparseStructure structure = Structure(new RandomEdges(2, 1, [0, 0, 0, 1], [0, 0, 0, 0]), isWide: false);
        BufferView x = Wide((4, 1), width, reduction == Reduction.Max ? Infinity : -Infinity, double.NaN, double.NaN, 3);
        BufferView y = Take(Engine.SegmentReduce(structure, false, x, reduction, out EngineBuffer? arg), (2, width));
        AssertClose(y, [.. Enumerable.Repeat(double.NaN, width), .. Enumerable.Repeat(3.0, width)]);
        AssertArg(arg, reduction, isWide: false, (2, width), [.. Enumerable.Repeat(1L, width), .. Enumerable.Repeat(3L, width)]);
    }

    /// <summary>Each gradient at the entry that gave the result.</summary>
    [Test]
    [Primitive(nameof(Engine.SegmentArgGradient))]
    public void SegmentArgGradient_AnyGraph_GoesToTheArg([Values] bool transposed, [Values] bool isWide) =>
        ForEachEntryCase(
            (structure, edges, width) =>
            {
                var model = new SparseModel(edges, transposed);
                long[] arg = model.SegmentReduce(Doubles(Eighths((edges.Count, width), 7)), width, Reduction.Max).Arg;
                BufferView gradient = Noise((model.RowCount, width), 8);
                double[] expected = model.SegmentArgGradient(Doubles(gradient), width, arg);
                BufferView dx = Take(Engine.SegmentArgGradient(structure, transposed, gradient, ArgView(arg, isWide, gradient.Shape)), (edges.Count, width));
                Assert.That(Doubles(dx), Is.EqualTo(expected));
            },
            isWide);

    /// <summary>Every entry gets its row's elements, both directions.</summary>
    [Test]
    [Primitive(nameof(Engine.ExpandRows))]
    public void ExpandRows_AnyGraph_CopiesTheRow([Values] bool transposed, [Values] bool isWide) =>
        ForEachEntryCase(
            (structure, edges, width) =>
            {
                var model = new SparseModel(edges, transposed);
                BufferView x = Noise((model.RowCount, width), 9);
                double[] expected = model.ExpandRows(Doubles(x), width);
                Assert.That(Doubles(Take(Engine.ExpandRows(structure, transposed, x), (edges.Count, width))), Is.EqualTo(expected));
            },
            isWide);

    /// <summary>Each row divided by its number of entries; a row without entries stays.</summary>
    [Test]
    [Primitive(nameof(Engine.DivideByRowLength))]
    public void DivideByRowLength_AnyGraph_DividesByAtLeastOne([Values] bool transposed, [Values] bool isWide) =>
        ForEachEntryCase(
            (structure, edges, width) =>
            {
                var model = new SparseModel(edges, transposed);
                BufferView x = Noise((model.RowCount, width), 10);
                double[] expected = model.DivideByRowLength(Doubles(x), width);
                AssertClose(Take(Engine.DivideByRowLength(structure, transposed, x), (model.RowCount, width)), expected);
            },
            isWide);

    private void ForEachEntryCase(Action<SparseStructure, RandomEdges, int> test, bool isWide = false)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            SparseStructure structure = Structure(edges, isWide);
            Array.ForEach(EntryWidths, width => test(structure, edges, width));
        }
    }
}
