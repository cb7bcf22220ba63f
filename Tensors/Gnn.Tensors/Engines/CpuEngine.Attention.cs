using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Attention in one walk over the entries for the result, and one over the transpose for the gradients.</content>
public sealed unsafe partial class CpuEngine
{
    // Columns' worth of work that an entry's scores take for each head.
    private const int ScoreColumns = 20;

    /// <inheritdoc/>
    public override EngineBuffer Attention(
        SparseStructure structure,
        in BufferView source,
        in BufferView target,
        in BufferView x,
        in AttentionOptions options,
        bool forGradient,
        out EngineBuffer? saved)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (!IsFused(source.Shape[1], x.Shape[1], options, out HeadDropout dropout))
        {
            return base.Attention(structure, source, target, x, options, forGradient, out saved);
        }

        return structure.RowPointers.IsWide
            ? Attention<long>(structure, source, target, x, (float)options.NegativeSlope, dropout, forGradient, out saved)
            : Attention<int>(structure, source, target, x, (float)options.NegativeSlope, dropout, forGradient, out saved);
    }

    /// <inheritdoc/>
    public override EngineBuffer AttentionGradient(
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
        if (saved.IsEmpty || !IsFused(source.Shape[1], x.Shape[1], options, out HeadDropout dropout))
        {
            return base.AttentionGradient(structure, source, target, x, options, y, saved, gradient, out toSource, out toTarget);
        }

        HostBuffer pack;
        if (structure.RowPointers.IsWide)
        {
            pack = AttentionRows<long>(structure, target, y, saved, gradient, (float)options.NegativeSlope, out toTarget);
            return AttentionColumns<long>(structure, source, x, gradient, pack, (float)options.NegativeSlope, dropout, out toSource);
        }

        pack = AttentionRows<int>(structure, target, y, saved, gradient, (float)options.NegativeSlope, out toTarget);
        return AttentionColumns<int>(structure, source, x, gradient, pack, (float)options.NegativeSlope, dropout, out toSource);
    }

    /// <summary>Whether the kernels are for these arguments: a slope that keeps order, heads whose random numbers fit, columns, and not all dropped.</summary>
    private static bool IsFused(long heads, long width, in AttentionOptions options, out HeadDropout dropout)
    {
        var plan = DropoutPlan.Of(options.Dropout, options.Random);
        bool fits = !plan.DropsAll && options.NegativeSlope >= 0 && heads <= HeadDropout.Words / HeadBlock.Entries && width is > 0 and <= int.MaxValue;
        dropout = fits ? new HeadDropout(plan) : default;
        return fits;
    }

    private static double AttentionWork(SparseStructure structure, long heads, long width) => SparseWork(structure, width + (heads * ScoreColumns));

    private HostBuffer Attention<TIndex>(
        SparseStructure structure,
        in BufferView source,
        in BufferView target,
        in BufferView x,
        float slope,
        in HeadDropout dropout,
        bool forGradient,
        out EngineBuffer? saved)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long heads, long width) = (source.Shape[1], x.Shape[1]);
        HostBuffer buffer = NewFloats(structure.RowCount * width, out float* y);
        float* kept = null;
        saved = forGradient ? NewFloats(structure.RowCount * (width + (3 * heads)), out kept) : null;
        HostBuffer headOf = HeadsOfColumns(heads, width);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, width);
        var job = new AttentionJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            Source = Floats(source),
            Target = Floats(target),
            X = Floats(x),
            Y = y,
            PositiveY = kept,
            State = kept == null ? null : kept + (structure.RowCount * width),
            HeadOf = (float*)headOf.Pointer,
            Width = width,
            Heads = heads,
            Slope = slope,
            Dropout = dropout,
        };
        RunVectors(job, cut.Chunks, AttentionWork(structure, heads, width));
        headOf.Release();
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer AttentionRows<TIndex>(
        SparseStructure structure, in BufferView target, in BufferView y, in BufferView saved, in BufferView gradient, float slope, out EngineBuffer toTarget)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long heads, long width) = (target.Shape[1], y.Shape[1]);
        HostBuffer buffer = NewFloats(structure.RowCount * 4 * heads, out float* pack);
        toTarget = NewFloats(structure.RowCount * heads, out float* own);
        var job = new AttentionRowsJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Target = Floats(target),
            Y = Floats(y),
            PositiveY = Floats(saved),
            State = Floats(saved) + (structure.RowCount * width),
            Gradient = Floats(gradient),
            Pack = pack,
            ToTarget = own,
            Width = width,
            Heads = heads,
            Slope = slope,
        };
        RunVectors(job, RowChunks(structure.RowCount, width), y.Count * 4 * StreamWork);
        GC.KeepAlive(structure);
        return buffer;
    }

    /// <summary>Takes the count of what <see cref="AttentionRows"/> packed.</summary>
    private HostBuffer AttentionColumns<TIndex>(
        SparseStructure structure,
        in BufferView source,
        in BufferView x,
        in BufferView gradient,
        HostBuffer pack,
        float slope,
        in HeadDropout dropout,
        out EngineBuffer toSource)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long heads, long width) = (source.Shape[1], x.Shape[1]);
        SparseStructure walked = structure.Transpose;
        HostBuffer? bits = dropout.IsOn ? KeptBits(structure.EntryCount * heads, dropout) : null;
        HostBuffer toX = NewFloats(x.Count, out float* dx);
        toSource = NewFloats(source.Count, out float* dsource);
        HostBuffer headOf = HeadsOfColumns(heads, width);
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width);
        var job = new AttentionGradientJob<TIndex>
        {
            Csr = new Csr<TIndex>(walked),
            Cut = cut,
            Source = Floats(source),
            X = Floats(x),
            Gradient = Floats(gradient),
            Pack = (float*)pack.Pointer,
            Kept = bits is null ? null : (byte*)bits.Pointer,
            KeptScale = dropout.Scale,
            ToX = dx,
            ToSource = dsource,
            HeadOf = (float*)headOf.Pointer,
            Width = width,
            Heads = heads,
            Slope = slope,
        };
        RunVectors(job, cut.Chunks, AttentionWork(structure, heads, 2 * width));
        headOf.Release();
        bits?.Release();
        pack.Release();
        GC.KeepAlive(structure);
        return toX;
    }

    /// <summary>A bit for each element that dropout keeps.</summary>
    private HostBuffer KeptBits(long length, in HeadDropout dropout)
    {
        HostBuffer bits = New(DataType.Int32, (length + 31) / 32);
        var job = new DropBitsJob { Bits = (uint*)bits.Pointer, Length = length, Source = dropout.Random, Bound = dropout.Bound };
        RunVectors(job, Runs.CountOf(length), length * DropoutWork);
        return bits;
    }

    /// <summary>The head of each column of a group of heads, and zeros for as many columns more as there are lanes.</summary>
    private HostBuffer HeadsOfColumns(long heads, long width)
    {
        long headWidth = width / heads;
        long columns = Math.Min(heads, VectorWidth.Lanes) * headWidth;
        HostBuffer buffer = New(DataType.Int32, columns + HeadBlock.MaxLanes);
        int* head = (int*)buffer.Pointer;
        for (long column = 0; column < buffer.Length; column++)
        {
            head[column] = column < columns ? (int)(column / headWidth) : 0;
        }

        return buffer;
    }
}
