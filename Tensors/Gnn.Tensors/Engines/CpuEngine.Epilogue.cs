using System.Diagnostics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Epilogue(in BufferView x, in BufferView addend, in BufferView bias, in EpilogueOptions options, bool mayOverwrite) =>
        options.Activation switch
        {
            null => Epilogue<UnaryOperators.Identity>(x, addend, bias, options, mayOverwrite, 0),
            UnaryOperation.Relu => Epilogue<UnaryOperators.Relu>(x, addend, bias, options, mayOverwrite, 0),
            UnaryOperation.LeakyRelu => Epilogue<UnaryOperators.LeakyRelu>(x, addend, bias, options, mayOverwrite, 0),
            UnaryOperation.Elu => Epilogue<UnaryOperators.Elu>(x, addend, bias, options, mayOverwrite, 0.5),
            UnaryOperation.Sigmoid => Epilogue<UnaryOperators.Sigmoid>(x, addend, bias, options, mayOverwrite, 0.6),
            UnaryOperation.Tanh => Epilogue<UnaryOperators.Tanh>(x, addend, bias, options, mayOverwrite, 0.6),
            _ => throw new UnreachableException(),
        };

    /// <inheritdoc/>
    public override EngineBuffer EpilogueGradient(in BufferView y, in BufferView gradient, in EpilogueOptions options, bool mayOverwrite) =>
        options.Activation switch
        {
            null => EpilogueGradient<UnaryOperators.Identity>(y, gradient, options, mayOverwrite),
            UnaryOperation.Relu => EpilogueGradient<UnaryOperators.Relu>(y, gradient, options, mayOverwrite),
            UnaryOperation.LeakyRelu => EpilogueGradient<UnaryOperators.LeakyRelu>(y, gradient, options, mayOverwrite),
            UnaryOperation.Elu => EpilogueGradient<UnaryOperators.Elu>(y, gradient, options, mayOverwrite),
            UnaryOperation.Sigmoid => EpilogueGradient<UnaryOperators.Sigmoid>(y, gradient, options, mayOverwrite),
            UnaryOperation.Tanh => EpilogueGradient<UnaryOperators.Tanh>(y, gradient, options, mayOverwrite),
            _ => throw new UnreachableException(),
        };

    private HostBuffer Epilogue<TActivation>(
        in BufferView x, in BufferView addend, in BufferView bias, in EpilogueOptions options, bool mayOverwrite, double work)
        where TActivation : struct, IActivation
    {
        var dropout = DropoutPlan.Of(options.Dropout, options.Random);
        if (dropout.DropsAll)
        {
            return NewZeros(x.Count, out _);
        }

        HostBuffer buffer = Reused(x, mayOverwrite, out float* y);
        var job = new EpilogueJob<TActivation>
        {
            X = Floats(x),
            Addend = addend.IsEmpty ? null : Floats(addend),
            Bias = bias.IsEmpty ? null : Floats(bias),
            Y = y,
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
