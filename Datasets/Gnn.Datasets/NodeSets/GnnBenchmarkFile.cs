using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.NodeSets;

/// <summary>Reads a file of gnn-benchmark: an adjacency matrix, features and classes as arrays of an .npz file.</summary>
internal static class GnnBenchmarkFile
{
    // The file does not pay for columns, but what is made of the graph may.
    private const int MostFeatures = 1 << 24;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDirected">Whether the edges stay as they are in the file.</param>
    /// <param name="hasNames">Whether nodes and classes have names in it. Other files have some as pickled objects, which are not read.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or its arrays do not fit together.</exception>
    public static Dataset Read(string path, bool isDirected, bool hasNames)
    {
        using NpzFile file = NpzFile.Open(path);
        var adjacency = ScipyMatrix.Read(file, "adj");
        int nodes = adjacency.Rows;
        if (nodes == 0 || adjacency.Columns != nodes)
        {
            throw new DataFormatException(path, "adj_shape", $"expected a square matrix of at least one row, got [{nodes}, {adjacency.Columns}]");
        }

        string[]? nodeNames = hasNames ? ReadNames(file, "node_names", nodes) : null;
        string[]? classNames = hasNames ? ReadNames(file, "class_names") : null;
        int[] labels = ReadLabels(file, nodes, classNames?.Length ?? nodes);
        (int[] sources, int[] targets) = ToEdges(adjacency);
        Features? features = file.Contains("attr_data") ? ReadFeatures(file, nodes) : default(Features?);
        return new Dataset(NodeGraph.Create(labels, sources, targets, isDirected, features, classNames))
        {
            Names = nodeNames is null ? new Dictionary<string, IReadOnlyList<string>>() : new() { ["node"] = nodeNames },
        };
    }

    private static string[] ReadNames(NpzFile file, string name, int? count = null)
    {
        string[] names = file.Read(name).ToTexts();
        return names.Length == (count ?? names.Length)
            ? names
            : throw new DataFormatException(file.Path, name, $"expected {count} names, one for each node, got {names.Length}");
    }

    private static int[] ReadLabels(NpzFile file, int nodes, int classes)
    {
        int[] labels = file.Read("labels").ToInt32();
        if (labels.Length != nodes)
        {
            throw new DataFormatException(file.Path, "labels", $"expected {nodes} classes, one for each node, got {labels.Length}");
        }

        for (int node = 0; node < nodes; node++)
        {
            if ((uint)labels[node] >= (uint)classes)
            {
                throw new DataFormatException(file.Path, $"labels, node {node}", $"expected a class of 0 to {classes - 1}, got {labels[node]}");
            }
        }

        return labels;
    }

    private static Features ReadFeatures(NpzFile file, int nodes)
    {
        var matrix = ScipyMatrix.Read(file, "attr");
        if (matrix.Rows != nodes)
        {
            throw new DataFormatException(file.Path, "attr_shape", $"expected {nodes} rows, one for each node, got {matrix.Rows}");
        }

        if (matrix.Columns > MostFeatures)
        {
            throw new DataFormatException(file.Path, "attr_shape", $"expected at most {MostFeatures} features, got {matrix.Columns}");
        }

        using SparseStructure structure = SparseStructure.FromRows(matrix.Columns, matrix.RowPointers, matrix.ColumnIndices);
        return new SparseTensor(structure, Tensor.Create(matrix.Values, matrix.Values.Length));
    }

    // Weights do not count, but what weighs nothing is no edge.
    private static (int[] Sources, int[] Targets) ToEdges(ScipyMatrix adjacency)
    {
        var sources = new List<int>(adjacency.Values.Length);
        var targets = new List<int>(adjacency.Values.Length);
        for (int row = 0; row < adjacency.Rows; row++)
        {
            for (int entry = adjacency.RowPointers[row]; entry < adjacency.RowPointers[row + 1]; entry++)
            {
                if (adjacency.Values[entry] != 0)
                {
                    sources.Add(row);
                    targets.Add(adjacency.ColumnIndices[entry]);
                }
            }
        }

        return ([.. sources], [.. targets]);
    }
}
