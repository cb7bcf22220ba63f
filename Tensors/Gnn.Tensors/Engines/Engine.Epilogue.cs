using System.Diagnostics;

namespace Gnn.Tensors.Engines;

/// <content>What follows a product or a sum over neighbours, a fused primitive: composed of others here, and one pass over memory where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>y = dropout(activation(x + addend + bias)), each part left out where it is not given.</summary>
    /// <param name="x">A floating view.</param>
    /// <param name="addend">A floating view of x's shape, or empty.</param>
    /// <param name="bias">A floating view of as many elements as x's last axis has, or empty.</param>
    /// <param name="options">The activation and the dropout.</param>
    /// <param name="mayOverwrite">Whether x is a whole buffer that the caller has no further use for: then the result may be that buffer, with a count of its
    /// own.</param>
    /// <param name="forGradient">Whether <see cref="EpilogueGradient"/> will be asked.</param>
    /// <param name="saved">What <see cref="EpilogueGradient"/> of this engine wants to be given, of any form; null if the result.</param>
    /// <returns>As many elements as x.</returns>
    public virtual EngineBuffer Epilogue(
        in BufferView x, in BufferView addend, in BufferView bias, in EpilogueOptions options, bool mayOverwrite, bool forGradient, out EngineBuffer? saved)
    {
        saved = null;
        EngineBuffer y = x.Offset == 0 && x.Buffer.Length == x.Count ? Shared(x) : Copy(x);
        if (!addend.IsEmpty)
        {
            y = Next(y, Binary(BinaryOperation.Add, new BufferView(y, 0, x.Shape), addend, x.Shape));
        }

        if (!bias.IsEmpty)
        {
            y = Next(y, Binary(BinaryOperation.Add, new BufferView(y, 0, x.Shape), bias, x.Shape));
        }

        if (options.Activation is { } activation)
        {
            y = Next(y, Unary(activation, new BufferView(y, 0, x.Shape), options.Parameter));
        }

        if (options.Dropout > 0)
        {
            y = Next(y, Dropout(new BufferView(y, 0, x.Shape), options.Dropout, options.Random));
        }

        return !mayOverwrite && ReferenceEquals(y, x.Buffer) ? Next(y, Copy(x)) : y;
    }

    /// <summary>The gradient of <see cref="Epilogue"/> with respect to x, which is also that of the addend.</summary>
    /// <param name="state">What it saved, or its result if it saved nothing; empty if there is no activation.</param>
    /// <param name="gradient">The gradient of the result.</param>
    /// <param name="options">What it was given.</param>
    /// <param name="mayOverwrite">Whether the gradient is a whole buffer that the caller has no further use for: then the result may be that buffer, with a
    /// count of its own.</param>
    /// <returns>As many elements as the gradient; 0 where an element was dropped, or where the activation is flat.</returns>
    public virtual EngineBuffer EpilogueGradient(in BufferView state, in BufferView gradient, in EpilogueOptions options, bool mayOverwrite)
    {
        if (options.Dropout == 0)
        {
            return SlopeTimes(state, gradient, options);
        }

        EngineBuffer kept = Dropout(gradient, options.Dropout, options.Random);
        if (options.Activation is null)
        {
            return kept;
        }

        EngineBuffer before = Unary(UnaryOperation.MultiplyScalar, state, 1 - options.Dropout);
        EngineBuffer result = SlopeTimes(new BufferView(before, 0, gradient.Shape), new BufferView(kept, 0, gradient.Shape), options);
        before.Release();
        kept.Release();
        return result;
    }

    /// <summary>The gradient times the activation's slope where its result is y.</summary>
    private EngineBuffer SlopeTimes(in BufferView y, in BufferView gradient, in EpilogueOptions options)
    {
        switch (options.Activation)
        {
            case null:
                return Copy(gradient);
            case UnaryOperation.Elu:
                // 1 above 0 and the parameter + y below: the slope of a leaky ReLU, less the part of y below 0, its sign turned.
                EngineBuffer turned = Unary(UnaryOperation.Negate, y, 0);
                EngineBuffer below = Unary(UnaryOperation.Relu, new BufferView(turned, 0, y.Shape), 0);
                turned.Release();
                EngineBuffer product = Binary(BinaryOperation.Multiply, gradient, new BufferView(below, 0, y.Shape), y.Shape);
                below.Release();
                EngineBuffer leaky = UnaryGradient(UnaryOperation.LeakyRelu, y, y, gradient, options.Parameter);
                EngineBuffer result = Binary(BinaryOperation.Subtract, new BufferView(leaky, 0, y.Shape), new BufferView(product, 0, y.Shape), y.Shape);
                leaky.Release();
                product.Release();
                return result;
            case UnaryOperation.Relu or UnaryOperation.LeakyRelu or UnaryOperation.Sigmoid or UnaryOperation.Tanh:
                // Of the first two the result has the sign of the argument, and the others ask for the result alone.
                return UnaryGradient(options.Activation.Value, y, y, gradient, options.Parameter);
            default:
                throw new UnreachableException();
        }
    }

    private static EngineBuffer Shared(in BufferView x)
    {
        x.Buffer.Retain();
        return x.Buffer;
    }

    /// <summary>The next result in place of one that is no longer needed.</summary>
    private protected static EngineBuffer Next(EngineBuffer last, EngineBuffer next)
    {
        last.Release();
        return next;
    }
}
