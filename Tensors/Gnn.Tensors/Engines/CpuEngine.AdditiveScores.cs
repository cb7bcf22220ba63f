using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Additive scores: the sums of a pair of rows are made again wherever they are needed, and never kept.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer AdditiveScores(
        SparseStructure structure, in BufferView source, in BufferView target, in BufferView edge, in BufferView a, double negativeSlope)
    {
        if (a.Shape[1] > HeadGroup.MaxWidth)
        {
            return base.AdditiveScores(structure, source, target, edge, a, negativeSlope);
        }

        return structure.RowPointers.IsWide
            ? AdditiveScores<long>(structure, source, target, edge, a, negativeSlope)
            : AdditiveScores<int>(structure, source, target, edge, a, negativeSlope);
    }

    /// <inheritdoc/>
    public override EngineBuffer AdditiveScoresGradient(
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
        if (a.Shape[1] > HeadGroup.MaxWidth)
        {
            return base.AdditiveScoresGradient(structure, source, target, edge, a, negativeSlope, gradient, out toSource, out toTarget, out toEdge);
        }

        return structure.RowPointers.IsWide
            ? AdditiveScoresGradient<long>(structure, source, target, edge, a, negativeSlope, gradient, out toSource, out toTarget, out toEdge)
            : AdditiveScoresGradient<int>(structure, source, target, edge, a, negativeSlope, gradient, out toSource, out toTarget, out toEdge);
    }

    private HostBuffer AdditiveScores<TIndex>(
        SparseStructure structure, in BufferView source, in BufferView target, in BufferView edge, in BufferView a, double negativeSlope)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long heads, long width) = (a.Shape[0], source.Shape[1]);
        HostBuffer buffer = NewFloats(structure.EntryCount * heads, out float* y);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, width);
        var job = new AdditiveScoresJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            Source = Floats(source),
            Target = Floats(target),
            Edge = edge.IsEmpty ? null : Floats(edge),
            A = Floats(a),
            Y = y,
            Slope = (float)negativeSlope,
            Width = width,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(structure, (2 * width) + (2 * heads)));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer AdditiveScoresGradient<TIndex>(
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
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long heads, long width) = (a.Shape[0], source.Shape[1]);
        HostBuffer headOf = New(DataType.Int32, width + VectorWidth.Lanes);
        HeadGroup.FillHeads((int*)headOf.Pointer, width, width / heads);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, width);
        HostBuffer partial = NewFloats(cut.Chunks * width, out float* parts);
        toTarget = NewFloats(target.Count, out float* targets);
        float* edges = null;
        toEdge = edge.IsEmpty ? null : NewFloats(edge.Count, out edges);
        var job = new AdditiveScoresGradientJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            Own = Floats(target),
            Other = Floats(source),
            Edge = edge.IsEmpty ? null : Floats(edge),
            A = Floats(a),
            Gradient = Floats(gradient),
            HeadOf = (float*)headOf.Pointer,
            ToOwn = targets,
            ToA = parts,
            ToEdge = edges,
            Slope = (float)negativeSlope,
            Width = width,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(structure, 4 * width));
        HostBuffer toA = Reduce<ReduceOperators.Sum>(new BufferView(partial, 0, (cut.Chunks, width)), 1, cut.Chunks, width, divisor: 1);
        partial.Release();
        toSource = toEdge is null
            ? ToSource(structure.Transpose, job, source.Count)
            : SegmentReduce<TIndex>(structure, transposed: true, new BufferView(toEdge, 0, edge.Shape), Reduction.Sum, out _);
        headOf.Release();
        GC.KeepAlive(structure);
        return toA;
    }

    /// <summary>The same walk from the other side, for that side's gradient alone.</summary>
    private HostBuffer ToSource<TIndex>(SparseStructure transpose, AdditiveScoresGradientJob<TIndex> job, long count)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        HostBuffer buffer = NewFloats(count, out float* sources);
        float* own = job.Other;
        job.Other = job.Own;
        job.Own = own;
        job.ToOwn = sources;
        job.ToA = null;
        job.Csr = new Csr<TIndex>(transpose);
        job.Cut = new RowCut(transpose.RowCount, transpose.EntryCount, job.Width);
        RunVectors(job, job.Cut.Chunks, SparseWork(transpose, 4 * job.Width));
        GC.KeepAlive(transpose);
        return buffer;
    }
}
