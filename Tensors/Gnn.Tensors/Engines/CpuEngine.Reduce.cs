using System.Diagnostics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for an exponential, for what a row costs besides, and a narrow one.
    private const double ExpWork = 0.6;
    private const double RowWork = 30;
    private const double NarrowRowWork = 2;

    /// <inheritdoc/>
    public override EngineBuffer Reduce(Reduction reduction, in BufferView x, long outer, long length, long inner) => reduction switch
    {
        Reduction.Sum => Reduce<ReduceOperators.Sum>(x, outer, length, inner, divisor: 1),
        Reduction.Mean => Reduce<ReduceOperators.Sum>(x, outer, length, inner, divisor: length),
        Reduction.Max => Reduce<ReduceOperators.Max>(x, outer, length, inner, divisor: 1),
        Reduction.Min => Reduce<ReduceOperators.Min>(x, outer, length, inner, divisor: 1),
        _ => throw new UnreachableException(),
    };

    /// <inheritdoc/>
    public override EngineBuffer InnerProduct(in BufferView a, in BufferView b)
    {
        long runs = Runs.CountOf(a.Count);
        HostBuffer sums = New(DataType.Float64, runs);
        var job = new InnerProductJob { A = Floats(a), B = Floats(b), Sums = (double*)sums.Pointer, Length = a.Count };
        RunVectors(job, runs, a.Count * 2 * StreamWork);
        HostBuffer buffer = NewFloats(1, out float* y);
        double total = 0;
        for (long run = 0; run < runs; run++)
        {
            total += job.Sums[run];
        }

        *y = (float)total;
        sums.Release();
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer ArgReduce(Reduction reduction, in BufferView x, long outer, long length, long inner)
    {
        HostBuffer buffer = New(DataType.Int32, outer * inner);
        long results = Runs.RowsOf(length);
        var job = new ArgReduceJob
        {
            X = Floats(x),
            Y = (int*)buffer.Pointer,
            IsMax = reduction == Reduction.Max,
            Outer = outer,
            Length = length,
            Inner = inner,
            ResultsPerChunk = results,
        };
        RunChunks(ref job, ((outer * inner) + results - 1) / results, x.Count * 1.0);
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer ArgReduceGradient(in BufferView gradient, in BufferView arg, long outer, long length, long inner)
    {
        float* dy = Floats(gradient);
        int* place = (int*)At(arg);
        HostBuffer buffer = NewZeros(outer * length * inner, out float* dx);
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                long at = (o * inner) + i;
                dx[(((o * length) + place[at]) * inner) + i] = dy[at];
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSumExp(in BufferView x, long outer, long length, long inner)
    {
        HostBuffer buffer = NewFloats(outer * inner, out float* y);
        if (inner == 1)
        {
            RunRows(new RowKernels.LogSumExp(y), Floats(x), Floats(x), null, outer, length, ExpWork, RowWork);
            return buffer;
        }

        long perChunk = Runs.RowsOf(length * inner);
        var job = new LogSumExpJob { X = Floats(x), Y = y, Outer = outer, Length = length, Inner = inner, OuterPerChunk = perChunk };
        RunVectors(job, (outer + perChunk - 1) / perChunk, x.Count * ExpWork);
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSoftmax(in BufferView x) => OfRows(default(RowKernels.LogSoftmax), x, x, ExpWork, RowWork);

    /// <inheritdoc/>
    public override EngineBuffer LogSoftmaxGradient(in BufferView y, in BufferView gradient) =>
        OfRows(default(RowKernels.LogSoftmaxGradient), y, gradient, ExpWork, rowWork: 0);

    /// <inheritdoc/>
    public override EngineBuffer Softmax(in BufferView x) => OfRows(default(RowKernels.Softmax), x, x, ExpWork, RowWork);

    /// <inheritdoc/>
    public override EngineBuffer SoftmaxGradient(in BufferView y, in BufferView gradient) =>
        OfRows(default(RowKernels.SoftmaxGradient), y, gradient, 3 * StreamWork, rowWork: 0);

    private HostBuffer OfRows<TKernel>(in TKernel kernel, in BufferView a, in BufferView b, double work, double rowWork)
        where TKernel : struct, IRowKernel
    {
        HostBuffer buffer = NewFloats(a.Count, out float* y);
        RunRows(kernel, Floats(a), Floats(b), y, a.Shape[0], a.Shape[1], work, rowWork);
        return buffer;
    }

    /// <summary>Computes each row; an element costs so many nanoseconds, and so does a row besides unless it is narrow.</summary>
    private void RunRows<TKernel>(in TKernel kernel, float* a, float* b, float* y, long rows, long columns, double work, double rowWork)
        where TKernel : struct, IRowKernel
    {
        var job = new RowJob<TKernel> { Kernel = kernel, A = a, B = b, Y = y, Rows = rows, Columns = columns };
        RunVectors(job, RowChunks(rows, columns), rows * ((columns * work) + (columns <= TKernel.Narrow ? NarrowRowWork : rowWork)));
    }

    /// <summary>The number of runs of whole rows; none for rows without elements.</summary>
    private static long RowChunks(long rows, long columns) => columns == 0 ? 0 : (rows + Runs.RowsOf(columns) - 1) / Runs.RowsOf(columns);

    private HostBuffer Reduce<TOperator>(in BufferView x, long outer, long length, long inner, double divisor)
        where TOperator : struct, IReduceOperator
    {
        var plan = new ReducePlan(outer, length, inner);
        HostBuffer buffer = NewFloats(outer * inner, out float* y);
        double work = x.Count * StreamWork;
        if (plan.Blocks == 1)
        {
            RunVectors(new ReduceJob<TOperator> { X = Floats(x), Partial = y, Divisor = (float)divisor, Plan = plan }, plan.Chunks, work);
            return buffer;
        }

        HostBuffer partial = NewFloats(outer * plan.Blocks * inner, out float* parts);
        RunVectors(new ReduceJob<TOperator> { X = Floats(x), Partial = parts, Divisor = 1, Plan = plan }, plan.Chunks, work);
        var join = new JoinJob<TOperator> { Partial = parts, Y = y, Divisor = divisor, Plan = plan };
        RunChunks(ref join, Runs.CountOf(outer * inner), outer * plan.Blocks * inner * 1.0);
        partial.Release();
        return buffer;
    }
}
