using Gnn.Layers;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class InitializeTests
{
    [Test]
    public void KaimingUniform_Default_HasAVarianceOfTwoOverTheFan()
    {
        using Tensor x = Initialize.KaimingUniform((100, 100), 100, new RandomSource(1));
        double[] values = x.ToArray<double>();

        Assert.That(values, Is.All.InRange(-Math.Sqrt(0.06), Math.Sqrt(0.06)));
        Assert.That(values.Average(value => value * value), Is.EqualTo(0.02).Within(0.02 * 4 / 100));
    }

    [Test]
    public void KaimingNormal_Gain_HasItsVariance()
    {
        using Tensor x = Initialize.KaimingNormal((100, 100), 25, new RandomSource(1), gain: 3);

        // Four standard errors of the variance of 10 000 normal numbers.
        Assert.That(x.ToArray<double>().Average(value => value * value), Is.EqualTo(9.0 / 25).Within(9.0 / 25 * 4 * Math.Sqrt(2) / 100));
    }

    [TestCase(1, 1)]
    [TestCase(7, 7)]
    [TestCase(5, 40)]
    [TestCase(40, 5)]
    [TestCase(64, 64)]
    public void Orthogonal_AnyShape_HasOrthonormalRowsOrColumns(int rows, int columns)
    {
        using Tensor x = Initialize.Orthogonal((rows, columns), new RandomSource(1), gain: 2);
        double[] values = x.ToArray<double>();
        bool byRows = rows <= columns;
        (int count, int length) = byRows ? (rows, columns) : (columns, rows);

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Enumerable.Range(0, length).Sum(k => At(i, k) * At(j, k));
                Assert.That(product / 4, Is.EqualTo(i == j ? 1 : 0).Within(1e-6), $"vectors {i} and {j}");
            }
        }

        double At(int vector, int element) => byRows ? values[(vector * columns) + element] : values[(element * columns) + vector];
    }

    [Test]
    public void Orthogonal_Seed_DecidesTheMatrix()
    {
        using Tensor x = Initialize.Orthogonal((3, 2, 2), new RandomSource(1)), same = Initialize.Orthogonal((3, 2, 2), new RandomSource(1));
        using Tensor other = Initialize.Orthogonal((3, 2, 2), new RandomSource(2));

        Assert.That(x.ToArray<double>(), Is.EqualTo(same.ToArray<double>()));
        Assert.That(x.ToArray<double>(), Is.Not.EqualTo(other.ToArray<double>()));
        Assert.That(Initialize.Orthogonal((0, 4), default).Shape, Is.EqualTo(new Shape(0, 4)));
    }

    [Test]
    public void AnyInitialiser_OutOfRange_IsRefused()
    {
        Assert.That(() => Initialize.KaimingUniform((2, 2), 0, default), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initialize.KaimingNormal((2, 2), 2, default, gain: double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initialize.Orthogonal((2, 2), default, gain: -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Initialize.Orthogonal(4, default), Throws.ArgumentException);
    }
}
