using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.Heterophily;

/// <summary>Reads a file of the heterophilous graphs: features, classes, edges and masks as arrays of an .npz file.</summary>
internal static class HeterophilousFile
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDirected">Whether the edges stay as they are in the file.</param>
    /// <param name="isSparse">Whether the features are kept as a sparse matrix.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or its arrays do not fit together.</exception>
    public static Dataset Read(string path, bool isDirected, bool isSparse)
    {
        using NpzFile file = NpzFile.Open(path);
        NpyArray classes = Require(file, "node_labels", "N", -1);
        int nodes = classes.Shape[0];
        int[] labels = ReadIds(classes, path, "node_labels", "a class", nodes);
        NpyArray features = Require(file, "node_features", "N, F", nodes, -1);
        int width = features.Shape[1];
        int[] ends = ReadIds(Require(file, "edges", "E, 2", -1, 2), path, "edges", "a node", nodes);
        NodeSplit[] splits = ReadSplits(file, nodes);
        (int[] sources, int[] targets) = Unzip(ends);
        float[] values = features.ToSingle();
        Features columns = isSparse ? ToSparse(values, nodes, width) : Tensor.Create(values, (nodes, width));
        return new Dataset(NodeGraph.Create(labels, sources, targets, isDirected, columns)) { NodeSplits = splits };
    }

    private static NodeSplit[] ReadSplits(NpzFile file, int nodes)
    {
        NpyArray train = Require(file, "train_masks", "splits, N", -1, nodes);
        int count = train.Shape[0];
        bool[][] masks =
        [
            train.ToBoolean(),
            Require(file, "val_masks", "splits, N", count, nodes).ToBoolean(),
            Require(file, "test_masks", "splits, N", count, nodes).ToBoolean(),
        ];
        var splits = new NodeSplit[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<bool> Mask(int part) => masks[part].AsSpan(i * nodes, nodes);
            splits[i] = MaskSplits.Create(file.Path, i, Mask(0), Mask(1), Mask(2));
        }

        return splits;
    }

    // An array with the axes that are given, -1 for any length but 0.
    private static NpyArray Require(NpzFile file, string name, string axes, params ReadOnlySpan<int> lengths)
    {
        NpyArray array = file.Read(name);
        bool fits = array.Shape.Count == lengths.Length;
        for (int axis = 0; fits && axis < lengths.Length; axis++)
        {
            fits = lengths[axis] < 0 ? array.Shape[axis] > 0 : array.Shape[axis] == lengths[axis];
        }

        return fits
            ? array
            : throw new DataFormatException(
                file.Path,
                name,
                $"expected an array [{axes}] = [{string.Join(", ", lengths.ToArray().Select(length => length < 0 ? "any" : $"{length}"))}], "
                + $"got [{string.Join(", ", array.Shape)}]");
    }

    private static int[] ReadIds(NpyArray array, string path, string name, string what, int limit)
    {
        int[] ids = array.ToInt32();
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)limit)
            {
                throw new DataFormatException(path, $"{name}, element {i}", $"expected {what} of 0 to {limit - 1}, got {ids[i]}");
            }
        }

        return ids;
    }

    private static (int[] Sources, int[] Targets) Unzip(int[] ends)
    {
        int[] sources = new int[ends.Length / 2];
        int[] targets = new int[ends.Length / 2];
        for (int i = 0; i < sources.Length; i++)
        {
            (sources[i], targets[i]) = (ends[2 * i], ends[(2 * i) + 1]);
        }

        return (sources, targets);
    }

    private static SparseTensor ToSparse(ReadOnlySpan<float> cells, int rows, int width)
    {
        int[] pointers = new int[rows + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> rest = cells.Slice(row * width, width);
            for (int next = 0; (next = rest.IndexOfAnyExcept(0f)) >= 0; rest = rest[(next + 1)..])
            {
                columns.Add(width - rest.Length + next);
                values.Add(rest[next]);
            }

            pointers[row + 1] = columns.Count;
        }

        using SparseStructure structure = SparseStructure.FromRows(width, pointers, columns.ToArray());
        return new SparseTensor(structure, Tensor.Create(values.ToArray(), values.Count));
    }
}
