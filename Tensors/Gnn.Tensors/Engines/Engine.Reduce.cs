namespace Gnn.Tensors.Engines;

public abstract partial class Engine
{
    /// <summary>The reduction of x, seen as [outer, length, inner], over its middle axis.</summary>
    /// <param name="reduction">Sum, mean, maximum or minimum. Sums are cut into blocks by shape alone and combined in block order.</param>
    /// <param name="x">A floating view of outer * length * inner elements.</param>
    /// <param name="outer">The number of elements before the axis.</param>
    /// <param name="length">The length of the axis; at least 1 for a maximum or minimum.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <returns>[outer, inner].</returns>
    public abstract EngineBuffer Reduce(Reduction reduction, in BufferView x, long outer, long length, long inner);

    /// <summary>The position of the maximum or minimum along the middle axis of [outer, length, inner]; the first of several, a NaN before any number.</summary>
    /// <param name="reduction"><see cref="Reduction.Max"/> or <see cref="Reduction.Min"/>.</param>
    /// <param name="x">A floating view of outer * length * inner elements.</param>
    /// <param name="outer">The number of elements before the axis.</param>
    /// <param name="length">The length of the axis, 1 to 2^31 - 1.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <returns>Int32 [outer, inner].</returns>
    public abstract EngineBuffer ArgReduce(Reduction reduction, in BufferView x, long outer, long length, long inner);

    /// <summary>The gradient of a maximum or minimum: each gradient goes to the position that <see cref="ArgReduce"/> named, 0 elsewhere.</summary>
    /// <param name="gradient">A floating view of outer * inner elements.</param>
    /// <param name="arg">The positions, Int32, of outer * inner elements.</param>
    /// <param name="outer">The number of elements before the axis.</param>
    /// <param name="length">The length of the axis.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <returns>[outer, length, inner].</returns>
    public abstract EngineBuffer ArgReduceGradient(in BufferView gradient, in BufferView arg, long outer, long length, long inner);

    /// <summary>ln sum e^x over the middle axis of [outer, length, inner], by subtraction of the maximum; -infinity if every x is.</summary>
    /// <param name="x">A floating view of outer * length * inner elements.</param>
    /// <param name="outer">The number of elements before the axis.</param>
    /// <param name="length">The length of the axis, at least 1.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <returns>[outer, inner].</returns>
    public abstract EngineBuffer LogSumExp(in BufferView x, long outer, long length, long inner);

    /// <summary>y = x - ln sum e^x over each row.</summary>
    /// <param name="x">A floating view [rows, columns].</param>
    /// <returns>[rows, columns].</returns>
    public abstract EngineBuffer LogSoftmax(in BufferView x);

    /// <summary>The gradient of <see cref="LogSoftmax"/>: gradient - e^y * (the row's sum of gradient).</summary>
    /// <param name="y">What it returned, [rows, columns].</param>
    /// <param name="gradient">The gradient of y.</param>
    /// <returns>[rows, columns].</returns>
    public abstract EngineBuffer LogSoftmaxGradient(in BufferView y, in BufferView gradient);
}
