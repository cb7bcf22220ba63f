using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Attention: fused where an engine has it, composed elsewhere; the same numbers.</content>
public abstract partial class EngineContract
{
    private static readonly int[] AttentionWidths = [1, 3, 8, 40];

    /// <summary>The weighted sums, for any heads and widths, with and without dropout, and whether or not a gradient will be asked.</summary>
    [Test]
    [Primitive(nameof(Engine.Attention))]
    public void Attention_AnyGraph_IsTheFormula([Values(1, 2, 3, 8, 16, 19)] int heads, [Values(0, 0.6)] double dropout, [Values] bool isWide) =>
        ForEachAttention(heads, dropout, slope: 0.2, isWide, (a, width) =>
        {
            double[] expected = a.Model.Y;
            AssertClose(Attend(a, forGradient: false, out EngineBuffer? saved), expected, what: $"{a.Structure}, width {width}");
            saved?.Release();
            AssertClose(Attend(a, forGradient: true, out saved), expected, what: $"{a.Structure}, width {width}, for a gradient");
            saved?.Release();
        });

    /// <summary>The gradients to all three arguments.</summary>
    [Test]
    [Primitive(nameof(Engine.AttentionGradient))]
    public void AttentionGradient_AnyGraph_IsTheFormula([Values(1, 2, 3, 8, 16, 19)] int heads, [Values(0, 0.6)] double dropout, [Values] bool isWide) =>
        ForEachAttention(heads, dropout, slope: 0.2, isWide, AssertGradients);

    /// <summary>A slope of 0 or 1, one that reverses the order of scores, more heads than a kernel takes, and all coefficients dropped.</summary>
    [TestCase(8, 0.0, 0.3)]
    [TestCase(8, 1.0, 0.3)]
    [TestCase(8, -0.5, 0.3)]
    [TestCase(3, 1.7, 0.3)]
    [TestCase(70, 0.2, 0.3)]
    [TestCase(2, 0.2, 0.999999999999)]
    [Primitive(nameof(Engine.AttentionGradient))]
    public void AttentionGradient_UnusualOptions_IsTheFormula(int heads, double slope, double dropout) =>
        ForEachAttention(heads, dropout, slope, isWide: false, AssertGradients);

    /// <summary>A row of several blocks of entries beside short and empty ones.</summary>
    [Test]
    [Primitive(nameof(Engine.AttentionGradient))]
    public void AttentionGradient_Hub_IsTheFormula([Values(1, 8)] int heads, [Values(0, 0.6)] double dropout)
    {
        RandomEdges edges = RandomGraphs.Create(2000, 6000, seed: 5);
        AssertGradients(ArgumentsOf(edges, heads, width: 8 * heads, dropout, slope: 0.2, isWide: false), 8 * heads);
    }

    /// <summary>Scores so large that their exponentials overflow; infinite and undefined ones stay in row and head; a row without entries is 0 whatever its term.</summary>
    [Test]
    [Primitive(nameof(Engine.Attention))]
    public void Attention_SpecialNumbers_StayInRowAndHead([Values] bool forGradient)
    {
        // Row 0: sources 0 and 1. Row 1: none. Row 2: a mask (-infinity) and source 1. Row 3: nothing but the mask. Row 4: NaN.
        SparseStructure structure = Structure(new RandomEdges(5, 3, [0, 0, 2, 2, 3, 4, 4], [0, 1, 1, 2, 2, 0, 1]), isWide: false);
        BufferView source = Floats((3, 2), 500, -500, 501, -500, -Infinity, 0);
        BufferView target = Floats((5, 2), 0, 0, double.NaN, Infinity, 0, 500, 0, 0, double.NaN, 1);
        BufferView x = Floats((3, 2), 1, 2, 3, 4, 5, 6);
        double share = 1 / (1 + Math.Exp(-1));
        double[] expected = [1 + (2 * share), 3, 0, 0, 3, 6, double.NaN, 6, double.NaN, 3];
        BufferView y = Take(Engine.Attention(structure, source, target, x, new AttentionOptions(0.2, 0, default), forGradient, out EngineBuffer? saved), (5, 2));
        saved?.Release();
        AssertClose(y, expected);
    }

    private void AssertGradients(AttentionArguments a, int width)
    {
        BufferView gradient = Noise((a.Structure.RowCount, width), 24);
        BufferView y = Attend(a, forGradient: true, out EngineBuffer? saved);
        BufferView state = saved is null ? default : new BufferView(saved, 0, saved.Length);
        EngineBuffer toX = Engine.AttentionGradient(
            a.Structure, a.Source, a.Target, a.X, a.Options, y, state, gradient, out EngineBuffer toSource, out EngineBuffer toTarget);
        saved?.Release();
        (double[] expectedSource, double[] expectedTarget, double[] expectedX) = a.Model.Gradients(Doubles(gradient));

        // Sums of up to 400 terms of the order of 10.
        string what = $"{a.Structure}, width {width}";
        AssertClose(Take(toX, a.X.Shape), expectedX, scale: 40, what);
        AssertClose(Take(toSource, a.Source.Shape), expectedSource, scale: 40, what);
        AssertClose(Take(toTarget, a.Target.Shape), expectedTarget, scale: 40, what);
    }

    private BufferView Attend(AttentionArguments a, bool forGradient, out EngineBuffer? saved) => Take(
        Engine.Attention(a.Structure, a.Source, a.Target, a.X, a.Options, forGradient, out saved), (a.Structure.RowCount, a.X.Shape[1]));

    private void ForEachAttention(int heads, double dropout, double slope, bool isWide, Action<AttentionArguments, int> test)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            foreach (int headWidth in AttentionWidths)
            {
                test(ArgumentsOf(edges, heads, headWidth * heads, dropout, slope, isWide), headWidth * heads);
            }
        }
    }

    private AttentionArguments ArgumentsOf(RandomEdges edges, int heads, int width, double dropout, double slope, bool isWide)
    {
        var options = new AttentionOptions(slope, dropout, new RandomSource(seed: 9));
        BufferView source = Noise((edges.SourceCount, heads), 21);
        BufferView target = Noise((edges.TargetCount, heads), 22);
        BufferView x = Noise((edges.SourceCount, width), 23);
        var model = new AttentionModel(edges, Doubles(source), Doubles(target), Doubles(x), heads, width, options);
        return new AttentionArguments(Structure(edges, isWide), source, target, x, options, model);
    }

    private sealed record AttentionArguments(
        SparseStructure Structure, BufferView Source, BufferView Target, BufferView X, AttentionOptions Options, AttentionModel Model);
}
