namespace Gnn.Tensors.Engines;

/// <content>The loss of classifiers, a fused primitive: composed of others here, and one pass over the logits where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>y[i] = ln sum e^x[i] - x[i, column[i]]: the negative logarithm of the softmax at a column, by subtraction of the maximum.</summary>
    /// <param name="x">A floating view [rows, columns], of at least one column.</param>
    /// <param name="column">Int32 or Int64 [rows], in [0, columns).</param>
    /// <param name="saved">What <see cref="CrossEntropyGradient"/> of this engine wants to be given, of any form.</param>
    /// <returns>[rows].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is out of range; the message names its position, its value and the columns.</exception>
    public virtual EngineBuffer CrossEntropy(in BufferView x, in BufferView column, out EngineBuffer saved)
    {
        EngineBuffer logarithms = LogSoftmax(x);
        EngineBuffer picked;
        try
        {
            picked = Pick(new BufferView(logarithms, 0, x.Shape), column);
        }
        catch
        {
            logarithms.Release();
            throw;
        }

        EngineBuffer y = Unary(UnaryOperation.Negate, new BufferView(picked, 0, column.Count), 0);
        picked.Release();
        saved = logarithms;
        return y;
    }

    /// <summary>The gradient of <see cref="CrossEntropy"/>: gradient[i] * (softmax x[i] - 1 at the column).</summary>
    /// <param name="x">What it was given.</param>
    /// <param name="column">What it was given.</param>
    /// <param name="saved">What it saved.</param>
    /// <param name="gradient">The gradient of its result, [rows].</param>
    /// <returns>[rows, columns].</returns>
    public virtual EngineBuffer CrossEntropyGradient(in BufferView x, in BufferView column, in BufferView saved, in BufferView gradient)
    {
        EngineBuffer turned = Unary(UnaryOperation.Negate, gradient, 0);
        EngineBuffer toLogarithms = PickGradient(new BufferView(turned, 0, gradient.Shape), column, x.Shape[1]);
        turned.Release();
        EngineBuffer result = LogSoftmaxGradient(new BufferView(saved.Buffer, 0, x.Shape), new BufferView(toLogarithms, 0, x.Shape));
        toLogarithms.Release();
        return result;
    }
}
