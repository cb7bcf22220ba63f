using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Gathering, scattering, picking, joining and cutting rows and columns.</content>
public abstract partial class EngineContract
{
    private static readonly (int Rows, int Width, int Count)[] Gathers =
        [(1, 1, 1), (5, 3, 0), (5, 0, 4), (4, 1, 9), (7, 5, 20), (300, 17, 1000), (50, 64, 333), (10, 130, 40)];

    /// <summary>y[i] = x[index[i]] for every type of element and index.</summary>
    [Test]
    [Primitive(nameof(Engine.GatherRows))]
    public void GatherRows_EveryType_CopiesRows([Values] bool isWide)
    {
        foreach ((int rows, int width, int count) in Gathers)
        {
            int[] index = Places(count, rows);
            BufferView x = Noise((rows, width), 1);
            double[] expected = Gathered(Doubles(x), index, width);
            Assert.That(Doubles(Take(Engine.GatherRows(x, Index(isWide, index)), (count, width))), Is.EqualTo(expected));
        }

        int[] some = [2, 0, 2];
        Assert.That(Doubles(Take(Engine.GatherRows(Floats(3, 7, 8, double.NaN), Index(isWide, some)), 3)), Is.EqualTo(new[] { double.NaN, 7, double.NaN }));
        Assert.That(Doubles(Take(Engine.GatherRows(Noise((3, 2, 4), 2), Index(isWide, some)), (3, 2, 4))), Is.EqualTo(Gathered(Doubles(Noise(24, 2)), some, 8)));
        Assert.That(Integers(Take(Engine.GatherRows(Ints(7, 8, 9), Index(isWide, some)), 3, DataType.Int32)), Is.EqualTo(new[] { 9, 7, 9 }));
        Assert.That(Integers(Take(Engine.GatherRows(Longs(1L << 40, 8, 9), Index(isWide, some)), 3, DataType.Int64)), Is.EqualTo(new[] { 9, 1L << 40, 9 }));
        Assert.That(Download<bool>(Take(Engine.GatherRows(Bools(true, true, false), Index(isWide, some)), 3, DataType.Bool)), Is.EqualTo(new[] { false, true, false }));
    }

    /// <summary>An index outside the rows is named; nothing is made.</summary>
    [TestCase(5)]
    [TestCase(-1)]
    [TestCase(int.MinValue)]
    [TestCase(int.MaxValue)]
    [Primitive(nameof(Engine.GatherRows))]
    public void GatherRows_OutOfRange_NamesPositionAndValue(int bad)
    {
        foreach (bool isWide in new[] { false, true })
        {
            BufferView x = Noise((5, 3), 1);
            BufferView index = Index(isWide, [0, 4, 1, bad, 2]);
            AssertOutOfRange(() => Engine.GatherRows(x, index), position: 3, bad, count: 5);
        }

        BufferView none = Noise((0, 3), 1);
        BufferView zero = Ints(0);
        AssertOutOfRange(() => Engine.GatherRows(none, zero), position: 0, value: 0, count: 0);
    }

    /// <summary>A wide index that would fit 32 bits only by wrapping is out of range.</summary>
    [Test]
    [Primitive(nameof(Engine.GatherRows))]
    [Primitive(nameof(Engine.ScatterAddRows))]
    [Primitive(nameof(Engine.Pick))]
    public void Index_BeyondThirtyTwoBits_IsOutOfRange()
    {
        BufferView x = Noise((2, 3), 1);
        BufferView index = Longs(0, (1L << 32) + 1);
        AssertOutOfRange(() => Engine.GatherRows(x, index), 1, (1L << 32) + 1, 2);
        AssertOutOfRange(() => Engine.ScatterAddRows(x, index, 4), 1, (1L << 32) + 1, 4);
        AssertOutOfRange(() => Engine.Pick(x, index), 1, (1L << 32) + 1, 3);
    }

