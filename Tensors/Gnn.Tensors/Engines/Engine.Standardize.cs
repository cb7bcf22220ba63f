namespace Gnn.Tensors.Engines;

/// <content>Standardisation, what normalisation layers share, a fused primitive: composed of others here, and few passes over memory where an engine has
/// it.</content>
public abstract partial class Engine
{
    /// <summary>y = (x - mean) / sqrt(variance + epsilon) along the middle axis of [outer, length, inner]; the variance is the mean of (x - mean)^2.</summary>
    /// <param name="x">A floating view of outer * length * inner elements.</param>
    /// <param name="outer">The number of elements before the axis.</param>
    /// <param name="length">The length of the axis; mean and variance of 0 elements are NaN.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <param name="epsilon">What is added to the variance, at least 0; y is 0 where the sum is 0.</param>
    /// <param name="mean">[outer, inner].</param>
    /// <param name="variance">[outer, inner].</param>
    /// <returns>[outer, length, inner].</returns>
    public virtual EngineBuffer Standardize(
        in BufferView x, long outer, long length, long inner, double epsilon, out EngineBuffer mean, out EngineBuffer variance)
    {
        var all = new Shape([outer, length, inner]);
        var one = new Shape([outer, 1, inner]);
        mean = Reduce(Reduction.Mean, x, outer, length, inner);
        EngineBuffer centred = Binary(BinaryOperation.Subtract, new BufferView(x.Buffer, x.Offset, all), new BufferView(mean, 0, one), all);
        EngineBuffer squares = Unary(UnaryOperation.Square, new BufferView(centred, 0, all), 0);
        variance = Reduce(Reduction.Mean, new BufferView(squares, 0, all), outer, length, inner);
        squares.Release();
        EngineBuffer scale = InverseDeviation(new BufferView(variance, 0, one), epsilon);
        EngineBuffer y = Binary(BinaryOperation.Multiply, new BufferView(centred, 0, all), new BufferView(scale, 0, one), all);
        centred.Release();
        scale.Release();
        return y;
    }

    /// <summary>The gradient of <see cref="Standardize"/>: (gradient - the axis' mean of gradient - y * the axis' mean of gradient * y) /
    /// sqrt(variance + epsilon).</summary>
    /// <param name="y">What it returned.</param>
    /// <param name="variance">The variance that it gave, [outer, inner].</param>
    /// <param name="gradient">The gradient of y.</param>
    /// <param name="outer">The number of elements before the axis.</param>
    /// <param name="length">The length of the axis.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <param name="epsilon">What <see cref="Standardize"/> was given.</param>
    /// <returns>[outer, length, inner].</returns>
    public virtual EngineBuffer StandardizeGradient(
        in BufferView y, in BufferView variance, in BufferView gradient, long outer, long length, long inner, double epsilon)
    {
        var all = new Shape([outer, length, inner]);
        var one = new Shape([outer, 1, inner]);
        var dy = new BufferView(gradient.Buffer, gradient.Offset, all);
        var result = new BufferView(y.Buffer, y.Offset, all);
        EngineBuffer products = Binary(BinaryOperation.Multiply, dy, result, all);
        EngineBuffer along = Reduce(Reduction.Mean, new BufferView(products, 0, all), outer, length, inner);
        products.Release();
        EngineBuffer mean = Reduce(Reduction.Mean, gradient, outer, length, inner);
        EngineBuffer centred = Binary(BinaryOperation.Subtract, dy, new BufferView(mean, 0, one), all);
        mean.Release();
        EngineBuffer share = Binary(BinaryOperation.Multiply, result, new BufferView(along, 0, one), all);
        along.Release();
        EngineBuffer rest = Binary(BinaryOperation.Subtract, new BufferView(centred, 0, all), new BufferView(share, 0, all), all);
        centred.Release();
        share.Release();
        EngineBuffer scale = InverseDeviation(new BufferView(variance.Buffer, variance.Offset, one), epsilon);
        EngineBuffer dx = Binary(BinaryOperation.Multiply, new BufferView(rest, 0, all), new BufferView(scale, 0, one), all);
        rest.Release();
        scale.Release();
        return dx;
    }

    private EngineBuffer InverseDeviation(in BufferView variance, double epsilon)
    {
        EngineBuffer sum = Unary(UnaryOperation.AddScalar, variance, epsilon);
        EngineBuffer scale = Unary(UnaryOperation.InverseSqrt, new BufferView(sum, 0, variance.Shape), 0);
        sum.Release();
        return scale;
    }
}
