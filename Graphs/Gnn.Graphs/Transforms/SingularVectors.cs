using Gnn.Graphs.Signed;
using Gnn.Tensors;

namespace Gnn.Graphs.Transforms;

/// <summary>The largest singular values of a sparse matrix with their vectors: its best approximation of low rank.</summary>
/// <remarks>
/// <code>M ~ sum over k of s_k u_k v_k^T,   s_1 >= s_2 >= ... > 0,   M: [R, C]</code>
/// <para>Subspace iteration on the symmetric matrix of R + C rows that has M and its transpose beside the diagonal: its eigenvalues are s and -s. Cost: passes (2 E + (R + C) count)
/// count operations.</para>
/// </remarks>
public sealed class SingularVectors
{
    /// <summary>Singular values below this share of the largest count as zero.</summary>
    private const double Negligible = 1e-9;

    private SingularVectors(double[] values, double[][] left, double[][] right) => (Values, Left, Right) = (values, left, right);

    /// <summary>s, falling and above 0; as many as were asked for, or fewer if the matrix has no more.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>u of each value, <c>[R]</c>, of length 1.</summary>
    public IReadOnlyList<double[]> Left { get; }

    /// <summary>v of each value, <c>[C]</c>, of length 1.</summary>
    public IReadOnlyList<double[]> Right { get; }

    /// <summary>Computes them; the same seed gives the same bits at any number of threads.</summary>
    /// <param name="rowCount">R, at least 1.</param>
    /// <param name="columnCount">C, at least 1.</param>
    /// <param name="rows">The row of each entry, in [0, R).</param>
    /// <param name="columns">The column of each entry, in [0, C).</param>
    /// <param name="values">The value of each entry; entries of one place are summed.</param>
    /// <param name="count">How many, at least 1 and at most the smaller of R and C.</param>
    /// <param name="start">The source of the vectors that the iteration starts from.</param>
    /// <param name="passes">How often the block is multiplied by the square of the matrix, at least 1.</param>
    /// <returns>The values and vectors.</returns>
    /// <exception cref="ArgumentException">The three lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number or an entry's place is out of its range.</exception>
    public static SingularVectors Of(
        int rowCount,
        int columnCount,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<double> values,
        int count,
        RandomSource start = default,
        int passes = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columnCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Math.Min(rowCount, columnCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(passes, 1);
        if (rows.Length != columns.Length || rows.Length != values.Length)
        {
            throw new ArgumentException($"A row, a column and a value are needed for each entry, got {rows.Length}, {columns.Length} and {values.Length}.", nameof(rows));
        }

        HostMatrix matrix = Symmetric(rowCount, columnCount, rows, columns, values);

        // Each singular value is two eigenvalues.
        double[][] vectors = SingularSubspace.Largest(matrix, 2 * count, passes, start);
        return Pick(matrix, vectors, rowCount, count);
    }

    private static HostMatrix Symmetric(int rowCount, int columnCount, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<double> values)
    {
        int entries = rows.Length;
        int[] from = new int[checked(2 * entries)];
        int[] to = new int[2 * entries];
        double[] both = new double[2 * entries];
        for (int entry = 0; entry < entries; entry++)
        {
            if ((uint)rows[entry] >= (uint)rowCount || (uint)columns[entry] >= (uint)columnCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows), $"Entry {entry} is at row {rows[entry]}, column {columns[entry]}, outside a matrix [{rowCount}, {columnCount}].");
            }

            (from[entry], to[entry]) = (rows[entry], rowCount + columns[entry]);
            (from[entries + entry], to[entries + entry]) = (to[entry], from[entry]);
            both[entry] = both[entries + entry] = values[entry];
        }

        return new HostMatrix(rowCount + columnCount, from, to, both);
    }

    /// <summary>Of each pair of eigenvectors (u, v) and (u, -v) the one whose eigenvalue is above 0.</summary>
    private static SingularVectors Pick(HostMatrix matrix, double[][] vectors, int rowCount, int count)
    {
        double[] product = new double[matrix.Size];
        var found = new List<(double Value, double[] Left, double[] Right)>();
        foreach (double[] vector in vectors)
        {
            matrix.Multiply(vector, product);
            double value = Lanczos.Dot(vector, product);
            double[] left = vector[..rowCount];
            double[] right = vector[rowCount..];
            (double leftNorm, double rightNorm) = (Lanczos.Norm(left), Lanczos.Norm(right));
            if (value > 0 && leftNorm > 0 && rightNorm > 0)
            {
                Lanczos.Scale(left, 1 / leftNorm);
                Lanczos.Scale(right, 1 / rightNorm);
                found.Add((value, left, right));
            }
        }

        double largest = found.Count == 0 ? 0 : found.Max(each => each.Value);
        (double Value, double[] Left, double[] Right)[] kept = [.. found.Where(each => each.Value > Negligible * largest).OrderByDescending(each => each.Value).Take(count)];
        return new SingularVectors([.. kept.Select(each => each.Value)], [.. kept.Select(each => each.Left)], [.. kept.Select(each => each.Right)]);
    }
}