    /// <summary>y[index[i]] += x[i]: rows named several times are sums, rows not named are 0.</summary>
    [Test]
    [Primitive(nameof(Engine.ScatterAddRows))]
    public void ScatterAddRows_RepeatedRows_AreSummed([Values] bool isWide)
    {
        foreach ((int rows, int width, int count) in Gathers)
        {
            int[] index = Places(count, rows);
            BufferView x = Eighths((count, width), 3);
            double[] from = Doubles(x);
            double[] expected = new double[rows * width];
            for (int i = 0; i < from.Length; i++)
            {
                expected[(index[i / width] * width) + (i % width)] += from[i];
            }

            BufferView y = Take(Engine.ScatterAddRows(x, Index(isWide, index), rows), (rows, width));
            Assert.That(Doubles(y), Is.EqualTo(expected), "Eighths sum without rounding.");
        }

        BufferView hub = Take(Engine.ScatterAddRows(Eighths((5000, 3), 4), Index(isWide, new int[5000]), 2), (2, 3));
        double[] all = Doubles(Eighths((5000, 3), 4));
        Assert.That(Doubles(hub), Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5 }.Select(c => c < 3 ? all.Where((_, i) => i % 3 == c).Sum() : 0)));
        AssertClose(Take(Engine.ScatterAddRows(Floats((0, 3)), Index(isWide), 2), (2, 3)), new double[6]);
        Take(Engine.ScatterAddRows(Floats((0, 3)), Index(isWide), 0), (0, 3));
    }

    /// <summary>Summands are added in their order, so that the same call gives the same bits, on any number of threads.</summary>
    [Test]
    [Primitive(nameof(Engine.ScatterAddRows))]
    public void ScatterAddRows_Rounding_FollowsTheOrderOfRows()
    {
        // Left to right, 1 is lost beside 2^60 before that is taken away; in another order it is not.
        double large = Math.Pow(2, 60);
        BufferView x = Floats((4, 1), large, 1, -large, 1);
        Assert.That(Doubles(Take(Engine.ScatterAddRows(x, Ints(0, 0, 0, 0), 1), (1, 1))), Is.EqualTo(new[] { 1.0 }));
    }

    /// <summary>An index outside the rows of the result is named; nothing is made.</summary>
    [TestCase(2)]
    [TestCase(-1)]
    [Primitive(nameof(Engine.ScatterAddRows))]
    public void ScatterAddRows_OutOfRange_NamesPositionAndValue(int bad)
    {
        foreach (bool isWide in new[] { false, true })
        {
            BufferView x = Noise((3, 2), 1);
            BufferView index = Index(isWide, [0, 1, bad]);
            AssertOutOfRange(() => Engine.ScatterAddRows(x, index, 2), position: 2, bad, count: 2);
        }
    }

    /// <summary>y[i] = x[i, column[i]].</summary>
    [TestCase(0, 3)]
    [TestCase(1, 1)]
    [TestCase(40, 7)]
    [TestCase(2708, 40)]
    [Primitive(nameof(Engine.Pick))]
    public void Pick_OneColumnARow_TakesIt(int rows, int columns)
    {
        BufferView x = Noise((rows, columns), 5);
        int[] column = Places(rows, columns);
        double[] from = Doubles(x);
        double[] expected = [.. column.Select((place, row) => from[(row * columns) + place])];
        Assert.That(Doubles(Take(Engine.Pick(x, Index(false, column)), rows)), Is.EqualTo(expected));
        Assert.That(Doubles(Take(Engine.Pick(x, Index(true, column)), rows)), Is.EqualTo(expected));
    }

    /// <summary>A column outside the matrix is named; nothing is made.</summary>
    [TestCase(3)]
    [TestCase(-1)]
    [Primitive(nameof(Engine.Pick))]
    public void Pick_OutOfRange_NamesPositionAndValue(int bad)
    {
        foreach (bool isWide in new[] { false, true })
        {
            BufferView x = Noise((5, 3), 1);
            BufferView column = Index(isWide, [0, 2, 1, 0, bad]);
            AssertOutOfRange(() => Engine.Pick(x, column), position: 4, bad, count: 3);
        }
    }

    /// <summary>Each gradient at its column, 0 elsewhere.</summary>
    [TestCase(0, 3)]
    [TestCase(1, 1)]
    [TestCase(40, 7)]
    [TestCase(2708, 40)]
    [Primitive(nameof(Engine.PickGradient))]
    public void PickGradient_OneColumnARow_PutsItThere(int rows, int columns)
    {
        BufferView gradient = Noise(rows, 6);
        int[] column = Places(rows, columns);
        double[] dy = Doubles(gradient);
        double[] expected = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            expected[(row * columns) + column[row]] = dy[row];
        }

        Assert.That(Doubles(Take(Engine.PickGradient(gradient, Index(false, column), columns), (rows, columns))), Is.EqualTo(expected));
        Assert.That(Doubles(Take(Engine.PickGradient(gradient, Index(true, column), columns), (rows, columns))), Is.EqualTo(expected));
    }

    /// <summary>Parts side by side, or one after another; parts without elements add nothing.</summary>
    [TestCase(1, new[] { 4 })]
    [TestCase(1, new[] { 4, 0, 7, 1 })]
    [TestCase(0, new[] { 0, 0 })]
    [TestCase(5, new[] { 2, 0, 3 })]
    [TestCase(5, new[] { 0, 0 })]
    [TestCase(300, new[] { 17, 1, 64 })]
    [Primitive(nameof(Engine.Concatenate))]
    public void Concatenate_AnyWidths_JoinsColumns(int outer, int[] widths)
    {
        BufferView[] parts = [.. widths.Select((width, i) => Noise((outer, width), (ulong)i))];
        double[][] values = [.. parts.Select(part => Doubles(part))];
        double[] expected = [.. Enumerable.Range(0, outer).SelectMany(row => widths.SelectMany((width, i) => values[i].Skip(row * width).Take(width)))];

        Assert.That(Doubles(Take(Engine.Concatenate(parts, outer), (outer, widths.Sum()))), Is.EqualTo(expected));
    }

    /// <summary>Parts of other types, and a part given twice.</summary>
    [Test]
    [Primitive(nameof(Engine.Concatenate))]
    [Primitive(nameof(Engine.SliceColumns))]
    public void ConcatenateAndSlice_OtherTypes_CopyElements()
    {
        BufferView ints = Ints(1, 2);
        Assert.That(Integers(Take(Engine.Concatenate([ints, Ints(3), ints], 1), 5, DataType.Int32)), Is.EqualTo(new[] { 1, 2, 3, 1, 2 }));
        Assert.That(Integers(Take(Engine.Concatenate([Longs(1L << 40, 2), Longs(5, 6)], 2), 4, DataType.Int64)), Is.EqualTo(new[] { 1L << 40, 5, 2, 6 }));
        Assert.That(Download<bool>(Take(Engine.Concatenate([Bools(true), Bools(false)], 1), 2, DataType.Bool)), Is.EqualTo(new[] { true, false }));
        Assert.That(Integers(Take(Engine.SliceColumns(Longs(1, 2, 3, 1L << 40), 2, 1, 1), 2, DataType.Int64)), Is.EqualTo(new[] { 2, 1L << 40 }));
        Assert.That(Download<bool>(Take(Engine.SliceColumns(Bools(true, false, false), 1, 0, 2), 2, DataType.Bool)), Is.EqualTo(new[] { true, false }));
    }

    /// <summary>A run of columns.</summary>
    [TestCase(4, 6, 0, 6)]
    [TestCase(4, 6, 1, 3)]
    [TestCase(4, 6, 5, 1)]
    [TestCase(4, 6, 6, 0)]
    [TestCase(0, 6, 2, 2)]
    [TestCase(1, 100, 33, 40)]
    [TestCase(333, 50, 17, 21)]
    [Primitive(nameof(Engine.SliceColumns))]
    public void SliceColumns_AnyRun_TakesIt(int outer, int width, int start, int count)
    {
        BufferView x = Noise((outer, width), 7);
        double[] expected = [.. Doubles(x).Chunk(width).SelectMany(row => row.Skip(start).Take(count))];
        Assert.That(Doubles(Take(Engine.SliceColumns(x, outer, start, count), (outer, count))), Is.EqualTo(expected));
    }

    private static int[] Places(int count, int bound)
    {
        RandomSequence random = new RandomSource(seed: 9).Sequence();
        int[] places = new int[count];
        for (int i = 0; i < count; i++)
        {
            places[i] = random.NextInt32(bound);
        }

        return places;
    }

    private static double[] Gathered(double[] x, int[] index, int width) => [.. index.SelectMany(place => x.Skip(place * width).Take(width))];
}
