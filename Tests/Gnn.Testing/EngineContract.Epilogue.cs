using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>What ends a layer: fused where an engine has it, composed elsewhere; the same numbers, whether or not memory is used again.</content>
public abstract partial class EngineContract
{
    private static readonly UnaryOperation?[] Activations =
        [null, UnaryOperation.Relu, UnaryOperation.LeakyRelu, UnaryOperation.Elu, UnaryOperation.Sigmoid, UnaryOperation.Tanh];

    // Rows shorter and longer than what kernels lay out repeatedly, batches that begin inside a row, and more than one run.
    private static readonly Shape[] EpilogueShapes = [(0, 3), (3, 0), (1, 1), (5, 7), (700, 16), (301, 129), (3, 512), (40, 513), (9, 2100)];

    /// <summary>The sum, the function and the dropout, each part given or not.</summary>
    [Test]
    [Primitive(nameof(Engine.Epilogue))]
    public void Epilogue_AnyParts_IsTheFormula(
        [ValueSource(nameof(Activations))] UnaryOperation? activation, [Values] bool hasAddend, [Values] bool hasBias, [Values(0, 0.4)] double dropout)
    {
        foreach (Shape shape in EpilogueShapes)
        {
            (BufferView x, BufferView addend, BufferView bias) = EpilogueInputs(shape, hasAddend, hasBias);
            var options = new EpilogueOptions(activation, 0.7, dropout, Source);
            double[] expected = EpilogueModel(x, addend, bias, options, out _);
            double[] before = Doubles(x);

            BufferView y = End(x, addend, bias, options, mayOverwrite: false, out _);
            AssertClose(y, expected, what: $"{shape}");
            Assert.That(Doubles(x), Is.EqualTo(before), $"x of {shape}");
            AssertUntouchedBeside(x);

            BufferView again = Overwriting(x, copy =>
            {
                EngineBuffer result = Engine.Epilogue(copy, addend, bias, options, mayOverwrite: true, forGradient: true, out EngineBuffer? saved);
                saved?.Release();
                return result;
            });
            Assert.That(Doubles(again), Is.EqualTo(Doubles(y)), $"{shape}");
        }
    }

    /// <summary>The gradient from the result alone.</summary>
    [Test]
    [Primitive(nameof(Engine.EpilogueGradient))]
    public void EpilogueGradient_AnyActivation_IsTheFormula([ValueSource(nameof(Activations))] UnaryOperation? activation, [Values(0, 0.4)] double dropout)
    {
        foreach (Shape shape in EpilogueShapes)
        {
            (BufferView x, BufferView addend, BufferView bias) = EpilogueInputs(shape, hasAddend: true, hasBias: true);
            var options = new EpilogueOptions(activation, 0.7, dropout, Source);
            BufferView gradient = Noise(shape, 4);
            EpilogueModel(x, addend, bias, options, out double[] slopes);
            double[] expected = [.. Doubles(gradient).Zip(slopes, (dy, slope) => dy * slope)];
            BufferView y = End(x, addend, bias, options, mayOverwrite: false, out BufferView state);

            BufferView dx = Take(Engine.EpilogueGradient(state, gradient, options, mayOverwrite: false), shape);

            AssertClose(dx, expected, what: $"{shape}");
            AssertClose(Take(Engine.EpilogueGradient(y, gradient, options, mayOverwrite: false), shape), expected, what: $"{shape}, by the result");
            AssertUntouchedBeside(gradient);
            Assert.That(
                Doubles(Overwriting(gradient, copy => Engine.EpilogueGradient(state, copy, options, mayOverwrite: true))), Is.EqualTo(Doubles(dx)), $"{shape}");
        }
    }

