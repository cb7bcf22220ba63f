using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Networks;

/// <summary>Undirected graphs and labels from the matrices of MAT files.</summary>
internal static class MatGraph
{
    /// <summary>Makes the graph of a symmetric matrix: an edge for each entry, by row and then column, and their weights if any is not 1.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="matrix">The matrix.</param>
    /// <returns>The graph, owned by the caller.</returns>
    /// <exception cref="DataFormatException">The matrix is not square, not symmetric, or has an entry that is stored twice, zero or not finite.</exception>
    public static Graph ReadGraph(string path, MatVariable matrix)
    {
        if (matrix.Rows != matrix.Columns)
        {
            throw new DataFormatException(path, "", $"expected a square matrix, got {matrix}");
        }

        (int[] rowPointers, int[] columns, double[] values) = matrix.ToCsr();
        int[] rows = new int[columns.Length];
        float[] weights = new float[columns.Length];
        bool isWeighted = false;

        // A matrix equals its transpose if, going through it by rows, the next entry of each column's row is the mirror image.
        int[] next = rowPointers[..matrix.Rows];
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int entry = rowPointers[row]; entry < rowPointers[row + 1]; entry++)
            {
                int column = columns[entry];
                int mirror = next[column]++;
                if (entry > rowPointers[row] && columns[entry - 1] == column)
                {
                    throw Bad(path, matrix, row, column, "expected each entry once, got one twice");
                }

                if (mirror >= rowPointers[column + 1] || columns[mirror] != row || values[mirror] != values[entry])
                {
                    throw Bad(path, matrix, row, column, $"expected a symmetric matrix, got {values[entry]} here and another value at the mirror image");
                }

                weights[entry] = (float)values[entry];
                if (weights[entry] == 0 || !float.IsFinite(weights[entry]))
                {
                    throw Bad(path, matrix, row, column, $"expected a finite weight other than 0, got {values[entry]}");
                }

                rows[entry] = row;
                isWeighted |= weights[entry] != 1;
            }
        }

        Graph graph = Graph.FromEdges(matrix.Rows, rows, columns, isUndirected: true);
        if (!isWeighted)
        {
            return graph;
        }

        using (graph)
        {
            return graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length));
        }
    }

    /// <summary>Reads the labels of nodes, of which a node may have several.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="matrix">The matrix: a row for each node, a column for each label, 1 where the node has it.</param>
    /// <param name="nodes">N.</param>
    /// <returns>The labels as Single <c>[N, C]</c>.</returns>
    /// <exception cref="DataFormatException">The matrix has other rows, or an entry that is neither 0 nor 1.</exception>
    public static Tensor ReadLabels(string path, MatVariable matrix, int nodes)
    {
        // The product is checked, for few bytes can state a shape without entries.
        if (matrix.Rows != nodes || matrix.Columns == 0 || (long)matrix.Rows * matrix.Columns > Math.Max(1024, 1000L * matrix.EntryCount))
        {
            throw new DataFormatException(path, "", $"expected labels for {nodes} nodes, got {matrix}");
        }

        float[] labels = Array.ConvertAll(matrix.ToDense(), value => (float)value);
        int wrong = labels.AsSpan().IndexOfAnyExcept(0f, 1f);
        return wrong < 0
            ? Tensor.Create(labels, new Shape(nodes, matrix.Columns))
            : throw Bad(path, matrix, wrong / matrix.Columns, wrong % matrix.Columns, $"expected 0 or 1, got {labels[wrong]}");
    }

    private static DataFormatException Bad(string path, MatVariable matrix, int row, int column, string problem) =>
        new(path, $"'{matrix.Name}', row {row + 1}, column {column + 1}", problem);
}
