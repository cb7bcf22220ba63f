using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Creation, copies, conversions, accumulation and counting.</content>
public abstract partial class EngineContract
{
    private static readonly DataType[] Integral = [DataType.Int32, DataType.Int64, DataType.Bool];

    /// <summary>An engine has a name, prints it, and computes in one floating type.</summary>
    [Test]
    public void Engine_Created_HasNameAndFloatType()
    {
        Assert.That(Engine.Name, Is.Not.Empty);
        Assert.That(Engine.ToString(), Is.EqualTo(Engine.Name));
        Assert.That(Engine.FloatType.IsFloating(), Is.True);
    }

    /// <summary>A new buffer has the type and length asked for, and counts as memory in use until its last release.</summary>
    [Test]
    [Primitive(nameof(Engine.Allocate))]
    public void Allocate_EveryTypeAndLength_IsCountedUntilReleased([Values(0, 1, 63, 100_000)] long length)
    {
        foreach (DataType type in Integral.Append(Engine.FloatType))
        {
            long before = Engine.Memory.InUse;
            EngineBuffer buffer = Engine.Allocate(type, length);
            Assert.That((buffer.DataType, buffer.Length, buffer.IsExclusive), Is.EqualTo((type, length, true)));
            Assert.That(Engine.Memory.InUse, Is.GreaterThanOrEqualTo(before + (length * type.Size())));
            buffer.Retain();
            Assert.That(buffer.IsExclusive, Is.False);
            buffer.Release();
            Assert.That(Engine.Memory.InUse, Is.GreaterThanOrEqualTo(before + (length * type.Size())));
            buffer.Release();
            Assert.That(Engine.Memory.InUse, Is.EqualTo(before));
            Assert.That(buffer.Release, Throws.TypeOf<ObjectDisposedException>());
        }
    }

