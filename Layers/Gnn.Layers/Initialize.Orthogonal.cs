using Gnn.Tensors;

namespace Gnn.Layers;

/// <content>Orthogonal matrices.</content>
public static partial class Initialize
{
    /// <summary>A random matrix with orthonormal rows, or orthonormal columns if there are more rows than columns, times a gain; uniform among all such.</summary>
    /// <param name="shape">At least two axes; the first is the rows, the others together are the columns.</param>
    /// <param name="random">The parameter's stream.</param>
    /// <param name="gain">What the matrix is multiplied by, finite and at least 0.</param>
    /// <returns>A tensor of the shape; inner products of its vectors are exact to the rounding of its elements.</returns>
    /// <exception cref="ArgumentException">The shape has fewer than two axes, or too many elements for one array.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative or not finite.</exception>
    /// <remarks>A. M. Saxe, J. L. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014. Normal
    /// vectors are made orthonormal one after another by the Gram-Schmidt process in double precision, each twice, since once may leave rounding errors that
    /// grow. Cost: 4 long short^2 operations for sides of lengths long and short.</remarks>
    public static Tensor Orthogonal(in Shape shape, RandomSource random, double gain = 1)
    {
        CheckGain(gain);
        if (shape.Rank < 2 || shape.Count > Array.MaxLength)
        {
            throw new ArgumentException($"An orthogonal matrix has at least two axes and at most {Array.MaxLength} elements, got {shape}.", nameof(shape));
        }

        int rows = checked((int)shape[0]);
        int columns = shape[0] == 0 ? 0 : checked((int)(shape.Count / shape[0]));
        bool byRows = rows <= columns;
        (int count, int length) = byRows ? (rows, columns) : (columns, rows);
        double[] vectors = new double[count * length];
        random.FillNormal(vectors, 0, mean: 0, std: 1);
        for (int i = 0; i < count; i++)
        {
            Orthonormalize(vectors, i, length);
        }

        double[] matrix = new double[vectors.Length];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < length; k++)
            {
                matrix[byRows ? (i * length) + k : (k * columns) + i] = gain * vectors[(i * length) + k];
            }
        }

        return Tensor.Create(matrix, shape);
    }

    /// <summary>Takes the earlier vectors' parts out of a vector, and gives it length 1.</summary>
    private static void Orthonormalize(double[] vectors, int place, int length)
    {
        Span<double> vector = vectors.AsSpan(place * length, length);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int earlier = 0; earlier < place; earlier++)
            {
                ReadOnlySpan<double> other = vectors.AsSpan(earlier * length, length);
                double part = Dot(vector, other);
                for (int k = 0; k < length; k++)
                {
                    vector[k] -= part * other[k];
                }
            }

            double norm = Math.Sqrt(Dot(vector, vector));
            for (int k = 0; k < length; k++)
            {
                vector[k] /= norm;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
