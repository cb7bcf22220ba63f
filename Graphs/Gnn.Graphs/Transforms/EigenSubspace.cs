using System.Globalization;
using Gnn.Tensors.Engines;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Gnn.Graphs.Transforms;

/// <summary>The eigenvectors of the smallest eigenvalues of a large symmetric matrix whose eigenvalues are in [0, 2].</summary>
/// <remarks>
/// Subspace iteration with a Chebyshev filter (Zhou, Saad, Tiago and Chelikowsky, "Self-consistent-field calculations using Chebyshev-filtered subspace
/// iteration", 2006): a block of vectors goes through a polynomial that is small on the unwanted part of the spectrum, is made orthonormal, and is turned to
/// the eigenvectors of the matrix within it. A block finds multiple eigenvalues, which a single vector cannot. Each vector is one thread's.
/// </remarks>
internal static class EigenSubspace
{
    private const double Upper = 2;
    private const int Degree = 24;
    private const int Guard = 10;

    public static double[][] Smallest(HostMatrix matrix, int count, SpectralOptions options, out double[] values)
    {
        int width = Math.Min(matrix.Size, count + Math.Max(Guard, count / 2));
        double[][] block = new double[width][];
        for (int column = 0; column < width; column++)
        {
            block[column] = new double[matrix.Size];
            options.Start.Stream("subspace").Stream((ulong)column).FillNormal(block[column], 0, 0, 1);
        }

        double residual = double.PositiveInfinity;
        values = new double[width];
        for (int iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            Orthonormalize(block, options);
            block = Rotate(matrix, block, out values, out double[] residuals);
            residual = residuals.Take(count).Max();
            if (residual <= options.Tolerance)
            {
                return block[..count];
            }

            double cut = Math.Min(values[^1], Upper - 1e-3);
            double low = Math.Min(values[0], cut / 2);
            double[][] unfiltered = block;
            ForEach(width, column => Filter(matrix, unfiltered[column], low, cut));
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The eigenvectors have a residual of {residual:g3} after {options.MaxIterations} steps, more than {options.Tolerance:g3}: ")
            + "raise MaxIterations or Tolerance.");
    }

    /// <summary>x becomes p(M) x, where the polynomial p is at most 1 from cut to 2, grows fast below cut, and is scaled by its value at low.</summary>
    private static void Filter(HostMatrix matrix, double[] x, double low, double cut)
    {
        double half = (Upper - cut) / 2;
        double center = (Upper + cut) / 2;
        double sigma = half / (low - center);
        double first = sigma;
        double[] previous = [.. x];
        double[] current = new double[x.Length];
        double[] product = new double[x.Length];
        matrix.Multiply(previous, current);
        for (int i = 0; i < x.Length; i++)
        {
            current[i] = (current[i] - (center * previous[i])) * sigma / half;
        }

        for (int degree = 2; degree <= Degree; degree++)
        {
            double next = 1 / ((2 / first) - sigma);
            matrix.Multiply(current, product);
            for (int i = 0; i < x.Length; i++)
            {
                product[i] = ((product[i] - (center * current[i])) * 2 * next / half) - (sigma * next * previous[i]);
            }

            sigma = next;
            (previous, current, product) = (current, product, previous);
        }

        current.CopyTo(x, 0);
    }

    /// <summary>Makes the vectors orthonormal, in order; one that depends on those before is drawn anew.</summary>
    private static void Orthonormalize(double[][] block, SpectralOptions options)
    {
        for (int column = 0; column < block.Length; column++)
        {
            double[] vector = block[column];
            for (ulong attempt = 0; !TryOrthonormalize(block, column); attempt++)
            {
                options.Start.Stream("subspace again").Stream(attempt).FillNormal(vector, 0, 0, 1);
            }
        }
    }

    private static bool TryOrthonormalize(double[][] block, int column)
    {
        double[] vector = block[column];
        double norm = Lanczos.Norm(vector);
        Lanczos.Scale(vector, 1 / norm);

        // Twice is enough: what rounding leaves of the others after the first time is gone after the second.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int other = 0; other < column; other++)
            {
                double overlap = Lanczos.Dot(vector, block[other]);
                for (int i = 0; i < vector.Length; i++)
                {
                    vector[i] -= overlap * block[other][i];
                }
            }

            double left = Lanczos.Norm(vector);
            if (!(left > 1e-12))
            {
                return false;
            }

            Lanczos.Scale(vector, 1 / left);
        }

        return true;
    }

    /// <summary>The eigenvectors of the matrix within the block, by rising eigenvalue, and the norms of M v - lambda v.</summary>
    private static double[][] Rotate(HostMatrix matrix, double[][] block, out double[] values, out double[] residuals)
    {
        int width = block.Length;
        double[][] products = new double[width][];
        ForEach(width, column =>
        {
            products[column] = new double[matrix.Size];
            matrix.Multiply(block[column], products[column]);
        });
        Matrix<double> small = Matrix<double>.Build.Dense(width, width);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                small[i, j] = Lanczos.Dot(block[i], products[j]);
                small[j, i] = small[i, j];
            }
        }

        Evd<double> solved = small.Evd(Symmetricity.Symmetric);
        double[] unsorted = [.. solved.EigenValues.Select(value => value.Real)];
        int[] order = [.. Enumerable.Range(0, width).OrderBy(i => unsorted[i])];
        double[] sorted = [.. order.Select(i => unsorted[i])];
        double[] norms = new double[width];
        double[][] rotated = new double[width][];
        ForEach(width, column =>
        {
            double[] vector = new double[matrix.Size];
            double[] residual = new double[matrix.Size];
            for (int other = 0; other < width; other++)
            {
                double part = solved.EigenVectors[other, order[column]];
                for (int i = 0; i < vector.Length; i++)
                {
                    vector[i] += part * block[other][i];
                    residual[i] += part * (products[other][i] - (sorted[column] * block[other][i]));
                }
            }

            rotated[column] = vector;
            norms[column] = Lanczos.Norm(residual);
        });
        (values, residuals) = (sorted, norms);
        return rotated;
    }

    private static void ForEach(int count, Action<int> action) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Engine.Default.ThreadCount }, action);
}