    /// <summary>Every element of a filled buffer is the value, converted.</summary>
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1000)]
    [Primitive(nameof(Engine.Fill))]
    public void Fill_EveryType_HoldsTheValue(int length)
    {
        Assert.That(Doubles(Take(Engine.Fill(Engine.FloatType, length, -2.5), length)), Is.All.EqualTo(-2.5));
        Assert.That(Doubles(Take(Engine.Fill(Engine.FloatType, length, double.NaN), length)), Is.All.NaN);
        Assert.That(Doubles(Take(Engine.Fill(Engine.FloatType, length, double.NegativeInfinity), length)), Is.All.EqualTo(double.NegativeInfinity));
        Assert.That(Integers(Take(Engine.Fill(DataType.Int32, length, -7), length, DataType.Int32)), Is.All.EqualTo(-7));
        Assert.That(Integers(Take(Engine.Fill(DataType.Int64, length, 1L << 40), length, DataType.Int64)), Is.All.EqualTo(1L << 40));
        Assert.That(Download<bool>(Take(Engine.Fill(DataType.Bool, length, 1), length, DataType.Bool)), Is.All.True);
        Assert.That(Download<bool>(Take(Engine.Fill(DataType.Bool, length, 0), length, DataType.Bool)), Is.All.False);
    }

    /// <summary>What goes up comes down: both floating types by rounding to the engine's, the others unchanged.</summary>
    [Test]
    [Primitive(nameof(Engine.Upload))]
    [Primitive(nameof(Engine.Download))]
    public unsafe void Upload_EveryType_ComesDownAgain([Values(0, 1, 5, 257)] int length)
    {
        double[] doubles = new double[length];
        new RandomSource(seed: 3).FillNormal(doubles, 0, 0, 1);
        float[] singles = Array.ConvertAll(doubles, value => (float)value);
        int[] ints = [.. Enumerable.Range(-2, length)];
        long[] longs = Array.ConvertAll(ints, value => value * (1L << 33));
        bool[] bools = Array.ConvertAll(ints, value => value % 3 == 0);
        bool isSingle = Engine.FloatType == DataType.Float32;

        fixed (float* source = singles)
        {
            BufferView view = Take(Engine.Upload(source, DataType.Float32, length), length);
            Assert.That(Download<float>(view), Is.EqualTo(singles));
            Assert.That(Doubles(view), Is.EqualTo(Array.ConvertAll(singles, value => (double)value)));
        }

        fixed (double* source = doubles)
        {
            BufferView view = Take(Engine.Upload(source, DataType.Float64, length), length);
            Assert.That(Doubles(view), Is.EqualTo(isSingle ? Array.ConvertAll(singles, value => (double)value) : doubles));
            Assert.That(Download<float>(view), Is.EqualTo(singles));
        }

        Assert.That(Download<int>(Ints(ints)), Is.EqualTo(ints));
        Assert.That(Download<long>(Longs(longs)), Is.EqualTo(longs));
        Assert.That(Download<bool>(Bools(bools)), Is.EqualTo(bools));
    }

    /// <summary>NaN, infinities, the signed zero and numbers too large for single precision survive as IEEE 754 rounds them.</summary>
    [Test]
    [Primitive(nameof(Engine.Upload))]
    [Primitive(nameof(Engine.Download))]
    public void Upload_SpecialNumbers_RoundAsIeee754()
    {
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e300, 0.1, 1e-300];
        double[] rounded = Array.ConvertAll(special, value => Engine.FloatType == DataType.Float32 ? (float)value : value);
        BufferView view = Floats(special.Length, special);

        Assert.That(Doubles(view), Is.EqualTo(rounded));
        Assert.That(double.IsNegative(Doubles(view)[3]), Is.True);
        Assert.That(Download<float>(view), Is.EqualTo(Array.ConvertAll(special, value => (float)value)));
    }

    /// <summary>A copy has the same elements and its own memory.</summary>
    [Test]
    [Primitive(nameof(Engine.Copy))]
    public void Copy_ThenWrite_LeavesTheOriginal()
    {
        BufferView x = Floats(3, 1, double.NaN, 3);
        BufferView copy = Take(Engine.Copy(x), 3);
        Engine.AccumulateInto(copy, copy, 1);

        Assert.That(Doubles(x), Is.EqualTo(new[] { 1, double.NaN, 3 }));
        Assert.That(Doubles(copy), Is.EqualTo(new[] { 2, double.NaN, 6 }));
        Assert.That(Integers(Take(Engine.Copy(Ints(4, 5)), 2, DataType.Int32)), Is.EqualTo(new[] { 4, 5 }));
        Assert.That(Integers(Take(Engine.Copy(Longs(1L << 40)), 1, DataType.Int64)), Is.EqualTo(new[] { 1L << 40 }));
        Assert.That(Download<bool>(Take(Engine.Copy(Bools(true, false)), 2, DataType.Bool)), Is.EqualTo(new[] { true, false }));
        Take(Engine.Copy(Floats(0)), 0);
    }

    /// <summary>Floating to integer truncates, anything to bool compares with 0, integers stay exact.</summary>
    [Test]
    [Primitive(nameof(Engine.Cast))]
    public void Cast_BetweenAllTypes_ConvertsAsStated()
    {
        BufferView reals = Floats(5, 1.9, -1.9, 0, -0.0, 100.5);
        Assert.That(Integers(Take(Engine.Cast(reals, DataType.Int32), 5, DataType.Int32)), Is.EqualTo(new[] { 1, -1, 0, 0, 100 }));
        Assert.That(Integers(Take(Engine.Cast(reals, DataType.Int64), 5, DataType.Int64)), Is.EqualTo(new[] { 1, -1, 0, 0, 100 }));
        Assert.That(Download<bool>(Take(Engine.Cast(reals, DataType.Bool), 5, DataType.Bool)), Is.EqualTo(new[] { true, true, false, false, true }));
        Assert.That(Doubles(Take(Engine.Cast(reals, Engine.FloatType), 5)), Is.EqualTo(Doubles(reals)));

        BufferView longs = Longs((1L << 62) + 1, -3, 0);
        Assert.That(Integers(Take(Engine.Cast(longs, DataType.Int64), 3, DataType.Int64)), Is.EqualTo(new[] { (1L << 62) + 1, -3, 0 }));
        Assert.That(Download<bool>(Take(Engine.Cast(longs, DataType.Bool), 3, DataType.Bool)), Is.EqualTo(new[] { true, true, false }));
        Assert.That(Integers(Take(Engine.Cast(Ints(-5, 6), DataType.Int64), 2, DataType.Int64)), Is.EqualTo(new[] { -5, 6 }));
        Assert.That(Integers(Take(Engine.Cast(Longs(-5, 6), DataType.Int32), 2, DataType.Int32)), Is.EqualTo(new[] { -5, 6 }));
        AssertClose(Take(Engine.Cast(Ints(-5, 6), Engine.FloatType), 2), [-5, 6]);
        AssertClose(Take(Engine.Cast(Longs(-5, 6), Engine.FloatType), 2), [-5, 6]);
        AssertClose(Take(Engine.Cast(Bools(true, false), Engine.FloatType), 2), [1, 0]);
        Assert.That(Integers(Take(Engine.Cast(Bools(true, false), DataType.Int32), 2, DataType.Int32)), Is.EqualTo(new[] { 1, 0 }));
        Take(Engine.Cast(Ints(), Engine.FloatType), 0);
    }

    /// <summary>target += scale * source, and nothing beside the target is written.</summary>
    [Test]
    [Primitive(nameof(Engine.AccumulateInto))]
    public void AccumulateInto_AnyLength_AddsInPlaceInsideTheRun([Values(0, 1, 17, 257, 100_003)] int length, [Values(1, -0.5)] double scale)
    {
        BufferView target = Noise(length, 1);
        BufferView source = Noise(length, 2);
        double[] expected = [.. Doubles(target).Zip(Doubles(source), (t, s) => t + (scale * s))];

        Engine.AccumulateInto(target, source, scale);

        AssertClose(target, expected);
        AssertUntouchedBeside(target);
    }

    /// <summary>One NaN or infinity anywhere is found; numbers beside the run are not looked at.</summary>
    [Test]
    [Primitive(nameof(Engine.AllFinite))]
    public void AllFinite_OneBadElementAnywhere_IsFound([Values(1, 16, 33, 257)] int length)
    {
        double[] values = new double[length];
        Assert.That(Engine.AllFinite([Floats(length, values)]), Is.True);
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            for (int i = 0; i < length; i += length > 40 ? 13 : 1)
            {
                values[i] = bad;
                Assert.That(Engine.AllFinite([Floats(length, values)]), Is.False);
                Assert.That(Engine.AllFinite([Floats(2, 1, 2), Floats(length, values), Floats(1, 3)]), Is.False);
                values[i] = 0;
            }
        }
    }

    /// <summary>No elements are all finite.</summary>
    [Test]
    [Primitive(nameof(Engine.AllFinite))]
    public void AllFinite_NoElements_IsTrue() => Assert.That((Engine.AllFinite([]), Engine.AllFinite([Floats(0)]), Engine.AllFinite([Floats(1, 1), Floats(0)])), Is.EqualTo((true, true, true)));
}