    /// <summary>NaN and infinity are dropped or kept, and go through the function.</summary>
    [Test]
    [Primitive(nameof(Engine.Epilogue))]
    public void Epilogue_NaNAndInfinity_AreDroppedOrKept([Values(0, 0.5)] double dropout)
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(i => (i % 3) switch { 0 => double.NaN, 1 => Infinity, _ => -Infinity })];
        double[] expected = [.. values.Select((value, i) => dropout > 0 && Source.UInt32At(i) < 0x8000_0000 ? 0 : value == -Infinity ? 0 : value)];
        var options = new EpilogueOptions(UnaryOperation.Relu, 0, dropout, Source);
        AssertClose(End(Floats((100, 3), values), default, Floats(3, 0, 0, 0), options, mayOverwrite: false, out _), expected);
    }

    /// <summary>A chance to drop that no 32-bit number reaches.</summary>
    [Test]
    [Primitive(nameof(Engine.EpilogueGradient))]
    public void Epilogue_AllDropped_IsZeroBothWays([ValueSource(nameof(Activations))] UnaryOperation? activation)
    {
        Shape shape = (50, 3);
        var options = new EpilogueOptions(activation, 0.7, 0.999999999999, Source);
        BufferView y = End(Noise(shape, 1), default, default, options, mayOverwrite: false, out BufferView state);
        Assert.That(Doubles(y), Is.All.Zero);
        Assert.That(Doubles(Take(Engine.EpilogueGradient(state, Noise(shape, 2), options, mayOverwrite: false), shape)), Is.All.Zero);
    }

    private (BufferView X, BufferView Addend, BufferView Bias) EpilogueInputs(in Shape shape, bool hasAddend, bool hasBias) =>
        (Noise(shape, 1), hasAddend ? Noise(shape, 2) : default, hasBias ? Noise(shape[1], 3) : default);

    /// <summary>The result, and what the gradient asks for: what was saved, or else the result.</summary>
    private BufferView End(
        in BufferView x, in BufferView addend, in BufferView bias, in EpilogueOptions options, bool mayOverwrite, out BufferView state)
    {
        BufferView y = Take(Engine.Epilogue(x, addend, bias, options, mayOverwrite, forGradient: true, out EngineBuffer? saved), x.Shape);
        state = y;
        if (saved is not null)
        {
            _buffers.Add(saved);
            state = new BufferView(saved, 0, saved.Length);
        }

        BufferView alone = Take(Engine.Epilogue(x, addend, bias, options, mayOverwrite, forGradient: false, out EngineBuffer? none), x.Shape);
        Assert.That(none, Is.Null, "Without a gradient, nothing is saved.");
        Assert.That(Doubles(alone), Is.EqualTo(Doubles(y)));
        return y;
    }

    private double[] EpilogueModel(in BufferView x, in BufferView addend, in BufferView bias, EpilogueOptions options, out double[] slopes)
    {
        double[] sum = Doubles(x);
        double[]? other = addend.IsEmpty ? null : Doubles(addend);
        double[]? shared = bias.IsEmpty ? null : Doubles(bias);
        var y = new double[sum.Length];
        slopes = new double[sum.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            double z = sum[i] + (other?[i] ?? 0) + (shared?[i % shared.Length] ?? 0);
            double factor = options.Dropout == 0 ? 1 : Source.UInt32At(i) < options.Dropout * 4294967296.0 ? 0 : 1 / (1 - options.Dropout);
            y[i] = factor * (options.Activation is { } f ? ElementwiseModel.Value(f, z, options.Parameter) : z);
            slopes[i] = factor * (options.Activation is { } g ? ElementwiseModel.Slope(g, z, options.Parameter) : 1);
        }

        return y;
    }

    /// <summary>The result of a primitive that may write over its argument, given a whole buffer that nobody else holds.</summary>
    private BufferView Overwriting(in BufferView x, Func<BufferView, EngineBuffer> act)
    {
        EngineBuffer copy = Engine.Copy(x);
        EngineBuffer result = act(new BufferView(copy, 0, x.Shape));
        copy.Release();
        return Take(result, x.Shape);
    }
}
