using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Random numbers: the same on every engine, but for rounding to its floating type.</content>
public abstract partial class EngineContract
{
    private static readonly RandomSource Source = new RandomSource(seed: 11).Stream("contract");

    /// <summary>Element i is the source's uniform number i.</summary>
    [Test]
    [Primitive(nameof(Engine.RandomUniform))]
    public void RandomUniform_AnyLength_IsTheSource([Values(0, 1, 5, 257, 100_003)] int length)
    {
        double[] expected = FromSource(length, doubles => Source.FillUniform(doubles, 0, -3, 5), singles => Source.FillUniform(singles, 0, -3, 5));
        Assert.That(Doubles(Take(Engine.RandomUniform(length, Source, -3, 5), length)), Is.EqualTo(expected));
    }

    /// <summary>Element i is the source's normal number i.</summary>
    [Test]
    [Primitive(nameof(Engine.RandomNormal))]
    public void RandomNormal_AnyLength_IsTheSource([Values(0, 1, 5, 257, 100_003)] int length)
    {
        double[] expected = FromSource(length, doubles => Source.FillNormal(doubles, 0, 1, 2), singles => Source.FillNormal(singles, 0, 1, 2));
        AssertClose(Take(Engine.RandomNormal(length, Source, 1, 2), length), expected);
    }

    /// <summary>Element i is dropped exactly where the source's word i is below p * 2^32, else divided by 1 - p; NaN that is dropped is gone.</summary>
    [Test]
    [Primitive(nameof(Engine.Dropout))]
    public void Dropout_AnyLength_FollowsTheSource([Values(0, 1, 5, 257, 100_003)] int length, [Values(0, 0.1, 0.5, 0.9)] double probability)
    {
        BufferView x = Noise(length, 1, 1, 2);
        double[] from = Doubles(x);
        double[] expected = [.. from.Select((value, i) => Source.UInt32At(i) < probability * 4294967296.0 ? 0 : value / (1 - probability))];

        BufferView y = Take(Engine.Dropout(x, probability, Source), length);

        AssertClose(y, expected);
        Assert.That(Array.ConvertAll(Doubles(y), value => value == 0), Is.EqualTo(Array.ConvertAll(expected, value => value == 0)));
        Assert.That(Doubles(Take(Engine.Dropout(x, probability, Source), length)), Is.EqualTo(Doubles(y)));
    }

    /// <summary>A dropped element is 0 whatever it was, a kept one stays NaN or infinite.</summary>
    [Test]
    [Primitive(nameof(Engine.Dropout))]
    public void Dropout_NaNAndInfinity_AreDroppedOrKept()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? double.NaN : Infinity)];
        double[] expected = [.. values.Select((value, i) => Source.UInt32At(i) < 0x8000_0000 ? 0 : value)];
        AssertClose(Take(Engine.Dropout(Floats(100, values), 0.5, Source), 100), expected);
    }

    private double[] FromSource(int length, Action<double[]> fillDoubles, Action<float[]> fillSingles)
    {
        double[] doubles = new double[length];
        if (Engine.FloatType == DataType.Float64)
        {
            fillDoubles(doubles);
            return doubles;
        }

        float[] singles = new float[length];
        fillSingles(singles);
        return Array.ConvertAll(singles, value => (double)value);
    }
}
