using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Products with a sparse matrix.</content>
public abstract partial class EngineContract
{
    private static readonly int[] HeadWidths = [1, 2, 5, 16, 33, 64];

    private static readonly RandomEdges[] SparseCases =
    [
        RandomGraphs.Bipartite(0, 0, 0, seed: 1), RandomGraphs.Bipartite(4, 3, 0, seed: 1), RandomGraphs.Bipartite(1, 1, 1, seed: 1),
        RandomGraphs.Bipartite(5, 7, 12, seed: 2), RandomGraphs.Bipartite(40, 30, 200, seed: 3), RandomGraphs.Create(300, 3000, seed: 4),
    ];

    /// <summary>Every reduction, with and without values, heads, both directions, both widths of offsets.</summary>
    [Test]
    [Primitive(nameof(Engine.SpMM))]
    public void SpMM_AnyGraph_IsTheReduction([Values] Reduction reduction, [Values] bool transposed, [Values] bool isWide, [Values(0, 1, 3)] int heads) =>
        ForEachProduct(transposed, isWide, heads, (structure, model, values, width) =>
        {
            BufferView x = Eighths((model.ColumnCount, width), 1);
            (double[] y, long[] arg) = model.SpMM(ValuesOf(values), Math.Max(1, heads), Doubles(x), width, reduction);
            EngineBuffer result = Engine.SpMM(structure, transposed, values, x, reduction, out EngineBuffer? argResult);
            AssertClose(Take(result, (model.RowCount, width)), y, what: $"{structure}, width {width}");
            AssertArg(argResult, reduction, isWide, (model.RowCount, width), arg);
        });

    /// <summary>A row's own part and its neighbours'.</summary>
    [Test]
    [Primitive(nameof(Engine.SpMMWithSelf))]
    public void SpMMWithSelf_AnyGraph_IsTheFormula([Values] bool transposed, [Values] bool isWide) =>
        ForEachProduct(transposed, isWide, heads: 0, (structure, model, _, width) =>
        {
            BufferView x = Eighths((model.ColumnCount, width), 1);
            BufferView self = Eighths((model.RowCount, width), 2);
            double[] sums = model.SpMM(null, 1, Doubles(x), width, Reduction.Sum).Y;
            double[] expected = [.. sums.Zip(Doubles(self), (sum, own) => sum + (1.5 * own))];

            EngineBuffer result = Engine.SpMMWithSelf(structure, transposed, x, self, Floats((1, 1), 1.5));

            AssertClose(Take(result, (model.RowCount, width)), expected, what: $"{structure}, width {width}");
            AssertUntouchedBeside(self);
        });

    /// <summary>Numbers that round: the sum of a hub's many rows stays accurate.</summary>
    [Test]
    [Primitive(nameof(Engine.SpMM))]
    public void SpMM_Hub_SumsAccurately([Values] bool transposed)
    {
        RandomEdges edges = RandomGraphs.Create(2000, 30_000, seed: 5);
        var model = new SparseModel(edges, transposed);
        SparseStructure structure = Structure(edges, isWide: false);
        BufferView x = Noise((2000, 7), 2);
        BufferView values = Noise((30_000, 1), 3);
        double[] expected = model.SpMM(Doubles(values), 1, Doubles(x), 7, Reduction.Sum).Y;

        BufferView y = Take(Engine.SpMM(structure, transposed, values, x, Reduction.Sum, out _), (2000, 7));

        AssertClose(y, expected, scale: 60);
        Assert.That(Doubles(Take(Engine.SpMM(structure, transposed, values, x, Reduction.Sum, out _), (2000, 7))), Is.EqualTo(Doubles(y)), "the same bits");
    }

    /// <summary>NaN, infinity and their products stay in the rows that they reach.</summary>
    [Test]
    [Primitive(nameof(Engine.SpMM))]
    public void SpMM_NaNAndInfinity_ReachTheirRowsOnly([Values(1, 20)] int width)
    {
        // Row 0: sources 0 (NaN) and 1. Row 1: 1 and 2 (infinity). Row 2: 2 with value 0. Row 3: none. Row 4: 1, 0, 0.
        SparseStructure structure = Structure(new RandomEdges(5, 3, [0, 0, 1, 1, 2, 4, 4, 4], [0, 1, 1, 2, 2, 1, 0, 0]), isWide: false);
        BufferView x = Wide((3, 1), width, double.NaN, 1, Infinity);
        BufferView values = Floats((8, 1), 1, 1, 1, -1, 0, 1, 1, 1);
        const double nan = double.NaN;
        AssertRows(Reduction.Sum, [nan, -Infinity, nan, 0, nan]);
        AssertRows(Reduction.Mean, [nan, -Infinity, nan, 0, nan]);
        AssertRows(Reduction.Max, [nan, 1, nan, 0, nan], 0, 2, 4, -1, 6);
        AssertRows(Reduction.Min, [nan, -Infinity, nan, 0, nan], 0, 3, 4, -1, 6);

        void AssertRows(Reduction reduction, double[] expected, params long[] expectedArg)
        {
            BufferView y = Take(Engine.SpMM(structure, false, values, x, reduction, out EngineBuffer? arg), (5, width));
            AssertClose(y, [.. expected.SelectMany(value => Enumerable.Repeat(value, width))], what: $"{reduction}");
            AssertArg(arg, reduction, isWide: false, (5, width), [.. expectedArg.SelectMany(entry => Enumerable.Repeat(entry, width))]);
        }
    }

