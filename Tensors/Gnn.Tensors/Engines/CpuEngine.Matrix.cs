using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for a multiplication and an addition.
    private const double ProductWork = 0.02;

    // Blocks of rows from which a packed right side is shared.
    private const long SharedBlocks = 3;

    /// <inheritdoc/>
    public override EngineBuffer MatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB)
    {
        (long m, long k) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        long n = transposeB ? b.Shape[0] : b.Shape[1];
        if (m * n == 0 || k == 0)
        {
            return NewZeros(m * n, out _);
        }

        // The long side along the vectors: of a narrow A^T B the transpose is made, B^T A.
        if (transposeA && !transposeB && n < m)
        {
            HostBuffer turned = Product(Floats(b), true, Floats(a), false, n, m, k);
            HostBuffer result = Transposed((float*)turned.Pointer, n, m);
            turned.Release();
            return result;
        }

        return Product(Floats(a), transposeA, Floats(b), transposeB, m, n, k);
    }

    /// <inheritdoc/>
    public override EngineBuffer Transpose(in BufferView x) => Transposed(Floats(x), x.Shape[0], x.Shape[1]);

    private HostBuffer Product(float* a, bool transposeA, float* b, bool transposeB, long m, long n, long k)
    {
        HostBuffer buffer = NewFloats(m * n, out float* c);
        var plan = new MatMulPlan(m, n, k, transposeA);
        var job = new MatMulJob { A = a, B = b, C = c, Plan = plan };
        int lanes = VectorWidth.Lanes;
        HostBuffer? packed = null;
        if (transposeB || (plan.RowBlocks >= SharedBlocks && (n > 2 * lanes || n % lanes != 0)))
        {
            packed = NewFloats(k * PackJob.WidthOf(n, 2 * lanes), out job.Packed);
            var pack = new PackJob { B = b, Packed = job.Packed, N = n, K = k, IsTransposed = transposeB };
            RunVectors(pack, pack.Chunks, k * n * StreamWork);
        }

        double work = ((double)m * n * k * ProductWork) + ((double)m * n * StreamWork);
        if (plan.Slabs == 1)
        {
            RunVectors(job, plan.RowBlocks, work);
        }
        else
        {
            HostBuffer partial = NewFloats(plan.Slabs * m * n, out job.C);
            RunVectors(job, plan.Slabs * plan.RowBlocks, work);
            RunVectors(
                new SlabSumJob { Partial = job.C, Y = c, Slabs = plan.Slabs, Length = m * n },
                Runs.CountOf(m * n),
                plan.Slabs * m * n * StreamWork);
            partial.Release();
        }

        packed?.Release();
        return buffer;
    }

    private HostBuffer Transposed(float* x, long rows, long columns)
    {
        HostBuffer buffer = NewFloats(rows * columns, out float* y);
        var job = new TransposeJob { X = x, Y = y, Rows = rows, Columns = columns };
        RunChunks(ref job, (rows + TransposeJob.Tile - 1) / TransposeJob.Tile, rows * columns * 1.0);
        return buffer;
    }
}
