using System.Numerics;

namespace Gnn.Training.Recommendation;

/// <summary>Small symmetric matrices, row-major; of them only the lower triangle is read and written.</summary>
internal static class SquareMatrix
{
    private const int RunLength = 4096;

    /// <summary>factor X^T X, in runs of rows that are added in their order.</summary>
    internal static double[] Gram(double[] rows, int width, double factor, int threads)
    {
        int count = rows.Length / width;
        double[][] parts = new double[(count + RunLength - 1) / RunLength][];
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, run =>
        {
            double[] part = new double[width * width];
            for (int row = run * RunLength; row < Math.Min(count, (run + 1) * RunLength); row++)
            {
                AddOuter(part, rows.AsSpan(row * width, width));
            }

            parts[run] = part;
        });

        double[] gram = new double[width * width];
        foreach (double[] part in parts)
        {
            Add(gram, part, factor);
        }

        return gram;
    }

    /// <summary>M += x x^T.</summary>
    internal static void AddOuter(Span<double> matrix, ReadOnlySpan<double> x)
    {
        for (int row = 0; row < x.Length; row++)
        {
            Add(matrix.Slice(row * x.Length, row + 1), x[..(row + 1)], x[row]);
        }
    }

    /// <summary>y += factor x.</summary>
    internal static void Add(Span<double> y, ReadOnlySpan<double> x, double factor)
    {
        int i = 0;
        var factors = new Vector<double>(factor);
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(y[i..]) + (factors * new Vector<double>(x[i..]))).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    /// <summary>Solves M x = b by Cholesky's factors, in place: M becomes its factor, b the solution.</summary>
    internal static void SolvePositive(Span<double> matrix, Span<double> b)
    {
        int n = b.Length;
        for (int row = 0; row < n; row++)
        {
            Span<double> own = matrix.Slice(row * n, row + 1);
            for (int column = 0; column < row; column++)
            {
                ReadOnlySpan<double> other = matrix.Slice(column * n, column + 1);
                own[column] = (own[column] - Dot(own[..column], other[..column])) / other[column];
            }

            own[row] = Math.Sqrt(own[row] - Dot(own[..row], own[..row]));
            b[row] = (b[row] - Dot(own[..row], b[..row])) / own[row];
        }

        for (int row = n - 1; row >= 0; row--)
        {
            Span<double> own = matrix.Slice(row * n, row + 1);
            b[row] /= own[row];
            Add(b[..row], own[..row], -b[row]);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
