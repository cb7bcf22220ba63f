using System.Diagnostics;
using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>The sparse primitives whose results belong to entries.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Sddmm(SparseStructure structure, EntryOperation operation, in BufferView a, in BufferView b, long heads) =>
        structure.RowPointers.IsWide
            ? Sddmm<long>(structure, operation, a, b, heads)
            : Sddmm<int>(structure, operation, a, b, heads);

    /// <inheritdoc/>
    public override EngineBuffer EdgeSoftmax(SparseStructure structure, in BufferView scores) =>
        structure.RowPointers.IsWide ? EdgeSoftmax<long>(structure, scores) : EdgeSoftmax<int>(structure, scores);

    /// <inheritdoc/>
    public override EngineBuffer EdgeSoftmaxGradient(SparseStructure structure, in BufferView y, in BufferView gradient) =>
        structure.RowPointers.IsWide ? EdgeSoftmaxGradient<long>(structure, y, gradient) : EdgeSoftmaxGradient<int>(structure, y, gradient);

    /// <inheritdoc/>
    public override EngineBuffer SegmentArgGradient(SparseStructure structure, bool transposed, in BufferView gradient, in BufferView arg) =>
        structure.RowPointers.IsWide
            ? Expand<long>(structure, transposed, gradient, arg)
            : Expand<int>(structure, transposed, gradient, arg);

    /// <inheritdoc/>
    public override EngineBuffer ExpandRows(SparseStructure structure, bool transposed, in BufferView x) =>
        structure.RowPointers.IsWide ? Expand<long>(structure, transposed, x, arg: default) : Expand<int>(structure, transposed, x, arg: default);

    /// <inheritdoc/>
    public override EngineBuffer DivideByRowLength(SparseStructure structure, bool transposed, in BufferView x) =>
        structure.RowPointers.IsWide ? DivideRows<long>(structure, transposed, x) : DivideRows<int>(structure, transposed, x);

    private HostBuffer Sddmm<TIndex>(SparseStructure structure, EntryOperation operation, in BufferView a, in BufferView b, long heads)
        where TIndex : unmanaged, IBinaryInteger<TIndex> => operation switch
        {
            EntryOperation.Dot => HeadDot<TIndex>(structure, a, b, heads),
            EntryOperation.Add => EntryBinary<TIndex, BinaryOperators.Add>(structure, a, b),
            EntryOperation.Subtract => EntryBinary<TIndex, BinaryOperators.Subtract>(structure, a, b),
            EntryOperation.Multiply => EntryBinary<TIndex, BinaryOperators.Multiply>(structure, a, b),
            _ => throw new UnreachableException(),
        };

    private HostBuffer Dot<TIndex>(SparseStructure structure, bool transposed, in BufferView a, in BufferView b, in BufferView arg, long heads)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        long width = a.Shape[1];
        HostBuffer buffer = NewFloats(structure.EntryCount * heads, out float* y);
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width);
        var job = new DotJob<TIndex>
        {
            Csr = new Csr<TIndex>(walked),
            Cut = cut,
            A = Floats(a),
            B = Floats(b),
            Y = y,
            Arg = (TIndex*)At(arg),
            Width = width,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(walked, width + (8 * heads)));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer HeadDot<TIndex>(SparseStructure structure, in BufferView a, in BufferView b, long heads)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long width = a.Shape[1];
        HostBuffer buffer = NewFloats(structure.EntryCount * heads, out float* y);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, width);
        var job = new HeadDotJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            A = Floats(a),
            B = Floats(b),
            Y = y,
            Width = width,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(structure, width + (2 * heads)));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer EntryBinary<TIndex, TOperator>(SparseStructure structure, in BufferView a, in BufferView b)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TOperator : struct, IBinaryOperator
    {
        long width = a.Shape[1];
        HostBuffer buffer = NewFloats(structure.EntryCount * width, out float* y);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, width);
        var job = new EntryBinaryJob<TIndex, TOperator>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            A = Floats(a),
            B = Floats(b),
            Y = y,
            Width = width,
        };
        RunVectors(job, cut.Chunks, SparseWork(structure, width));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer EdgeSoftmax<TIndex>(SparseStructure structure, in BufferView scores)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long heads = scores.Shape[1];
        HostBuffer buffer = NewFloats(scores.Count, out float* y);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, heads);
        var job = new EdgeSoftmaxJob<TIndex> { Csr = new Csr<TIndex>(structure), Cut = cut, Scores = Floats(scores), Y = y, HeadCount = heads };
        RunVectors(job, cut.Chunks, SparseWork(structure, 40 * heads));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer EdgeSoftmaxGradient<TIndex>(SparseStructure structure, in BufferView y, in BufferView gradient)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long heads = y.Shape[1];
        HostBuffer buffer = NewFloats(y.Count, out float* dx);
        var cut = new RowCut(structure.RowCount, structure.EntryCount, heads);
        var job = new EdgeSoftmaxGradientJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            Y = Floats(y),
            Gradient = Floats(gradient),
            Result = dx,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(structure, 2 * heads));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer Expand<TIndex>(SparseStructure structure, bool transposed, in BufferView x, in BufferView arg)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        long width = x.Shape[1];
        HostBuffer buffer = NewFloats(structure.EntryCount * width, out float* y);
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width);
        var job = new ExpandJob<TIndex>
        {
            Csr = new Csr<TIndex>(walked),
            Cut = cut,
            X = Floats(x),
            Arg = arg.IsEmpty ? null : (TIndex*)At(arg),
            Y = y,
            Width = width,
        };
        RunVectors(job, cut.Chunks, SparseWork(walked, 0) + (structure.EntryCount * width * StreamWork));
        GC.KeepAlive(structure);
        return buffer;
    }

    private HostBuffer DivideRows<TIndex>(SparseStructure structure, bool transposed, in BufferView x)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        long width = x.Shape[1];
        HostBuffer buffer = NewFloats(x.Count, out float* y);
        var job = new DivideRowsJob<TIndex> { Csr = new Csr<TIndex>(walked), X = Floats(x), Y = y, Width = width };
        RunVectors(job, RowChunks(walked.RowCount, width), x.Count * 2 * StreamWork);
        GC.KeepAlive(structure);
        return buffer;
    }
}
