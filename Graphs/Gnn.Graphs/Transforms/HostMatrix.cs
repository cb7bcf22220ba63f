using System.Globalization;
using Gnn.Tensors.Sparse;
using MathNet.Numerics.LinearAlgebra;

namespace Gnn.Graphs.Transforms;

/// <summary>A square sparse matrix of doubles by rows; entries that name one element are summed.</summary>
internal sealed class HostMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly double[] _values;

    /// <summary>Entry e is in row rows[e] and column columns[e].</summary>
    public HostMatrix(int size, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns, ReadOnlySpan<double> values)
    {
        using SparseStructure structure = SparseStructure.FromEdges(size, size, rows, columns);
        RowGroups entries = EdgeOrders.ByNode(structure);
        Size = size;
        _starts = entries.Starts;
        _columns = EdgeOrders.Pick(columns, entries.Rows);
        _values = new double[values.Length];
        for (int k = 0; k < _values.Length; k++)
        {
            _values[k] = values[entries.Rows[k]];
        }
    }

    public int Size { get; }

    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    public ReadOnlySpan<double> Values(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>y = M x.</summary>
    public void Multiply(double[] x, double[] y)
    {
        for (int row = 0; row < Size; row++)
        {
            double sum = 0;
            for (int k = _starts[row]; k < _starts[row + 1]; k++)
            {
                sum += _values[k] * x[_columns[k]];
            }

            y[row] = sum;
        }
    }

    public Matrix<double> ToDense()
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(Size, Size);
        for (int row = 0; row < Size; row++)
        {
            for (int k = _starts[row]; k < _starts[row + 1]; k++)
            {
                dense[row, _columns[k]] += _values[k];
            }
        }

        return dense;
    }

    /// <summary>Refuses a graph whose weights from i to j and from j to i differ by more than their rounding.</summary>
    public static void CheckSymmetric(int size, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<double> weights)
    {
        var forward = new HostMatrix(size, sources, targets, weights);
        var backward = new HostMatrix(size, targets, sources, weights);
        double[] difference = new double[size];
        for (int row = 0; row < size; row++)
        {
            double scale = forward.Scatter(row, 1, difference) + backward.Scatter(row, -1, difference);
            foreach (int column in (ReadOnlySpan<int>)[.. forward.Columns(row), .. backward.Columns(row)])
            {
                // Weights of 32 bits carry 6e-8 of rounding each.
                if (Math.Abs(difference[column]) > 1e-6 * scale)
                {
                    throw new ArgumentException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Eigenvalues are computed of symmetric weights, but those from {row} to {column} exceed those back by {difference[column]}: ")
                        + "make the graph undirected with graph.Symmetrize().",
                        nameof(sources));
                }

                difference[column] = 0;
            }
        }
    }

    private double Scatter(int row, double sign, double[] to)
    {
        double scale = 0;
        for (int k = _starts[row]; k < _starts[row + 1]; k++)
        {
            to[_columns[k]] += sign * _values[k];
            scale += Math.Abs(_values[k]);
        }

        return scale;
    }
}
