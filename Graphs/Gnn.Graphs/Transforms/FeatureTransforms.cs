using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Transforms of the node features of a graph.</summary>
public static class FeatureTransforms
{
    /// <summary>Makes features non-negative and scales down the rows whose sum exceeds 1.</summary>
    /// <param name="graph">A graph with features <c>[N, F]</c>, dense or sparse.</param>
    /// <returns>A graph with the new features, on the same engine, that shares everything else; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">Sparse features have a negative value.</exception>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <remarks>
    /// <code>x' = x - min(x);  row i of the result = x'[i] / max(sum of x'[i], 1)</code>
    /// <para>PyG's NormalizeFeatures: the minimum is that of the whole matrix, and a row whose sum is below 1 keeps its values, as a row of zeros does. The
    /// features of Cora and Citeseer are 0 or 1, so that their rows become averages as in Kipf and Welling, "Semi-supervised classification with graph
    /// convolutional networks", 2017; the two rules differ where a row sums to less than 1.</para>
    /// <para>Sparse features stay sparse: an element that is not stored is 0, and so the minimum is taken as 0, even of a matrix that stores every element.
    /// Cost: O(stored elements), on the host in double precision.</para>
    /// </remarks>
    public static Graph NormalizeFeatures(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Features features = graph.Features;
        return graph.WithFeatures(features.Sparse is { } sparse ? Normalize(sparse) : (Features)Normalize(features.Dense!));
    }

    private static Tensor Normalize(Tensor x)
    {
        double[] values = x.ToArray<double>();
        double minimum = values.Length == 0 ? 0 : values.Min();
        int width = checked((int)x.Shape[1]);
        for (int start = 0; start < values.Length; start += width)
        {
            Span<double> row = values.AsSpan(start, width);
            double sum = 0;
            foreach (ref double value in row)
            {
                value -= minimum;
                sum += value;
            }

            Divide(row, Math.Max(sum, 1));
        }

        return Tensor.Create(values, x.Shape, x.Engine);
    }

    private static SparseTensor Normalize(SparseTensor x)
    {
        double[] values = x.Values.ToArray<double>();
        SparseStructure structure = x.Structure;
        for (int i = 0; i < structure.RowCount; i++)
        {
            int start = checked((int)structure.RowPointers[i]);
            Span<double> row = values.AsSpan(start, checked((int)structure.RowLength(i)));
            double sum = 0;
            for (int k = 0; k < row.Length; k++)
            {
                if (row[k] < 0)
                {
                    throw new ArgumentException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Sparse features must not be negative, got {row[k]} at row {i}, column {structure.ColumnIndices[start + k]}: ")
                        + "subtracting the minimum would store every element; make the features dense with graph.WithFeatures(graph.Features.ToDense()).",
                        nameof(x));
                }

                sum += row[k];
            }

            Divide(row, Math.Max(sum, 1));
        }

        return new SparseTensor(structure, Tensor.Create(values, values.Length, x.Engine));
    }

    private static void Divide(Span<double> row, double divisor)
    {
        foreach (ref double value in row)
        {
            value /= divisor;
        }
    }
}
