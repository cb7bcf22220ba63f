using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Graph attention, a fused primitive: composed of others here, and one pass over the entries where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>y[i, h] = the sum over the entries e = (i, j) of m(e, h) * alpha(e, h) * x[j, h], where alpha is the softmax over the entries of row i of
    /// LeakyReLU(target[i, h] + source[j, h]), and m is 0 or 1 / (1 - p) as in <see cref="Dropout"/> of alpha.</summary>
    /// <param name="structure">The entries; a row without any gives 0.</param>
    /// <param name="source">A floating view [columns, H].</param>
    /// <param name="target">A floating view [rows, H].</param>
    /// <param name="x">A floating view [columns, H * D]; head h has the columns h * D to (h + 1) * D - 1.</param>
    /// <param name="options">The slope and the dropout.</param>
    /// <param name="forGradient">Whether <see cref="AttentionGradient"/> will be asked.</param>
    /// <param name="saved">What <see cref="AttentionGradient"/> of this engine wants to be given, of any form; null if nothing.</param>
    /// <returns>[rows, H * D].</returns>
    public virtual EngineBuffer Attention(
        SparseStructure structure,
        in BufferView source,
        in BufferView target,
        in BufferView x,
        in AttentionOptions options,
        bool forGradient,
        out EngineBuffer? saved)
    {
        ArgumentNullException.ThrowIfNull(structure);
        saved = null;
        var shape = new Shape(structure.EntryCount, source.Shape[1]);
        EngineBuffer sums = Sddmm(structure, EntryOperation.Add, target, source, heads: 1);
        EngineBuffer scores = Unary(UnaryOperation.LeakyRelu, new BufferView(sums, 0, shape), options.NegativeSlope);
        sums.Release();
        EngineBuffer shares = EdgeSoftmax(structure, new BufferView(scores, 0, shape));
        scores.Release();
        EngineBuffer kept = Dropped(new BufferView(shares, 0, shape), options);
        shares.Release();
        EngineBuffer y = SpMM(structure, transposed: false, new BufferView(kept, 0, shape), x, Reduction.Sum, out _);
        kept.Release();
        return y;
    }

    /// <summary>The gradients of <see cref="Attention"/>.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="source">What <see cref="Attention"/> was given.</param>
    /// <param name="target">What <see cref="Attention"/> was given.</param>
    /// <param name="x">What <see cref="Attention"/> was given.</param>
    /// <param name="options">What <see cref="Attention"/> was given.</param>
    /// <param name="y">What <see cref="Attention"/> returned.</param>
    /// <param name="saved">What <see cref="Attention"/> saved, or empty.</param>
    /// <param name="gradient">The gradient of y, [rows, H * D].</param>
    /// <param name="toSource">The gradient of source, [columns, H].</param>
    /// <param name="toTarget">The gradient of target, [rows, H].</param>
    /// <returns>The gradient of x, [columns, H * D].</returns>
    public virtual EngineBuffer AttentionGradient(
        SparseStructure structure,
        in BufferView source,
        in BufferView target,
        in BufferView x,
        in AttentionOptions options,
        in BufferView y,
        in BufferView saved,
        in BufferView gradient,
        out EngineBuffer toSource,
        out EngineBuffer toTarget)
    {
        ArgumentNullException.ThrowIfNull(structure);
        long heads = source.Shape[1];
        var shape = new Shape(structure.EntryCount, heads);
        EngineBuffer sums = Sddmm(structure, EntryOperation.Add, target, source, heads: 1);
        EngineBuffer scores = Unary(UnaryOperation.LeakyRelu, new BufferView(sums, 0, shape), options.NegativeSlope);
        EngineBuffer shares = EdgeSoftmax(structure, new BufferView(scores, 0, shape));

        EngineBuffer kept = Dropped(new BufferView(shares, 0, shape), options);
        EngineBuffer toX = SpMM(structure, transposed: true, new BufferView(kept, 0, shape), gradient, Reduction.Sum, out _);
        kept.Release();

        EngineBuffer toKept = Sddmm(structure, EntryOperation.Dot, gradient, x, heads);
        EngineBuffer toShares = Dropped(new BufferView(toKept, 0, shape), options);
        toKept.Release();
        EngineBuffer toScores = EdgeSoftmaxGradient(structure, new BufferView(shares, 0, shape), new BufferView(toShares, 0, shape));
        toShares.Release();
        shares.Release();
        EngineBuffer toSums = UnaryGradient(
            UnaryOperation.LeakyRelu,
            new BufferView(sums, 0, shape),
            new BufferView(scores, 0, shape),
            new BufferView(toScores, 0, shape),
            options.NegativeSlope);
        sums.Release();
        scores.Release();
        toScores.Release();
        toTarget = SegmentReduce(structure, transposed: false, new BufferView(toSums, 0, shape), Reduction.Sum, out _);
        toSource = SegmentReduce(structure, transposed: true, new BufferView(toSums, 0, shape), Reduction.Sum, out _);
        toSums.Release();
        return toX;
    }

    /// <summary>Dropout, or the same elements with a count of their own where nothing is dropped.</summary>
    private EngineBuffer Dropped(in BufferView values, in AttentionOptions options)
    {
        if (options.Dropout == 0)
        {
            values.Buffer.Retain();
            return values.Buffer;
        }

        return Dropout(values, options.Dropout, options.Random);
    }
}
