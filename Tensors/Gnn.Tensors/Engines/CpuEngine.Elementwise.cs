using System.Diagnostics;
using System.Numerics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Nanoseconds for an element of one stream, and of what a function adds.
    private const double StreamWork = 0.15;

    /// <inheritdoc/>
    public override EngineBuffer Unary(UnaryOperation operation, in BufferView x, double parameter) => operation switch
    {
        UnaryOperation.Negate => Unary<UnaryOperators.Negate>(x, parameter, 0.1),
        UnaryOperation.Absolute => Unary<UnaryOperators.Absolute>(x, parameter, 0.1),
        UnaryOperation.Exp => Unary<UnaryOperators.Exp>(x, parameter, 0.4),
        UnaryOperation.Log => Unary<UnaryOperators.Log>(x, parameter, 0.8),
        UnaryOperation.Sqrt => Unary<UnaryOperators.Sqrt>(x, parameter, 0.1),
        UnaryOperation.Square => Unary<UnaryOperators.Square>(x, parameter, 0.1),
        UnaryOperation.Reciprocal => Unary<UnaryOperators.Reciprocal>(x, parameter, 0.1),
        UnaryOperation.InverseSqrt => Unary<UnaryOperators.InverseSqrt>(x, parameter, 0.1),
        UnaryOperation.AddScalar => Unary<UnaryOperators.AddScalar>(x, parameter, 0.1),
        UnaryOperation.MultiplyScalar => Unary<UnaryOperators.MultiplyScalar>(x, parameter, 0.1),
        UnaryOperation.Power => Unary<UnaryOperators.Power>(x, parameter, 12),
        UnaryOperation.Relu => Unary<UnaryOperators.Relu>(x, parameter, 0.1),
        UnaryOperation.LeakyRelu => Unary<UnaryOperators.LeakyRelu>(x, parameter, 0.1),
        UnaryOperation.Elu => Unary<UnaryOperators.Elu>(x, parameter, 0.5),
        UnaryOperation.Sigmoid => Unary<UnaryOperators.Sigmoid>(x, parameter, 0.6),
        UnaryOperation.Tanh => Unary<UnaryOperators.Tanh>(x, parameter, 0.7),
        UnaryOperation.Gelu => Unary<UnaryOperators.Gelu>(x, parameter, 0.9),
        UnaryOperation.Silu => Unary<UnaryOperators.Silu>(x, parameter, 0.6),
        UnaryOperation.Softplus => Unary<UnaryOperators.Softplus>(x, parameter, 0.8),
        UnaryOperation.Sin => Unary<UnaryOperators.Sin>(x, parameter, 0.6),
        UnaryOperation.Cos => Unary<UnaryOperators.Cos>(x, parameter, 0.6),
        _ => throw new UnreachableException(),
    };

    /// <inheritdoc/>
    public override EngineBuffer UnaryGradient(UnaryOperation operation, in BufferView x, in BufferView y, in BufferView gradient, double parameter) =>
        operation switch
        {
            UnaryOperation.Negate => UnaryGradient<UnaryOperators.Negate>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Absolute => UnaryGradient<UnaryOperators.Absolute>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Exp => UnaryGradient<UnaryOperators.Exp>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Log => UnaryGradient<UnaryOperators.Log>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Sqrt => UnaryGradient<UnaryOperators.Sqrt>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Square => UnaryGradient<UnaryOperators.Square>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Reciprocal => UnaryGradient<UnaryOperators.Reciprocal>(x, y, gradient, parameter, 0.1),
            UnaryOperation.InverseSqrt => UnaryGradient<UnaryOperators.InverseSqrt>(x, y, gradient, parameter, 0.1),
            UnaryOperation.AddScalar => UnaryGradient<UnaryOperators.AddScalar>(x, y, gradient, parameter, 0.1),
            UnaryOperation.MultiplyScalar => UnaryGradient<UnaryOperators.MultiplyScalar>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Power => UnaryGradient<UnaryOperators.Power>(x, y, gradient, parameter, 12),
            UnaryOperation.Relu => UnaryGradient<UnaryOperators.Relu>(x, y, gradient, parameter, 0.1),
            UnaryOperation.LeakyRelu => UnaryGradient<UnaryOperators.LeakyRelu>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Elu => UnaryGradient<UnaryOperators.Elu>(x, y, gradient, parameter, 0.5),
            UnaryOperation.Sigmoid => UnaryGradient<UnaryOperators.Sigmoid>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Tanh => UnaryGradient<UnaryOperators.Tanh>(x, y, gradient, parameter, 0.1),
            UnaryOperation.Gelu => UnaryGradient<UnaryOperators.Gelu>(x, y, gradient, parameter, 0.9),
            UnaryOperation.Silu => UnaryGradient<UnaryOperators.Silu>(x, y, gradient, parameter, 0.6),
            UnaryOperation.Softplus => UnaryGradient<UnaryOperators.Softplus>(x, y, gradient, parameter, 0.6),
            UnaryOperation.Sin => UnaryGradient<UnaryOperators.Sin>(x, y, gradient, parameter, 0.6),
            UnaryOperation.Cos => UnaryGradient<UnaryOperators.Cos>(x, y, gradient, parameter, 0.6),
            _ => throw new UnreachableException(),
        };

    /// <inheritdoc/>
    public override EngineBuffer Binary(BinaryOperation operation, in BufferView a, in BufferView b, in Shape shape) => operation switch
    {
        BinaryOperation.Add => Binary<BinaryOperators.Add>(a, b, shape),
        BinaryOperation.Subtract => Binary<BinaryOperators.Subtract>(a, b, shape),
        BinaryOperation.Multiply => Binary<BinaryOperators.Multiply>(a, b, shape),
        BinaryOperation.Divide => Binary<BinaryOperators.Divide>(a, b, shape),
        BinaryOperation.Maximum => Binary<BinaryOperators.Maximum>(a, b, shape),
        BinaryOperation.Minimum => Binary<BinaryOperators.Minimum>(a, b, shape),
        _ => throw new UnreachableException(),
    };

    /// <inheritdoc/>
    public override EngineBuffer Compare(ComparisonOperation operation, in BufferView a, in BufferView b, in Shape shape) => operation switch
    {
        ComparisonOperation.Equal => Compare<Comparisons.Equal>(a, b, shape),
        ComparisonOperation.NotEqual => Compare<Comparisons.NotEqual>(a, b, shape),
        ComparisonOperation.Less => Compare<Comparisons.Less>(a, b, shape),
        ComparisonOperation.LessOrEqual => Compare<Comparisons.LessOrEqual>(a, b, shape),
        ComparisonOperation.Greater => Compare<Comparisons.Greater>(a, b, shape),
        ComparisonOperation.GreaterOrEqual => Compare<Comparisons.GreaterOrEqual>(a, b, shape),
        _ => throw new UnreachableException(),
    };

    /// <inheritdoc/>
    public override EngineBuffer Select(in BufferView condition, in BufferView a, in BufferView b)
    {
        HostBuffer buffer = NewFloats(condition.Count, out float* y);
        var job = new SelectJob { Condition = (byte*)At(condition), A = Floats(a), B = Floats(b), Y = y, Length = condition.Count };
        RunChunks(ref job, Runs.CountOf(condition.Count), condition.Count * 0.6);
        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Broadcast(in BufferView x, in Shape shape)
    {
        HostBuffer buffer = NewFloats(shape.Count, out float* y);
        var job = new BroadcastJob { X = Floats(x), Y = y, Plan = new BroadcastPlan(x.Shape, x.Shape, shape) };
        RunBroadcast(ref job, job.Plan, shape.Count);
        return buffer;
    }

    /// <inheritdoc/>
    public override void AccumulateInto(in BufferView target, in BufferView source, double scale)
    {
        ThrowIfReadOnly(target);
        RunVectors(
            new AccumulateJob { Target = Floats(target), Source = Floats(source), Scale = (float)scale, Length = target.Count },
            Runs.CountOf(target.Count),
            target.Count * 2 * StreamWork);
    }

    /// <inheritdoc/>
    public override bool AllFinite(ReadOnlySpan<BufferView> views)
    {
        int found = 0;
        foreach (BufferView x in views)
        {
            RunVectors(new FiniteJob { X = Floats(x), Found = &found, Length = x.Count }, Runs.CountOf(x.Count), x.Count * StreamWork);
        }

        return found == 0;
    }

    private HostBuffer Unary<TOperator>(in BufferView x, double parameter, double work)
        where TOperator : struct, IUnaryOperator
    {
        HostBuffer buffer = NewFloats(x.Count, out float* y);
        RunVectors(
            new UnaryJob<TOperator> { X = Floats(x), Y = y, Parameter = (float)parameter, Length = x.Count },
            Runs.CountOf(x.Count),
            x.Count * (work + StreamWork));
        return buffer;
    }

    private HostBuffer UnaryGradient<TOperator>(in BufferView x, in BufferView y, in BufferView gradient, double parameter, double work)
        where TOperator : struct, IUnaryOperator
    {
        HostBuffer buffer = NewFloats(x.Count, out float* dx);
        var job = new UnaryGradientJob<TOperator>
        {
            X = Floats(x),
            Y = Floats(y),
            Gradient = Floats(gradient),
            Result = dx,
            Parameter = (float)parameter,
            Length = x.Count,
        };
        RunVectors(job, Runs.CountOf(x.Count), x.Count * (work + (2 * StreamWork)));
        return buffer;
    }

    private HostBuffer Binary<TOperator>(in BufferView a, in BufferView b, in Shape shape)
        where TOperator : struct, IBinaryOperator
    {
        HostBuffer buffer = NewFloats(shape.Count, out float* y);
        var job = new BinaryJob<TOperator> { A = Floats(a), B = Floats(b), Y = y, Plan = new BroadcastPlan(a.Shape, b.Shape, shape) };
        var vectorJob = new VectorJob<BinaryJob<TOperator>>(job);
        RunBroadcast(ref vectorJob, job.Plan, shape.Count);
        return buffer;
    }

    private HostBuffer Compare<TComparison>(in BufferView a, in BufferView b, in Shape shape)
        where TComparison : struct, IComparison => a.DataType switch
        {
            DataType.Float32 => Compare<float, TComparison>(a, b, shape),
            DataType.Int32 => Compare<int, TComparison>(a, b, shape),
            _ => Compare<long, TComparison>(a, b, shape),
        };

    private HostBuffer Compare<T, TComparison>(in BufferView a, in BufferView b, in Shape shape)
        where T : unmanaged, IComparisonOperators<T, T, bool>
        where TComparison : struct, IComparison
    {
        HostBuffer buffer = New(DataType.Bool, shape.Count);
        var job = new CompareJob<T, TComparison>
        {
            A = (T*)At(a),
            B = (T*)At(b),
            Y = (byte*)buffer.Pointer,
            Plan = new BroadcastPlan(a.Shape, b.Shape, shape),
        };
        RunBroadcast(ref job, job.Plan, shape.Count);
        return buffer;
    }

    private void RunBroadcast<TJob>(ref TJob job, in BroadcastPlan plan, long count)
        where TJob : struct, Threading.IChunkJob
    {
        // An empty shape may have rows of no elements.
        if (count > 0)
        {
            RunChunks(ref job, plan.Chunks, (count * 2 * StreamWork) + (plan.Rows * 5));
        }
    }
}
