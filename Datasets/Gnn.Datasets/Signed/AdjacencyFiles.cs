using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Signed;

/// <summary>Reads a graph from its adjacency matrix (scipy) and the classes of its nodes (numpy).</summary>
internal static class AdjacencyFiles
{
    /// <summary>Reads a directed weighted graph with classes: an entry in row i and column j is an edge i to j.</summary>
    /// <param name="adjacency">The matrix, written by scipy's <c>save_npz</c>.</param>
    /// <param name="labels">The classes, a vector in <c>.npy</c>.</param>
    /// <exception cref="DataFormatException">A file is damaged, or they contradict each other.</exception>
    public static Graph Read(string adjacency, string labels)
    {
        ScipyMatrix matrix = ScipyMatrix.Read(adjacency);
        if (matrix.Rows != matrix.Columns)
        {
            throw new DataFormatException(adjacency, "", $"expected a square matrix, got {matrix.Rows} x {matrix.Columns}");
        }

        int bad = Array.FindIndex(matrix.Values, value => value == 0 || !float.IsFinite(value));
        if (bad >= 0)
        {
            throw new DataFormatException(adjacency, $"entry {bad}", $"expected a weight that is finite and not 0, got {matrix.Values[bad]}");
        }

        int[] classes = NpyArray.Read(labels).ToInt32();
        if (classes.Length != matrix.Rows || Array.Exists(classes, label => label < 0 || label >= classes.Length))
        {
            throw new DataFormatException(labels, "", $"expected {matrix.Rows} classes from 0 up, one for each row of '{adjacency}', got {classes.Length} numbers");
        }

        int[] sources = new int[matrix.ColumnIndices.Length];
        for (int row = 0; row < matrix.Rows; row++)
        {
            sources.AsSpan(matrix.RowPointers[row]..matrix.RowPointers[row + 1]).Fill(row);
        }

        using Graph bare = Graph.FromEdges(matrix.Rows, sources, matrix.ColumnIndices);
        using Graph weighted = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(matrix.Values, matrix.Values.Length));
        return weighted.WithLabels(classes);
    }

    /// <summary>Reads such a graph, the signs of whose weights are the signs of its edges.</summary>
    /// <param name="adjacency">The matrix.</param>
    /// <param name="labels">The classes.</param>
    /// <exception cref="DataFormatException">A file is damaged, or they contradict each other.</exception>
    public static SignedGraph ReadSigned(string adjacency, string labels)
    {
        using Graph graph = Read(adjacency, labels);
        return SignedGraph.FromWeightedGraph(graph);
    }
}