    /// <summary>The extremes of infinities are infinities, not the start value of a loop.</summary>
    [TestCase(Reduction.Max, -Infinity)]
    [TestCase(Reduction.Min, Infinity)]
    [Primitive(nameof(Engine.SpMM))]
    [Primitive(nameof(Engine.SegmentReduce))]
    public void Extremes_OfInfinities_NameTheFirst(Reduction reduction, double worst)
    {
        SparseStructure structure = Structure(new RandomEdges(1, 2, [0, 0], [1, 0]), isWide: false);
        BufferView x = Wide((2, 1), 20, worst, worst);
        AssertClose(Take(Engine.SpMM(structure, false, default, x, reduction, out EngineBuffer? arg), (1, 20)), [.. Enumerable.Repeat(worst, 20)]);
        AssertArg(arg, reduction, isWide: false, (1, 20), new long[20]);
        AssertClose(Take(Engine.SegmentReduce(structure, false, x, reduction, out arg), (1, 20)), [.. Enumerable.Repeat(worst, 20)]);
        AssertArg(arg, reduction, isWide: false, (1, 20), new long[20]);
    }

    /// <summary>The gradient of an extreme to x, through the entries that gave it; ties go to the first entry.</summary>
    [Test]
    [Primitive(nameof(Engine.SpMMArgGradient))]
    public void SpMMArgGradient_AnyGraph_GoesThroughTheArg(
        [Values(Reduction.Max, Reduction.Min)] Reduction reduction, [Values] bool transposed, [Values] bool isWide, [Values(0, 1, 3)] int heads) =>
        ForEachProduct(transposed, isWide, heads, (structure, model, values, width) =>
        {
            BufferView x = Eighths((model.ColumnCount, width), 4);
            long[] arg = model.SpMM(ValuesOf(values), Math.Max(1, heads), Doubles(x), width, reduction).Arg;
            BufferView gradient = Eighths((model.RowCount, width), 5);
            BufferView argView = ArgView(arg, isWide, gradient.Shape);
            double[] expected = model.SpMMArgGradient(ValuesOf(values), Math.Max(1, heads), Doubles(gradient), width, arg);
            AssertClose(Take(Engine.SpMMArgGradient(structure, transposed, values, gradient, argView), (model.ColumnCount, width)), expected);
        });

    /// <summary>The gradient of an extreme to the values, head by head.</summary>
    [Test]
    [Primitive(nameof(Engine.SpMMArgValueGradient))]
    public void SpMMArgValueGradient_AnyGraph_SumsOverTheHead([Values] bool transposed, [Values] bool isWide, [Values(1, 3)] int heads) =>
        ForEachProduct(transposed, isWide, heads, (structure, model, values, width) =>
        {
            BufferView x = Eighths((model.ColumnCount, width), 6);
            long[] arg = model.SpMM(ValuesOf(values), heads, Doubles(x), width, Reduction.Max).Arg;
            BufferView gradient = Eighths((model.RowCount, width), 7);
            BufferView argView = ArgView(arg, isWide, gradient.Shape);
            double[] expected = model.SpMMArgValueGradient(heads, Doubles(x), Doubles(gradient), width, arg);
            AssertClose(Take(Engine.SpMMArgValueGradient(structure, transposed, heads, x, gradient, argView), (model.EntryCount, heads)), expected);
        });

    /// <summary>Runs a test of a product over all graphs and widths; values are left out for 0 heads.</summary>
    private void ForEachProduct(bool transposed, bool isWide, int heads, Action<SparseStructure, SparseModel, BufferView, int> test)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            SparseStructure structure = Structure(edges, isWide);
            var model = new SparseModel(edges, transposed);
            BufferView values = heads == 0 ? default : Eighths((edges.Count, heads), 8);
            foreach (int headWidth in HeadWidths)
            {
                test(structure, model, values, headWidth * Math.Max(1, heads));
            }

            test(structure, model, values, 0);
        }
    }

    private SparseStructure Structure(RandomEdges edges, bool isWide)
    {
        SparseStructure structure = edges.ToStructure(isWide);
        _disposables.Add(structure);
        return structure;
    }

    private double[]? ValuesOf(BufferView values) => values.IsEmpty ? null : Doubles(values);

    /// <summary>Rows of equal elements.</summary>
    private BufferView Wide(in Shape shape, int width, params double[] values) =>
        Floats((shape[0], width), [.. values.SelectMany(value => Enumerable.Repeat(value, width))]);

    private BufferView ArgView(long[] arg, bool isWide, in Shape shape)
    {
        BufferView view = isWide ? Longs(arg) : Ints(Array.ConvertAll(arg, entry => (int)entry));
        return new BufferView(view.Buffer, view.Offset, shape);
    }

    private void AssertArg(EngineBuffer? arg, Reduction reduction, bool isWide, in Shape shape, long[] expected)
    {
        if (reduction is Reduction.Sum or Reduction.Mean)
        {
            Assert.That(arg, Is.Null);
            return;
        }

        Assert.That(Integers(Take(arg, shape, isWide ? DataType.Int64 : DataType.Int32)), Is.EqualTo(expected));
    }
}
