using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Small square blocks.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer BlockSpMM(SparseStructure structure, bool transposed, in BufferView blocks, in BufferView x, int blockSize)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure.RowPointers.IsWide
            ? BlockSpMM<long>(structure, transposed, blocks, x, blockSize)
            : BlockSpMM<int>(structure, transposed, blocks, x, blockSize);
    }

    /// <inheritdoc/>
    public override EngineBuffer BlockMatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB, int blockSize)
    {
        if (blockSize > BlockMatMulJob.MaxSize)
        {
            return base.BlockMatMul(a, transposeA, b, transposeB, blockSize);
        }

        long count = a.Shape[0];
        long elements = (long)blockSize * blockSize;
        HostBuffer buffer = NewFloats(count * elements, out float* y);
        var job = new BlockMatMulJob
        {
            A = Floats(a),
            B = Floats(b),
            Y = y,
            Count = count,
            Size = blockSize,
            TransposeA = transposeA,
            TransposeB = transposeB,
        };
        RunVectors(job, RowChunks(count, elements), count * blockSize * (EntryWork + (elements * ColumnWork)));
        return buffer;
    }

    private HostBuffer BlockSpMM<TIndex>(SparseStructure structure, bool transposed, in BufferView blocks, in BufferView x, int blockSize)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        SparseStructure walked = Walked(structure, transposed);
        long width = x.Shape[1];
        HostBuffer buffer = NewFloats(walked.RowCount * width, out float* y);
        var cut = new RowCut(walked.RowCount, walked.EntryCount, width * blockSize);
        var job = new BlockRowSumJob<TIndex>
        {
            Csr = new Csr<TIndex>(walked),
            Cut = cut,
            Blocks = Floats(blocks),
            X = Floats(x),
            Y = y,
            Columns = width / blockSize,
            Size = blockSize,
            RowStep = transposed ? 1 : blockSize,
            ColumnStep = transposed ? blockSize : 1,
        };
        RunVectors(job, cut.Chunks, SparseWork(walked, width * blockSize));
        GC.KeepAlive(structure);
        return buffer;
    }
}
