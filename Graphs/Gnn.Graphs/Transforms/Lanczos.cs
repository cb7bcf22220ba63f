using System.Globalization;
using Gnn.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Gnn.Graphs.Transforms;

/// <summary>The largest eigenvalue of a large symmetric matrix.</summary>
/// <remarks>
/// Lanczos, "An iteration method for the solution of the eigenvalue problem of linear differential and integral operators", 1950. Vectors are not made
/// orthogonal again: that repeats eigenvalues which have been found and leaves the largest as it is (Paige, 1971). Three vectors of memory.
/// </remarks>
internal static class Lanczos
{
    private const int FirstCheck = 16;

    public static double LargestEigenvalue(HostMatrix matrix, SpectralOptions options)
    {
        int steps = options.MaxIterations;
        double[] diagonal = new double[steps];
        double[] beside = new double[steps];
        double[] previous = new double[matrix.Size];
        double[] current = new double[matrix.Size];
        double[] next = new double[matrix.Size];
        options.Start.Stream("lanczos").FillNormal(current, 0, 0, 1);
        Scale(current, 1 / Norm(current));
        int check = FirstCheck;
        double residual = double.PositiveInfinity;
        for (int step = 0; step < steps; step++)
        {
            matrix.Multiply(current, next);
            diagonal[step] = Dot(current, next);
            double before = step == 0 ? 0 : beside[step - 1];
            for (int i = 0; i < next.Length; i++)
            {
                next[i] -= (diagonal[step] * current[i]) + (before * previous[i]);
            }

            beside[step] = Norm(next);
            bool isExhausted = beside[step] <= 1e-14 * Math.Max(1, Math.Abs(diagonal[step]));
            if (step + 1 == check || step + 1 == steps || isExhausted)
            {
                (double value, double last) = LargestOf(diagonal, beside, step + 1);
                residual = beside[step] * Math.Abs(last);
                if (isExhausted || residual <= options.Tolerance * Math.Max(1, Math.Abs(value)))
                {
                    return value;
                }

                check *= 2;
            }

            Scale(next, 1 / beside[step]);
            (previous, current, next) = (current, next, previous);
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The largest eigenvalue has a residual of {residual:g3} after {steps} steps, more than {options.Tolerance:g3}: raise MaxIterations or Tolerance."));
    }

    internal static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    internal static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    internal static void Scale(double[] a, double factor)
    {
        for (int i = 0; i < a.Length; i++)
        {
            a[i] *= factor;
        }
    }

    private static (double Value, double Last) LargestOf(double[] diagonal, double[] beside, int count)
    {
        Matrix<double> small = Matrix<double>.Build.Dense(count, count, (i, j) => i == j ? diagonal[i] : Math.Abs(i - j) == 1 ? beside[Math.Min(i, j)] : 0);
        Evd<double> solved = small.Evd(Symmetricity.Symmetric);
        int largest = solved.EigenValues.Select(value => value.Real).ToArray() is var values ? Array.IndexOf(values, values.Max()) : 0;
        return (values[largest], solved.EigenVectors[count - 1, largest]);
    }
}
