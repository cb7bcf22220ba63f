using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class ShapeTests
{
    [TestCase(new long[0], 1, "[]")]
    [TestCase(new long[] { 0 }, 0, "[0]")]
    [TestCase(new long[] { 7 }, 7, "[7]")]
    [TestCase(new long[] { 2708, 1433 }, 2708 * 1433, "[2708, 1433]")]
    [TestCase(new long[] { 2, 3, 4 }, 24, "[2, 3, 4]")]
    [TestCase(new long[] { 2, 3, 0, 5 }, 0, "[2, 3, 0, 5]")]
    public void Constructor_AnyAxes_CountsAndPrints(long[] axes, long count, string text)
    {
        var shape = new Shape(axes);
        long[] copied = new long[axes.Length];
        shape.CopyTo(copied);

        Assert.That((shape.Rank, shape.Count, shape.ToString()), Is.EqualTo((axes.Length, count, text)));
        Assert.That(copied, Is.EqualTo(axes));
        Assert.That(axes.Select((_, i) => shape[i]), Is.EqualTo(axes));
        Assert.That(axes.Select((_, i) => shape[i - axes.Length]), Is.EqualTo(axes));
    }

    [Test]
    public void Constructor_BadAxes_Throws()
    {
        Assert.That(() => new Shape(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Shape(3, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Shape([1, 1, 1, 1, 1]), Throws.ArgumentException.With.Message.Contains("at most 4"));
        Assert.That(() => new Shape(long.MaxValue, 2), Throws.ArgumentException.With.Message.Contains("2^63"));
        Assert.That(() => new Shape([1L << 40, 1L << 40, 1L << 40, 1L << 40]), Throws.ArgumentException);
        Assert.That(new Shape(long.MaxValue, 1).Count, Is.EqualTo(long.MaxValue));
    }

    [TestCase(2)]
    [TestCase(-3)]
    public void Axis_OutOfRange_Throws(int axis)
    {
        Shape shape = (3, 4);
        Assert.That(() => shape[axis], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => shape.With(axis, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => shape.Around(axis), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Shape.Scalar[0], Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(new long[0], new long[0], new long[0])]
    [TestCase(new long[0], new long[] { 2, 3 }, new long[] { 2, 3 })]
    [TestCase(new long[] { 3 }, new long[] { 2, 3 }, new long[] { 2, 3 })]
    [TestCase(new long[] { 2, 1 }, new long[] { 1, 3 }, new long[] { 2, 3 })]
    [TestCase(new long[] { 1 }, new long[] { 0 }, new long[] { 0 })]
    [TestCase(new long[] { 2, 1, 4, 1 }, new long[] { 3, 1, 5 }, new long[] { 2, 3, 4, 5 })]
    public void TryBroadcast_ShapesThatFit_GivesTheCommonShape(long[] left, long[] right, long[] expected)
    {
        Assert.That(Shape.TryBroadcast(new Shape(left), new Shape(right), out Shape one), Is.True);
        Assert.That(Shape.TryBroadcast(new Shape(right), new Shape(left), out Shape other), Is.True);
        Assert.That((one, other), Is.EqualTo((new Shape(expected), new Shape(expected))));
    }

    [TestCase(new long[] { 2 }, new long[] { 3 })]
    [TestCase(new long[] { 0 }, new long[] { 2 })]
    [TestCase(new long[] { 3, 2 }, new long[] { 3 })]
    public void TryBroadcast_ShapesThatDoNot_IsFalse(long[] left, long[] right)
    {
        Assert.That(Shape.TryBroadcast(new Shape(left), new Shape(right), out _), Is.False);
        Assert.That(Shape.TryBroadcast(new Shape(right), new Shape(left), out _), Is.False);
    }

    [TestCase(0, 1, 2, 12)]
    [TestCase(1, 2, 3, 4)]
    [TestCase(-1, 6, 4, 1)]
    public void Around_AnyAxis_SplitsTheCount(int axis, long outer, long length, long inner) =>
        Assert.That(new Shape(2, 3, 4).Around(axis), Is.EqualTo((outer, length, inner)));

    [Test]
    public void With_AnyAxis_ReplacesIt()
    {
        Assert.That(new Shape(2, 3, 4).With(-1, 9), Is.EqualTo(new Shape(2, 3, 9)));
        Assert.That(new Shape(2, 3, 4).With(0, 0), Is.EqualTo(new Shape(0, 3, 4)));
        Assert.That(() => new Shape(2).With(0, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Equality_RankAndAxes_Decide()
    {
        Shape vector = 6;
        Shape matrix = (2, 3);
        Assert.That(matrix == new Shape([2, 3]), Is.True);
        Assert.That(matrix.GetHashCode(), Is.EqualTo(new Shape([2, 3]).GetHashCode()));
        Assert.That(matrix != (3, 2), Is.True);
        Assert.That(new Shape(6, 0) == new Shape(6), Is.False);
        Assert.That(vector.Equals((object)matrix), Is.False);
        Assert.That(default(Shape), Is.EqualTo(Shape.Scalar));
    }
}
