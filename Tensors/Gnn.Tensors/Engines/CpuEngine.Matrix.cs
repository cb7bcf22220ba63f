using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for a multiplication and an addition.
    private const double ProductWork = 0.02;

    /// <inheritdoc/>
    public override EngineBuffer MatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB)
    {
        (long m, long k) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        long n = transposeB ? b.Shape[0] : b.Shape[1];
        if (m * n == 0 || k == 0)
        {
            return NewZeros(m * n, out _);
        }

        HostBuffer buffer = NewFloats(m * n, out float* c);
        HostBuffer? turned = transposeB ? Transposed(b) : null;
        float* right = turned is null ? Floats(b) : (float*)turned.Pointer;
        var plan = new MatMulPlan(m, n, k, transposeA);
        var job = new MatMulJob { A = Floats(a), B = right, C = c, Plan = plan };
        double work = (double)m * n * k * ProductWork;
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

        turned?.Release();
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Transpose(in BufferView x) => Transposed(x);

    private HostBuffer Transposed(in BufferView x)
    {
        (long rows, long columns) = (x.Shape[0], x.Shape[1]);
        HostBuffer buffer = NewFloats(x.Count, out float* y);
        var job = new TransposeJob { X = Floats(x), Y = y, Rows = rows, Columns = columns };
        RunChunks(ref job, (rows + TransposeJob.Tile - 1) / TransposeJob.Tile, x.Count * 1.0);
        return buffer;
    }
}
