using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Additive scores: fused where an engine has it, composed elsewhere; the same numbers.</content>
public abstract partial class EngineContract
{
    /// <summary>The scores, for any heads and widths, with and without rows of the entries' own.</summary>
    [Test]
    [Primitive(nameof(Engine.AdditiveScores))]
    public void AdditiveScores_AnyGraph_IsTheFormula([Values(1, 2, 3, 8, 19)] int heads, [Values] bool hasEdge, [Values] bool isWide) =>
        ForEachAdditive(heads, hasEdge, isWide, AssertScores);

    /// <summary>The gradients to all arguments.</summary>
    [Test]
    [Primitive(nameof(Engine.AdditiveScoresGradient))]
    public void AdditiveScoresGradient_AnyGraph_IsTheFormula([Values(1, 2, 3, 8, 19)] int heads, [Values] bool hasEdge, [Values] bool isWide) =>
        ForEachAdditive(heads, hasEdge, isWide, AssertAdditiveGradients);

    /// <summary>Heads so wide that few or none of them fit a kernel's buffer; many heads; slopes of 0, 1 and below 0; a hub of several blocks of entries.</summary>
    [TestCase(3, 1000, 0.2)]
    [TestCase(2, 2500, 0.2)]
    [TestCase(70, 2, 0.2)]
    [TestCase(4, 8, 0.0)]
    [TestCase(4, 8, 1.0)]
    [TestCase(4, 8, -0.5)]
    [Primitive(nameof(Engine.AdditiveScores))]
    [Primitive(nameof(Engine.AdditiveScoresGradient))]
    public void AdditiveScores_UnusualArguments_IsTheFormula(int heads, int headWidth, double slope)
    {
        RandomEdges edges = headWidth > 100 ? RandomGraphs.Create(20, 60, seed: 5) : RandomGraphs.Create(500, 1500, seed: 5);
        foreach (bool hasEdge in new[] { false, true })
        {
            AdditiveArguments a = AdditiveArgumentsOf(edges, heads, headWidth, hasEdge, slope, isWide: false);
            AssertScores(a);
            AssertAdditiveGradients(a);
        }
    }

    private void AssertScores(AdditiveArguments a)
    {
        BufferView scores = Take(
            Engine.AdditiveScores(a.Structure, a.Source, a.Target, a.Edge, a.A, a.Slope), (a.Structure.EntryCount, a.A.Shape[0]));

        // Sums of up to 2500 terms of the order of 3.
        AssertClose(scores, a.Model.Scores(), scale: 4 + a.A.Shape[1], $"{a.Structure}, {a.A.Shape}");
    }

    private void AssertAdditiveGradients(AdditiveArguments a)
    {
        BufferView gradient = Noise((a.Structure.EntryCount, a.A.Shape[0]), 35);
        EngineBuffer toA = Engine.AdditiveScoresGradient(
            a.Structure, a.Source, a.Target, a.Edge, a.A, a.Slope, gradient, out EngineBuffer toSource, out EngineBuffer toTarget, out EngineBuffer? toEdge);
        (double[] expectedSource, double[] expectedTarget, double[] expectedEdge, double[] expectedA) = a.Model.Gradients(Doubles(gradient));

        // Sums of up to 1500 terms of the order of 4.
        string what = $"{a.Structure}, {a.A.Shape}";
        AssertClose(Take(toA, a.A.Shape), expectedA, scale: 100, $"a of {what}");
        AssertClose(Take(toSource, a.Source.Shape), expectedSource, scale: 40, $"source of {what}");
        AssertClose(Take(toTarget, a.Target.Shape), expectedTarget, scale: 40, $"target of {what}");
        Assert.That(toEdge is null, Is.EqualTo(a.Edge.IsEmpty));
        if (toEdge is not null)
        {
            AssertClose(Take(toEdge, a.Edge.Shape), expectedEdge, scale: 4, $"edge of {what}");
        }
    }

    private void ForEachAdditive(int heads, bool hasEdge, bool isWide, Action<AdditiveArguments> test)
    {
        foreach (RandomEdges edges in SparseCases)
        {
            foreach (int headWidth in AttentionWidths)
            {
                test(AdditiveArgumentsOf(edges, heads, headWidth, hasEdge, slope: 0.2, isWide));
            }
        }
    }

    private AdditiveArguments AdditiveArgumentsOf(RandomEdges edges, int heads, int headWidth, bool hasEdge, double slope, bool isWide)
    {
        int width = heads * headWidth;
        SparseStructure structure = Structure(edges, isWide);
        BufferView source = Noise((edges.SourceCount, width), 31);
        BufferView target = Noise((edges.TargetCount, width), 32);
        BufferView edge = hasEdge ? Noise((structure.EntryCount, width), 33) : default;
        BufferView a = Noise((heads, headWidth), 34);
        var model = new AdditiveScoresModel(edges, Doubles(source), Doubles(target), hasEdge ? Doubles(edge) : null, Doubles(a), heads, slope);
        return new AdditiveArguments(structure, source, target, edge, a, slope, model);
    }

    private sealed record AdditiveArguments(
        SparseStructure Structure, BufferView Source, BufferView Target, BufferView Edge, BufferView A, double Slope, AdditiveScoresModel Model);
}
