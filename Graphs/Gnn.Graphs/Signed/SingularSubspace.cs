using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Lanes = System.Numerics.Vector<double>;

namespace Gnn.Graphs.Signed;

/// <summary>The singular vectors of the largest singular values of a large symmetric matrix, by subspace iteration. Each vector is one thread's.</summary>
internal static class SingularSubspace
{
    private const int LeastGuard = 8;

    public static double[][] Largest(HostMatrix matrix, int count, int passes, RandomSource start)
    {
        int width = Math.Min(matrix.Size, count + Math.Max(LeastGuard, count / 4));
        double[][] block = new double[width][];
        for (int column = 0; column < width; column++)
        {
            block[column] = new double[matrix.Size];
            start.Stream("subspace").Stream((ulong)column).FillNormal(block[column], 0, 0, 1);
        }

        double[][] products = [.. block.Select(vector => new double[vector.Length])];
        for (int pass = 0; pass < passes; pass++)
        {
            Orthonormalize(block, start);
            ForEach(width, column =>
            {
                matrix.Multiply(block[column], products[column]);
                matrix.Multiply(products[column], block[column]);
            });
        }

        // Twice is enough: what rounding leaves of the others after the first time is gone after the second.
        Orthonormalize(block, start);
        Orthonormalize(block, start);
        ForEach(width, column => matrix.Multiply(block[column], products[column]));
        return Rotate(block, products, count);
    }

    /// <summary>The eigenvectors of the matrix within the block, by falling size of the eigenvalue.</summary>
    private static double[][] Rotate(double[][] block, double[][] products, int count)
    {
        int width = block.Length;
        Matrix<double> small = Matrix<double>.Build.Dense(width, width);
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                small[i, j] = Dot(block[i], products[j]);
                small[j, i] = small[i, j];
            }
        }

        Evd<double> solved = small.Evd(Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => Math.Abs(solved.EigenValues[i].Real))];
        double[][] rotated = new double[count][];
        ForEach(count, column =>
        {
            rotated[column] = new double[block[0].Length];
            for (int other = 0; other < width; other++)
            {
                Add(rotated[column], block[other], solved.EigenVectors[other, order[column]]);
            }
        });
        return rotated;
    }

    /// <summary>Makes the vectors orthonormal, in order; one that depends on those before is drawn anew.</summary>
    private static void Orthonormalize(double[][] block, RandomSource start)
    {
        for (int column = 0; column < block.Length; column++)
        {
            for (ulong attempt = 0; !TryOrthonormalize(block, column); attempt++)
            {
                start.Stream("subspace again").Stream((ulong)column).Stream(attempt).FillNormal(block[column], 0, 0, 1);
            }
        }
    }

    private static bool TryOrthonormalize(double[][] block, int column)
    {
        double[] vector = block[column];
        double before = Math.Sqrt(Dot(vector, vector));
        for (int other = 0; other < column; other++)
        {
            Add(vector, block[other], -Dot(vector, block[other]));
        }

        double left = Math.Sqrt(Dot(vector, vector));
        if (!(left > 1e-10 * before))
        {
            return false;
        }

        Lanczos.Scale(vector, 1 / left);
        return true;
    }

    private static double Dot(double[] a, double[] b)
    {
        Lanes sums = Lanes.Zero;
        int i = 0;
        for (; i <= a.Length - Lanes.Count; i += Lanes.Count)
        {
            sums += new Lanes(a, i) * new Lanes(b, i);
        }

        double sum = System.Numerics.Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Add(double[] to, double[] vector, double factor)
    {
        int i = 0;
        for (; i <= to.Length - Lanes.Count; i += Lanes.Count)
        {
            (new Lanes(to, i) + (new Lanes(vector, i) * factor)).CopyTo(to, i);
        }

        for (; i < to.Length; i++)
        {
            to[i] += vector[i] * factor;
        }
    }

    private static void ForEach(int count, Action<int> action) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Engine.Default.ThreadCount }, action);
}
