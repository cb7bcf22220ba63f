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

    /// <summary>The sum of the products of two views' elements, a fused primitive: composed of others here, one pass where an engine has it.</summary>
    /// <param name="a">A floating view.</param>
    /// <param name="b">A floating view of as many elements.</param>
    /// <returns>One element.</returns>
    public virtual EngineBuffer InnerProduct(in BufferView a, in BufferView b)
    {
        EngineBuffer products = Binary(BinaryOperation.Multiply, a, new BufferView(b.Buffer, b.Offset, a.Shape), a.Shape);
        EngineBuffer sum = Reduce(Reduction.Sum, new BufferView(products, 0, a.Shape), 1, a.Count, 1);
        products.Release();
        return sum;
    }

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

    /// <summary>y = e^x / sum e^x over each row, by subtraction of the maximum. A fused primitive: composed of others here, one pass where an engine has it.</summary>
    /// <param name="x">A floating view [rows, columns].</param>
    /// <returns>[rows, columns]. In a row whose largest x is infinite, what equals it gives NaN and the rest 0.</returns>
    public virtual EngineBuffer Softmax(in BufferView x)
    {
        EngineBuffer logarithms = LogSoftmax(x);
        EngineBuffer y = Unary(UnaryOperation.Exp, new BufferView(logarithms, 0, x.Shape), 0);
        logarithms.Release();
        return y;
    }

    /// <summary>The gradient of <see cref="Softmax"/>: y * (gradient - the row's sum of y * gradient).</summary>
    /// <param name="y">What it returned, [rows, columns].</param>
    /// <param name="gradient">The gradient of y.</param>
    /// <returns>[rows, columns].</returns>
    public virtual EngineBuffer SoftmaxGradient(in BufferView y, in BufferView gradient)
    {
        (long rows, long columns) = (y.Shape[0], y.Shape[1]);
        EngineBuffer products = Binary(BinaryOperation.Multiply, y, gradient, y.Shape);
        EngineBuffer sums = Reduce(Reduction.Sum, new BufferView(products, 0, y.Shape), rows, columns, inner: 1);
        products.Release();
        EngineBuffer differences = Binary(BinaryOperation.Subtract, gradient, new BufferView(sums, 0, new Shape(rows, 1)), y.Shape);
        sums.Release();
        EngineBuffer result = Binary(BinaryOperation.Multiply, y, new BufferView(differences, 0, y.Shape), y.Shape);
        differences.Release();
        return result;
    }
}
