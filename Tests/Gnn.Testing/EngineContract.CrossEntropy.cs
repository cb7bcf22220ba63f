using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>The loss of classifiers: fused where an engine has it, composed elsewhere; the same numbers.</content>
public abstract partial class EngineContract
{
    private static readonly Shape[] LogitShapes = [(0, 3), (1, 1), (5, 7), (700, 16), (301, 40), (9, 2100)];

    /// <summary>The losses, and the gradient from what was saved.</summary>
    [Test]
    [Primitive(nameof(Engine.CrossEntropy))]
    [Primitive(nameof(Engine.CrossEntropyGradient))]
    public void CrossEntropy_AnyShape_IsTheFormula([Values] bool isWide)
    {
        foreach (Shape shape in LogitShapes)
        {
            BufferView x = Noise(shape, 1, -9, 9);
            BufferView labels = Index(isWide, [.. Enumerable.Range(0, (int)shape[0]).Select(row => (int)(row * 5 % shape[1]))]);
            BufferView gradient = Noise(shape[0], 2);
            (double[] losses, double[] slopes) = CrossEntropyModel(Doubles(x), Integers(labels), Doubles(gradient), (int)shape[1]);

            BufferView y = Take(Engine.CrossEntropy(x, labels, out EngineBuffer saved), shape[0]);
            _buffers.Add(saved);
            AssertClose(y, losses, what: $"{shape}");
            AssertClose(Take(Engine.CrossEntropyGradient(x, labels, new BufferView(saved, 0, saved.Length), gradient), shape), slopes, what: $"{shape}, gradient");
        }
    }

    /// <summary>Logits far from 0 lose nothing: only their differences count.</summary>
    [Test]
    [Primitive(nameof(Engine.CrossEntropy))]
    public void CrossEntropy_LargeLogits_IsAsExactAsTheirDifferences([Values(-1000, 1000)] double offset)
    {
        double expected = Math.Log(1 + Math.Exp(-2) + Math.Exp(-5));
        BufferView x = Floats((1, 3), offset, offset - 2, offset - 5);
        AssertClose(Take(Engine.CrossEntropy(x, Ints(0), out EngineBuffer saved), 1), [expected]);
        _buffers.Add(saved);
    }

    /// <summary>A class without probability has an infinite loss.</summary>
    [Test]
    [Primitive(nameof(Engine.CrossEntropy))]
    public void CrossEntropy_ImpossibleLabel_IsInfinite()
    {
        AssertClose(Take(Engine.CrossEntropy(Floats((1, 2), 0, -Infinity), Ints(1), out EngineBuffer saved), 1), [Infinity]);
        _buffers.Add(saved);
    }

    /// <summary>A label outside the columns is refused, and nothing stays in use.</summary>
    [Test]
    [Primitive(nameof(Engine.CrossEntropy))]
    public void CrossEntropy_LabelOutOfRange_NamesPositionAndValue([Values(-1, 3)] int label)
    {
        BufferView x = Noise((2, 3), 1);
        BufferView labels = Ints(0, label);
        AssertOutOfRange(() => Engine.CrossEntropy(x, labels, out _), position: 1, value: label, count: 3);
    }

    private static (double[] Losses, double[] Slopes) CrossEntropyModel(double[] x, long[] labels, double[] gradient, int columns)
    {
        var losses = new double[labels.Length];
        var slopes = new double[x.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            double total = 0;
            for (int column = 0; column < columns; column++)
            {
                total += Math.Exp(x[(row * columns) + column]);
            }

            losses[row] = Math.Log(total) - x[(row * columns) + labels[row]];
            for (int column = 0; column < columns; column++)
            {
                slopes[(row * columns) + column] = gradient[row] * ((Math.Exp(x[(row * columns) + column]) / total) - (column == labels[row] ? 1 : 0));
            }
        }

        return (losses, slopes);
    }
}
