using System.Diagnostics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Epilogue(
        in BufferView x, in BufferView addend, in BufferView bias, in EpilogueOptions options, bool mayOverwrite, bool forGradient, out EngineBuffer? saved)
    {
        // A ReLU, and what dropout left of it, is told by one bit an element: so much less to keep and to read again.
        HostBuffer? bits = forGradient && options.Activation == UnaryOperation.Relu ? New(DataType.Int32, (x.Count + 31) / 32) : null;
        saved = bits;
        return options.Activation switch
        {
            null => Epilogue<UnaryOperators.Identity>(x, addend, bias, options, mayOverwrite, bits, 0),
            UnaryOperation.Relu => Epilogue<UnaryOperators.Relu>(x, addend, bias, options, mayOverwrite, bits, 0),
            UnaryOperation.LeakyRelu => Epilogue<UnaryOperators.LeakyRelu>(x, addend, bias, options, mayOverwrite, bits, 0),
            UnaryOperation.Elu => Epilogue<UnaryOperators.Elu>(x, addend, bias, options, mayOverwrite, bits, 0.5),
            UnaryOperation.Sigmoid => Epilogue<UnaryOperators.Sigmoid>(x, addend, bias, options, mayOverwrite, bits, 0.6),
            UnaryOperation.Tanh => Epilogue<UnaryOperators.Tanh>(x, addend, bias, options, mayOverwrite, bits, 0.6),
            _ => throw new UnreachableException(),
        };
    }

    /// <inheritdoc/>
    public override EngineBuffer EpilogueGradient(in BufferView state, in BufferView gradient, in EpilogueOptions options, bool mayOverwrite) =>
        options.Activation switch
        {
            null => EpilogueGradient<UnaryOperators.Identity>(gradient, gradient, options, mayOverwrite),
            UnaryOperation.Relu when state.DataType == DataType.Int32 => MarkedGradient(state, gradient, options, mayOverwrite),
            UnaryOperation.Relu => EpilogueGradient<UnaryOperators.Relu>(state, gradient, options, mayOverwrite),
            UnaryOperation.LeakyRelu => EpilogueGradient<UnaryOperators.LeakyRelu>(state, gradient, options, mayOverwrite),
            UnaryOperation.Elu => EpilogueGradient<UnaryOperators.Elu>(state, gradient, options, mayOverwrite),
            UnaryOperation.Sigmoid => EpilogueGradient<UnaryOperators.Sigmoid>(state, gradient, options, mayOverwrite),
            UnaryOperation.Tanh => EpilogueGradient<UnaryOperators.Tanh>(state, gradient, options, mayOverwrite),
            _ => throw new UnreachableException(),
        };

    private HostBuffer Epilogue<TActivation>(
        in BufferView x, in BufferView addend, in BufferView bias, in EpilogueOptions options, bool mayOverwrite, HostBuffer? bits, double work)
        where TActivation : struct, IActivation
    {
        var dropout = DropoutPlan.Of(options.Dropout, options.Random);
        if (dropout.DropsAll)
        {
            if (bits is not null)
            {
                new Span<int>(bits.Pointer, checked((int)bits.Length)).Clear();
            }

            return NewZeros(x.Count, out _);
        }

        HostBuffer buffer = Reused(x, mayOverwrite, out float* y);
        var job = new EpilogueJob<TActivation>
        {
            X = Floats(x),
            Addend = addend.IsEmpty ? null : Floats(addend),
            Bias = bias.IsEmpty ? null : Floats(bias),
            Y = y,
            Bits = bits is null ? null : (uint*)bits.Pointer,
            Length = x.Count,
            Width = bias.IsEmpty ? 0 : bias.Count,
            Parameter = (float)options.Parameter,
            Dropout = dropout,
        };
        RunVectors(job, Runs.CountOf(x.Count), x.Count * ((2 * StreamWork) + work + (dropout.IsOn ? DropoutWork : 0)));
        return buffer;
    }

    private HostBuffer EpilogueGradient<TActivation>(in BufferView y, in BufferView gradient, in EpilogueOptions options, bool mayOverwrite)
        where TActivation : struct, IActivation
    {
        var dropout = DropoutPlan.Of(options.Dropout, options.Random);
        if (dropout.DropsAll)
        {
            return NewZeros(y.Count, out _);
        }

        HostBuffer buffer = Reused(gradient, mayOverwrite, out float* dx);
        var job = new EpilogueGradientJob<TActivation>
        {
            Y = Floats(y),
            Gradient = Floats(gradient),
            Result = dx,
            Length = y.Count,
            Parameter = (float)options.Parameter,
            Dropout = dropout,
        };
        bool draws = dropout.IsOn && !TActivation.IsFlatAtZero;
        RunVectors(job, Runs.CountOf(y.Count), y.Count * ((2 * StreamWork) + (draws ? DropoutWork : 0)));
        return buffer;
    }

    private HostBuffer MarkedGradient(in BufferView bits, in BufferView gradient, in EpilogueOptions options, bool mayOverwrite)
    {
        HostBuffer buffer = Reused(gradient, mayOverwrite, out float* dx);
        var job = new MarkedGradientJob
        {
            Bits = (uint*)At(bits),
            Gradient = Floats(gradient),
            Result = dx,
            Length = gradient.Count,
            Scale = DropoutPlan.Of(options.Dropout, options.Random).Scale,
        };
        RunVectors(job, Runs.CountOf(gradient.Count), gradient.Count * 2 * StreamWork);
        return buffer;
    }

    /// <summary>The buffer of a view that may be written over, with a count more, or a new one of as many elements.</summary>
    private HostBuffer Reused(in BufferView view, bool mayOverwrite, out float* values)
    {
        if (!mayOverwrite)
        {
            return NewFloats(view.Count, out values);
        }

        var buffer = (HostBuffer)view.Buffer;
        buffer.Retain();
        values = (float*)buffer.Pointer;
        return buffer;
    }
}
