using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Additive attention scores with the function inside the product, a fused primitive: composed of others here, and without an array of entries times
/// columns where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>score(e, h) = the sum over the columns c of head h of a[h, c] * LeakyReLU(source[j, c] + target[i, c] + edge[e, c]) for each entry e = (i, j).</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="source">A floating view [columns, H * C].</param>
    /// <param name="target">A floating view [rows, H * C].</param>
    /// <param name="edge">A floating view [E, H * C], or empty.</param>
    /// <param name="a">A floating view [H, C], H and C at least 1.</param>
    /// <param name="negativeSlope">The slope of the leaky ReLU below 0.</param>
    /// <returns>[E, H].</returns>
    public virtual EngineBuffer AdditiveScores(
        SparseStructure structure, in BufferView source, in BufferView target, in BufferView edge, in BufferView a, double negativeSlope)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long heads, long headWidth) = (a.Shape[0], a.Shape[1]);
        var shape = new Shape(structure.EntryCount, heads * headWidth);
        EngineBuffer sums = EntrySums(structure, source, target, edge);
        EngineBuffer bent = Unary(UnaryOperation.LeakyRelu, new BufferView(sums, 0, shape), negativeSlope);
        sums.Release();
        EngineBuffer terms = Binary(BinaryOperation.Multiply, new BufferView(bent, 0, shape), new BufferView(a.Buffer, a.Offset, heads * headWidth), shape);
        bent.Release();
        EngineBuffer scores = Reduce(Reduction.Sum, new BufferView(terms, 0, shape), structure.EntryCount * heads, headWidth, 1);
        terms.Release();
        return scores;
    }

    /// <summary>The gradients of <see cref="AdditiveScores"/>.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="source">What <see cref="AdditiveScores"/> was given.</param>
    /// <param name="target">What <see cref="AdditiveScores"/> was given.</param>
    /// <param name="edge">What <see cref="AdditiveScores"/> was given.</param>
    /// <param name="a">What <see cref="AdditiveScores"/> was given.</param>
    /// <param name="negativeSlope">What <see cref="AdditiveScores"/> was given.</param>
    /// <param name="gradient">The gradient of the scores, [E, H].</param>
    /// <param name="toSource">The gradient of source, [columns, H * C].</param>
    /// <param name="toTarget">The gradient of target, [rows, H * C].</param>
    /// <param name="toEdge">The gradient of edge, [E, H * C]; null if edge is empty.</param>
    /// <returns>The gradient of a, [H, C].</returns>
    public virtual EngineBuffer AdditiveScoresGradient(
        SparseStructure structure,
        in BufferView source,
        in BufferView target,
        in BufferView edge,
        in BufferView a,
        double negativeSlope,
        in BufferView gradient,
        out EngineBuffer toSource,
        out EngineBuffer toTarget,
        out EngineBuffer? toEdge)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long heads, long headWidth) = (a.Shape[0], a.Shape[1]);
        var shape = new Shape(structure.EntryCount, heads * headWidth);
        var byHead = new Shape([structure.EntryCount, heads, headWidth]);
        var weights = new BufferView(gradient.Buffer, gradient.Offset, new Shape([structure.EntryCount, heads, 1]));
        EngineBuffer sums = EntrySums(structure, source, target, edge);
        EngineBuffer bent = Unary(UnaryOperation.LeakyRelu, new BufferView(sums, 0, shape), negativeSlope);

        EngineBuffer terms = Binary(BinaryOperation.Multiply, new BufferView(bent, 0, byHead), weights, byHead);
        EngineBuffer toA = Reduce(Reduction.Sum, new BufferView(terms, 0, shape), 1, structure.EntryCount, heads * headWidth);
        terms.Release();

        EngineBuffer toBent = Binary(BinaryOperation.Multiply, new BufferView(a.Buffer, a.Offset, (heads, headWidth)), weights, byHead);
        EngineBuffer toSums = UnaryGradient(
            UnaryOperation.LeakyRelu, new BufferView(sums, 0, shape), new BufferView(bent, 0, shape), new BufferView(toBent, 0, shape), negativeSlope);
        sums.Release();
        bent.Release();
        toBent.Release();
        toTarget = SegmentReduce(structure, transposed: false, new BufferView(toSums, 0, shape), Reduction.Sum, out _);
        toSource = SegmentReduce(structure, transposed: true, new BufferView(toSums, 0, shape), Reduction.Sum, out _);
        toEdge = edge.IsEmpty ? null : toSums;
        if (edge.IsEmpty)
        {
            toSums.Release();
        }

        return toA;
    }

    private EngineBuffer EntrySums(SparseStructure structure, in BufferView source, in BufferView target, in BufferView edge)
    {
        EngineBuffer sums = Sddmm(structure, EntryOperation.Add, target, source, heads: 1);
        return edge.IsEmpty ? sums : Next(sums, Binary(BinaryOperation.Add, new BufferView(sums, 0, edge.Shape), edge, edge.Shape));
    }
}
