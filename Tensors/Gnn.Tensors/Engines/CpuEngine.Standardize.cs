using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

/// <content>Standardisation. Rows are read once for all; columns once for their moments, which blocks of rows that stay in the cache give, and once more.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Standardize(
        in BufferView x, long outer, long length, long inner, double epsilon, out EngineBuffer mean, out EngineBuffer variance)
    {
        if (x.Count == 0)
        {
            return base.Standardize(x, outer, length, inner, epsilon, out mean, out variance);
        }

        HostBuffer buffer = NewFloats(x.Count, out float* y);
        mean = NewFloats(outer * inner, out float* means);
        variance = NewFloats(outer * inner, out float* variances);
        if (inner == 1)
        {
            var rows = new StandardizeRowsJob
            {
                X = Floats(x),
                Y = y,
                Mean = means,
                Variance = variances,
                Rows = outer,
                Columns = length,
                Epsilon = epsilon,
            };
            RunVectors(rows, RowChunks(outer, length), (x.Count * 3 * StreamWork) + (outer * RowWork));
            return buffer;
        }

        HostBuffer rests = NewFloats(outer * inner, out float* rest);
        HostBuffer scales = NewFloats(outer * inner, out float* scale);
        JoinMoments(Floats(x), new ReducePlan(outer, length, inner), epsilon, means, rest, variances, scale);
        var columns = new StandardizeColumnsJob
        {
            X = Floats(x),
            Y = y,
            Mean = means,
            Rest = rest,
            Scale = scale,
            Rows = outer * length,
            Length = length,
            Columns = inner,
        };
        RunVectors(columns, RowChunks(outer * length, inner), x.Count * 2 * StreamWork);
        rests.Release();
        scales.Release();
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer StandardizeGradient(
        in BufferView y, in BufferView variance, in BufferView gradient, long outer, long length, long inner, double epsilon)
    {
        HostBuffer buffer = NewFloats(y.Count, out float* dx);
        if (y.Count == 0)
        {
            return buffer;
        }

        HostBuffer scales = NewFloats(outer * inner, out float* scale);
        float* variances = Floats(variance);
        for (long i = 0; i < outer * inner; i++)
        {
            scale[i] = JoinMomentsJob.ScaleOf(variances[i], epsilon);
        }

        if (inner == 1)
        {
            var rows = new StandardizeRowsGradientJob { Y = Floats(y), Gradient = Floats(gradient), Scale = scale, Result = dx, Rows = outer, Columns = length };
            RunVectors(rows, RowChunks(outer, length), (y.Count * 3 * StreamWork) + (outer * RowWork));
        }
        else
        {
            HostBuffer sums = JoinProducts(Floats(y), Floats(gradient), new ReducePlan(outer, length, inner), out float* mean, out float* along);
            var columns = new StandardizeColumnsGradientJob
            {
                Y = Floats(y),
                Gradient = Floats(gradient),
                Mean = mean,
                Along = along,
                Scale = scale,
                Result = dx,
                Rows = outer * length,
                Length = length,
                Columns = inner,
            };
            RunVectors(columns, RowChunks(outer * length, inner), y.Count * 3 * StreamWork);
            sums.Release();
        }

        scales.Release();
        return buffer;
    }

    private void JoinMoments(float* x, in ReducePlan plan, double epsilon, float* mean, float* rest, float* variance, float* scale)
    {
        // In double precision, which buffers of this engine do not have: the words of as wide integers hold it.
        long count = plan.Outer * plan.Blocks * plan.Inner;
        HostBuffer partial = New(DataType.Int64, 2 * count);
        double* means = (double*)partial.Pointer;
        double* squares = means + count;
        RunVectors(
            new ColumnMomentsJob { X = x, Means = means, Squares = squares, Plan = plan }, plan.Chunks, plan.Outer * plan.Length * plan.Inner * 3 * StreamWork);
        var join = new JoinMomentsJob
        {
            Means = means,
            Squares = squares,
            Mean = mean,
            Rest = rest,
            Variance = variance,
            Scale = scale,
            Epsilon = epsilon,
            Plan = plan,
        };
        RunChunks(ref join, JoinMomentsJob.ChunksOf(plan), count * 2.0);
        partial.Release();
    }

    /// <summary>The columns' means of the gradient and of its products with y, in one buffer.</summary>
    private HostBuffer JoinProducts(float* y, float* gradient, in ReducePlan plan, out float* mean, out float* along)
    {
        long count = plan.Outer * plan.Blocks * plan.Inner;
        HostBuffer partial = NewFloats(2 * count, out float* parts);
        RunVectors(
            new ColumnProductsJob { Y = y, Gradient = gradient, Sums = parts, Products = parts + count, Plan = plan },
            plan.Chunks,
            plan.Outer * plan.Length * plan.Inner * 2 * StreamWork);
        HostBuffer sums = NewFloats(2 * plan.Outer * plan.Inner, out mean);
        along = mean + (plan.Outer * plan.Inner);
        var joinSums = new JoinJob<ReduceOperators.Sum> { Partial = parts, Y = mean, Divisor = plan.Length, Plan = plan };
        RunChunks(ref joinSums, Runs.CountOf(plan.Outer * plan.Inner), count * 1.0);
        var joinProducts = new JoinJob<ReduceOperators.Sum> { Partial = parts + count, Y = along, Divisor = plan.Length, Plan = plan };
        RunChunks(ref joinProducts, Runs.CountOf(plan.Outer * plan.Inner), count * 1.0);
        partial.Release();
        return sums;
    }
}
