using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Matrix products and transposes.</content>
public abstract partial class EngineContract
{
    private static readonly (int M, int K, int N)[] Products =
    [
        (1, 1, 1), (0, 3, 2), (3, 0, 2), (3, 2, 0), (0, 0, 0), (1, 5, 1), (5, 1, 7), (2, 3, 4), (4, 16, 16), (1, 64, 33), (33, 64, 1), (7, 13, 17), (17, 33, 65),
        (63, 64, 65), (100, 7, 40), (3, 1433, 16), (513, 20, 8), (8, 600, 40), (130, 300, 70),
    ];

    /// <summary>op(a) op(b) in all four forms; zeros where the inner length is 0.</summary>
    [Test]
    [Primitive(nameof(Engine.MatMul))]
    public void MatMul_AllForms_IsTheProduct([Values] bool transposeA, [Values] bool transposeB)
    {
        foreach ((int m, int k, int n) in Products)
        {
            BufferView a = Noise(transposeA ? (k, m) : (m, k), 1);
            BufferView b = Noise(transposeB ? (n, k) : (k, n), 2);
            double[] left = transposeA ? Transposed(Doubles(a), k, m) : Doubles(a);
            double[] right = transposeB ? Transposed(Doubles(b), n, k) : Doubles(b);
            AssertClose(Take(Engine.MatMul(a, transposeA, b, transposeB), (m, n)), Product(left, right, m, k, n), Math.Sqrt(k) + 1, $"{m} x {k} x {n}");
        }
    }

    /// <summary>NaN and infinity reach every element of their row and column, also beside zeros, and no other element.</summary>
    [Test]
    [Primitive(nameof(Engine.MatMul))]
    public void MatMul_NaNAndInfinity_SpreadOverRowAndColumn([Values(3, 40)] int size)
    {
        double[] a = new double[size * size];
        double[] b = [.. Enumerable.Repeat(1.0, size * size)];
        a[size + 1] = Infinity;
        b[2] = double.NaN;
        double[] expected = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            expected[size + i] = Infinity;
        }

        for (int i = 0; i < size; i++)
        {
            expected[(i * size) + 2] = double.NaN;
        }

        AssertClose(Take(Engine.MatMul(Floats((size, size), a), false, Floats((size, size), b), false), (size, size)), expected);
    }

    /// <summary>The same call gives the same bits.</summary>
    [Test]
    [Primitive(nameof(Engine.MatMul))]
    public void MatMul_Twice_GivesTheSameBits([Values] bool transposeA)
    {
        BufferView a = Noise(transposeA ? (5000, 40) : (40, 5000), 3);
        BufferView b = Noise((5000, 24), 4);
        double[] first = Doubles(Take(Engine.MatMul(a, transposeA, b, false), (40, 24)));
        Assert.That(Doubles(Take(Engine.MatMul(a, transposeA, b, false), (40, 24))), Is.EqualTo(first));
    }

    /// <summary>Rows become columns.</summary>
    [TestCase(0, 0)]
    [TestCase(0, 4)]
    [TestCase(4, 0)]
    [TestCase(1, 9)]
    [TestCase(9, 1)]
    [TestCase(3, 5)]
    [TestCase(33, 65)]
    [TestCase(500, 130)]
    [Primitive(nameof(Engine.Transpose))]
    public void Transpose_AnyMatrix_SwapsAxes(int rows, int columns)
    {
        BufferView x = Noise((rows, columns), 5);
        Assert.That(Doubles(Take(Engine.Transpose(x), (columns, rows))), Is.EqualTo(Transposed(Doubles(x), rows, columns)));
    }

    private static double[] Transposed(double[] x, int rows, int columns)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            y[(i % columns * rows) + (i / columns)] = x[i];
        }

        return y;
    }

    private static double[] Product(double[] a, double[] b, int m, int k, int n)
    {
        double[] y = new double[m * n];
        for (int i = 0; i < y.Length; i++)
        {
            for (int l = 0; l < k; l++)
            {
                y[i] += a[(i / n * k) + l] * b[(l * n) + (i % n)];
            }
        }

        return y;
    }
}
