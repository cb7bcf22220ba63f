using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for a row or entry, and for each of its columns.
    private const double EntryWork = 0.8;
    private const double ColumnWork = 0.12;

    // Elements, entries times columns, below which a product with the transpose is scattered by one thread.
    private const long SerialElements = 1 << 20;

    // Entries of a row that cost less than not to foresee its end.
    private const long FewEntries = 8;

    // Elements that stay in a core's own cache.
    private const long CachedElements = 1 << 18;

    /// <inheritdoc/>
    public override EngineBuffer SpMM(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView x, Reduction reduction, out EngineBuffer? arg) =>
        structure.RowPointers.IsWide
            ? SpMM<long>(structure, transposed, values, x, reduction, out arg)
            : SpMM<int>(structure, transposed, values, x, reduction, out arg);

    /// <inheritdoc/>
    public override EngineBuffer SpMMWithSelf(SparseStructure structure, bool transposed, in BufferView x, in BufferView self, in BufferView scale) =>
        structure.RowPointers.IsWide
            ? SpMMWithSelf<long>(structure, transposed, x, self, scale)
            : SpMMWithSelf<int>(structure, transposed, x, self, scale);

    /// <inheritdoc/>
    public override EngineBuffer SpMMArgGradient(SparseStructure structure, bool transposed, in BufferView values, in BufferView gradient, in BufferView arg) =>
        structure.RowPointers.IsWide
            ? SpMMArgGradient<long>(structure, transposed, values, gradient, arg)
            : SpMMArgGradient<int>(structure, transposed, values, gradient, arg);

    /// <inheritdoc/>
    public override EngineBuffer SpMMArgValueGradient(
        SparseStructure structure, bool transposed, long heads, in BufferView x, in BufferView gradient, in BufferView arg) =>
        structure.RowPointers.IsWide
            ? Dot<long>(structure, transposed, gradient, x, arg, heads)
            : Dot<int>(structure, transposed, gradient, x, arg, heads);

    /// <inheritdoc/>
    public override EngineBuffer SegmentReduce(SparseStructure structure, bool transposed, in BufferView x, Reduction reduction, out EngineBuffer? arg) =>
        structure.RowPointers.IsWide
            ? SegmentReduce<long>(structure, transposed, x, reduction, out arg)
            : SegmentReduce<int>(structure, transposed, x, reduction, out arg);

    private static SparseStructure Walked(SparseStructure structure, bool transposed) => transposed ? structure.Transpose : structure;

    /// <summary>Whether rows are walked in order of length: where they have few entries and their neighbours stay in the cache, since it costs reading ahead.</summary>
    private static bool IsByLength(SparseStructure walked, long width) =>
        walked.EntryCount <= FewEntries * walked.RowCount && walked.ColumnCount * width <= CachedElements;

    private static double SparseWork(SparseStructure structure, long width) =>
        ((double)structure.EntryCount + structure.RowCount) * (EntryWork + (width * ColumnWork));

    private HostBuffer SpMM<TIndex>(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView x, Reduction reduction, out EngineBuffer? arg)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long width = x.Shape[1];
        if (transposed && reduction == Reduction.Sum && (values.IsEmpty || values.Shape[1] == 1) && structure.EntryCount * width <= SerialElements)
        {
            arg = null;
            return Scatter<TIndex>(structure, values, x);
        }

        SparseStructure walked = Walked(structure, transposed);
        if (values.IsEmpty)
        {
            var term = new EntryTerms.Neighbour<TIndex> { X = Floats(x), Columns = walked.ColumnIndices.Pointer, Width = width };
            return ReduceRows<TIndex, EntryTerms.Neighbour<TIndex>>(walked, term, width, heads: 1, reduction, out arg);
        }

        long heads = values.Shape[1];
        if (heads > 1 && heads <= VectorWidth.Lanes)
        {
            return SpMMHeads<TIndex>(walked, values, x, reduction, out arg);
        }

        if (heads == 1)
        {
            HostBuffer? permuted = null;
            float* entryValues = Floats(values);
            if (walked.EntryIds is not null)
            {
                permuted = NewFloats(values.Count, out entryValues);
                Permute<TIndex>(walked, Floats(values), entryValues);
            }

            var weighted = new EntryTerms.WeightedNeighbour
            {
                X = Floats(x),
                Values = entryValues,
                Columns = walked.ColumnIndices.Pointer,
                Width = width,
            };
            HostBuffer result = ReduceRows<TIndex, EntryTerms.WeightedNeighbour>(walked, weighted, width, heads: 1, reduction, out arg);
            permuted?.Release();
            return result;
        }

        var headTerm = new EntryTerms.HeadNeighbour<TIndex>
        {
            X = Floats(x),
            Values = Floats(values),
            Csr = new Csr<TIndex>(walked),
            Width = width,
            Heads = heads,
        };
        return ReduceRows<TIndex, EntryTerms.HeadNeighbour<TIndex>>(walked, headTerm, width, heads, reduction, out arg);
    }

    private HostBuffer SpMMWithSelf<TIndex>(SparseStructure structure, bool transposed, in BufferView x, in BufferView self, in BufferView scale)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        long width = x.Shape[1];
        var term = new EntryTerms.Neighbour<TIndex> { X = Floats(x), Columns = walked.ColumnIndices.Pointer, Width = width };
        return SumRows<TIndex, EntryTerms.Neighbour<TIndex>>(walked, term, width, heads: 1, isMean: false, Floats(self), *Floats(scale));
    }

    private HostBuffer Scatter<TIndex>(SparseStructure structure, in BufferView values, in BufferView x)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        long width = x.Shape[1];
        var csr = new Csr<TIndex>(structure);
        HostBuffer buffer = NewZeros(structure.ColumnCount * width, out float* y);
        var job = new ScatterSumJob<TIndex>
        {
            Csr = csr,
            Values = values.IsEmpty ? null : Floats(values),
            X = Floats(x),
            Y = y,
            Width = width,
        };
        RunVectors(job, chunks: 1, work: 0);
        GC.KeepAlive(structure);
        return buffer;
    }

    private void Permute<TIndex>(SparseStructure transpose, float* values, float* permuted)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var job = new PermuteJob<TIndex> { X = values, Entries = (TIndex*)transpose.EntryIds!.Pointer, Y = permuted, Length = transpose.EntryCount };
        RunChunks(ref job, Runs.CountOf(job.Length), job.Length * 1.5);
    }

    private HostBuffer SpMMHeads<TIndex>(SparseStructure walked, in BufferView values, in BufferView x, Reduction reduction, out EngineBuffer? arg)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long width, long heads) = (x.Shape[1], values.Shape[1]);
        long padded = width + VectorWidth.Lanes;
        HostBuffer headOf = New(DataType.Int32, padded);
        int* head = (int*)headOf.Pointer;
        for (long column = 0; column < padded; column++)
        {
            head[column] = column < width ? (int)(column / (width / heads)) : 0;
        }

        var term = new EntryTerms.HeadsNeighbour<TIndex>
        {
            X = Floats(x),
            Values = Floats(values),
            HeadOf = (float*)head,
            Csr = new Csr<TIndex>(walked),
            Width = width,
            Heads = heads,
        };
        HostBuffer buffer = ReduceRows<TIndex, EntryTerms.HeadsNeighbour<TIndex>>(walked, term, width, heads: 1, reduction, out arg);
        headOf.Release();
        return buffer;
    }

    private HostBuffer SegmentReduce<TIndex>(SparseStructure structure, bool transposed, in BufferView x, Reduction reduction, out EngineBuffer? arg)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        long width = x.Shape[1];
        var term = new EntryTerms.OwnRow<TIndex> { X = Floats(x), Csr = new Csr<TIndex>(walked), Width = width };
        return ReduceRows<TIndex, EntryTerms.OwnRow<TIndex>>(walked, term, width, heads: 1, reduction, out arg);
    }

    /// <summary>Walks the other way: each row that was read gathers the gradients of the results it gave, so that nobody writes to another's row.</summary>
    private HostBuffer SpMMArgGradient<TIndex>(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView gradient, in BufferView arg)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        SparseStructure back = Walked(structure, !transposed);
        long width = gradient.Shape[1];
        long heads = values.IsEmpty ? 1 : values.Shape[1];
        HostBuffer marks = New(DataType.Bool, (structure.EntryCount * MarkJob<TIndex>.BytesOf(width)) + sizeof(ulong));
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width);
        var mark = new MarkJob<TIndex> { Csr = new Csr<TIndex>(walked), Cut = cut, Arg = (TIndex*)At(arg), Marks = (byte*)marks.Pointer, Width = width };
        RunVectors(mark, cut.Chunks, SparseWork(walked, width));
        float one = 1;
        var term = new EntryTerms.MarkedNeighbour<TIndex>
        {
            X = Floats(gradient),
            Marks = mark.Marks,
            Bytes = MarkJob<TIndex>.BytesOf(width),
            Values = values.IsEmpty ? &one : Floats(values),
            Csr = new Csr<TIndex>(back),
            Width = width,
            Heads = values.IsEmpty ? 0 : heads,
        };
        HostBuffer result = SumRows<TIndex, EntryTerms.MarkedNeighbour<TIndex>>(back, term, width, heads, isMean: false);
        marks.Release();
        return result;
    }

    private HostBuffer ReduceRows<TIndex, TTerm>(
        SparseStructure walked, in TTerm term, long width, long heads, Reduction reduction, out EngineBuffer? arg)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TTerm : struct, IEntryTerm
    {
        if (reduction is Reduction.Sum or Reduction.Mean)
        {
            arg = null;
            return SumRows<TIndex, TTerm>(walked, term, width, heads, reduction == Reduction.Mean);
        }

        HostBuffer args = New(walked.RowPointers.DataType, walked.RowCount * width);
        arg = args;
        return reduction == Reduction.Max
            ? ExtremeRows<TIndex, TTerm, ExtremeOrders.Max>(walked, term, width, heads, args)
            : ExtremeRows<TIndex, TTerm, ExtremeOrders.Min>(walked, term, width, heads, args);
    }

    private HostBuffer ExtremeRows<TIndex, TTerm, TOrder>(SparseStructure walked, in TTerm term, long width, long heads, HostBuffer args)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TTerm : struct, IEntryTerm
        where TOrder : struct, IExtremeOrder
    {
        HostBuffer buffer = NewFloats(walked.RowCount * width, out float* y);
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width);
        var job = new RowExtremeJob<TIndex, TTerm, TOrder>
        {
            Csr = new Csr<TIndex>(walked, IsByLength(walked, width)),
            Cut = cut,
            Term = term,
            Y = y,
            Arg = (TIndex*)args.Pointer,
            Width = width,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(walked, width));
        GC.KeepAlive(walked);
        return buffer;
    }

    /// <summary>The sums or means of what rows' entries contribute; a sum begins with its own row of self, times a scale, if that is given.</summary>
    private HostBuffer SumRows<TIndex, TTerm>(
        SparseStructure walked, in TTerm term, long width, long heads, bool isMean, float* self = null, float scale = 1)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TTerm : struct, IEntryTerm
    {
        HostBuffer buffer = NewFloats(walked.RowCount * width, out float* y);
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width);
        var job = new RowSumJob<TIndex, TTerm>
        {
            Csr = new Csr<TIndex>(walked, IsByLength(walked, width)),
            Cut = cut,
            Term = term,
            Y = y,
            Width = width,
            Heads = heads,
            IsMean = isMean,
            Self = self,
            Scale = scale,
        };
        RunVectors(job, cut.Chunks, SparseWork(walked, width));
        GC.KeepAlive(walked);
        return buffer;
    }
}
