using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>The arrays of a benchmark graph, one .npy file each, read when they are asked for: <c>rowptr</c>, <c>col</c>, <c>val</c>, <c>x</c>, <c>y</c>,
/// <c>train</c>, <c>edge_time</c>, <c>node_time</c>. Rows are targets.</summary>
/// <remarks>The structure's arrays are used where they lie in their files if those hold 32-bit numbers: each is checked when it is opened, and its
/// pages stay unless memory is short. Beside them it takes 4 bytes for each edge. Other types are converted in memory.</remarks>
/// <param name="folder">Where the files are.</param>
/// <param name="engine">Where tensors are made.</param>
internal sealed class BenchmarkGraph(string folder, Engine engine) : IDisposable
{
    private SparseStructure? _structure;

    /// <summary>The entries: <c>rowptr</c> and <c>col</c>.</summary>
    internal SparseStructure Structure => _structure ??= ReadStructure();

    /// <summary>The number of nodes.</summary>
    internal int NodeCount => Structure.RowCount;

    /// <summary>The number of edges.</summary>
    internal long EdgeCount => Structure.EntryCount;

    /// <summary>The values of the entries, <c>[E]</c>: <c>val</c>.</summary>
    internal Tensor Values()
    {
        Tensor values = NpyFile.ReadTensor(Find("val"), engine).Keep();
        return Expect(values, "val", values.DataType.IsFloating() && values.Shape == new Shape(EdgeCount), $"floating [{EdgeCount}], a value for each entry of 'col'");
    }

    /// <summary>The features, <c>[N, F]</c>: <c>x</c>.</summary>
    internal Tensor Features()
    {
        Tensor x = NpyFile.ReadTensor(Find("x"), engine).Keep();
        return Expect(x, "x", x.DataType.IsFloating() && x.Shape.Rank == 2 && x.Shape[0] == NodeCount && x.Shape[1] > 0, $"floating [{NodeCount}, F], a row for each node");
    }

    /// <summary>Whether there are features.</summary>
    internal bool HasFeatures => File.Exists(Path.Combine(folder, "x.npy"));

    /// <summary>The file of the features: <c>x</c>.</summary>
    internal string FeaturesPath => Find("x");

    /// <summary>The labels <c>[N]</c> and the number of classes: <c>y</c>.</summary>
    internal (Tensor Labels, int Classes) Labels()
    {
        int[] labels = Integers("y", 0, int.MaxValue - 1);
        if (labels.Length != NodeCount || labels.Length == 0)
        {
            throw Bad("y", $"[{NodeCount}], a label for each node", $"[{labels.Length}]");
        }

        return (Tensor.Create(labels, labels.Length, engine).Keep(), labels.Max() + 1);
    }

    /// <summary>The training nodes: <c>train</c>.</summary>
    internal Tensor TrainNodes()
    {
        int[] train = TrainIds();
        return Tensor.Create(train, train.Length, engine).Keep();
    }

    /// <summary>The training nodes as an array.</summary>
    internal int[] TrainIds()
    {
        int[] train = Integers("train", 0, NodeCount - 1);
        return train.Length > 0 ? train : throw Bad("train", "at least one node", "none");
    }

    /// <summary>The time of each entry, <c>[E]</c>: <c>edge_time</c>.</summary>
    internal long[] EdgeTimes() => Times("edge_time", EdgeCount);

    /// <summary>The time of each node, <c>[N]</c>: <c>node_time</c>.</summary>
    internal long[] NodeTimes() => Times("node_time", NodeCount);

    public void Dispose() => _structure?.Dispose();

    private long[] Times(string name, long count)
    {
        long[] times = NpyFile.Read<long>(Find(name), out Shape shape);
        return shape == new Shape(count) ? times : throw Bad(name, $"[{count}]", $"{shape}");
    }

    private SparseStructure ReadStructure()
    {
        NativeArray<int> pointers = Open("rowptr", 0, int.MaxValue);
        NativeArray<int> columns;
        try
        {
            columns = pointers.Length >= 2
                ? Open("col", 0, (int)pointers.Length - 2)
                : throw Bad("rowptr", "an offset for each node and one more", $"{pointers.Length}");
        }
        catch
        {
            pointers.Dispose();
            throw;
        }

        try
        {
            return SparseStructure.FromRows((int)pointers.Length - 1, pointers, columns);
        }
        catch (ArgumentException exception)
        {
            throw Bad("rowptr", "row pointers of 'col'", exception.Message);
        }
    }

    private NativeArray<int> Open(string name, int least, int most)
    {
        NativeArray<int> values = NpyFile.OpenArray<int>(Find(name), out Shape shape);
        string got = shape.Rank != 1 || values.Length > int.MaxValue ? $"{shape}" : "";
        int at = got.Length > 0 ? -1 : values.Span().IndexOfAnyExceptInRange(least, most);
        if (got.Length == 0 && at < 0)
        {
            return values;
        }

        got = at < 0 ? got : $"{values[at]} at element {at}";
        values.Dispose();
        throw Bad(name, at < 0 ? "one axis of fewer than 2^31 elements" : $"values from {least} to {most}", got);
    }

    private int[] Integers(string name, int least, int most)
    {
        int[] values = NpyFile.Read<int>(Find(name), out Shape shape);
        if (shape.Rank != 1)
        {
            throw Bad(name, "one axis", $"{shape}");
        }

        int at = Array.FindIndex(values, value => value < least || value > most);
        return at < 0 ? values : throw Bad(name, $"values from {least} to {most}", $"{values[at]} at element {at}");
    }

    private Tensor Expect(Tensor tensor, string name, bool isAsExpected, string expected)
    {
        if (isAsExpected)
        {
            return tensor;
        }

        string got = $"{tensor.DataType} {tensor.Shape}";
        tensor.Dispose();
        throw Bad(name, expected, got);
    }

    private string Find(string name)
    {
        string path = Path.Combine(folder, name + ".npy");
        return File.Exists(path) ? path : throw new FileNotFoundException($"'{path}' does not exist: --graph takes a folder with rowptr, col, val, x, y and train as .npy files.", path);
    }

    private DataFormatException Bad(string name, string expected, string got) =>
        new(Path.Combine(folder, name + ".npy"), "", $"expected {expected}, got {got}", "Write the arrays of the graph anew, all from one run.");
}
