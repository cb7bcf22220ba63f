using System.Globalization;
using Gnn.Datasets.Parsing;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.HigherOrder;

/// <summary>Reads HyperGCN's pickles: the hypergraph, the labels and, where there are files, features and splits.</summary>
/// <remarks>The hypergraph is a dictionary from a key (an author's name, or the number of a citing article) to a set or list of nodes. Numbers may be those of
/// Python or of numpy.</remarks>
internal static class CitationHypergraphFiles
{
    /// <summary>The file of the hyperedges.</summary>
    public const string Hypergraph = "hypergraph.pickle";

    /// <summary>The file of the classes.</summary>
    public const string Labels = "labels.pickle";

    /// <summary>The file of the features.</summary>
    public const string Features = "features.pickle";

    /// <summary>Reads the hypergraph with its labels and features.</summary>
    /// <param name="files">The files.</param>
    /// <returns>The hypergraph.</returns>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static CitationHypergraphArrays Read(DatasetFiles files)
    {
        int[] labels = ReadLabels(files);
        (PickledCsr? features, float[] values) = files.Has(Features) ? ReadFeatures(files, labels.Length) : (null, []);
        string path = files.PathOf(Hypergraph);
        PickleValue value = Unpickle(files, Hypergraph);
        if (!value.TryGetItems(PickleKind.Dict, out PickleItems? items))
        {
            throw new DataFormatException(path, "", $"expected a dictionary of hyperedges, got {value}");
        }

        List<int> nodes = [], hyperedges = [];
        string[] keys = new string[items.Count / 2];
        var known = new HashSet<string>(keys.Length, StringComparer.Ordinal);
        for (int hyperedge = 0; hyperedge < keys.Length; hyperedge++)
        {
            (PickleValue key, PickleValue members) = (items.Values[2 * hyperedge], items.Values[(2 * hyperedge) + 1]);
            keys[hyperedge] = KeyOf(key) is { } name && known.Add(name)
                ? name
                : throw new DataFormatException(path, $"entry {hyperedge}", $"expected a name or a number as a key, each once, got {key} {KeyOf(key)}");
            foreach (int node in ReadNodes(members, labels.Length, path, $"hyperedge '{keys[hyperedge]}'"))
            {
                nodes.Add(node);
                hyperedges.Add(hyperedge);
            }
        }

        return new CitationHypergraphArrays
        {
            Nodes = [.. nodes],
            Hyperedges = [.. hyperedges],
            Keys = keys,
            Labels = labels,
            Features = features,
            FeatureValues = values,
        };
    }

    /// <summary>Reads a split: a dictionary of the nodes that train and those that test.</summary>
    /// <param name="files">The files.</param>
    /// <param name="number">The number of the split, from 1.</param>
    /// <param name="nodeCount">N.</param>
    /// <returns>The split, without validation.</returns>
    /// <exception cref="DataFormatException">The file is damaged, or does not fit the hypergraph.</exception>
    public static NodeSplit ReadSplit(DatasetFiles files, int number, int nodeCount)
    {
        string name = SplitFile(number), path = files.PathOf(name);
        PickleValue value = Unpickle(files, name);
        if (!value.TryGetItems(PickleKind.Dict, out PickleItems? parts) || !parts.TryFind("train"u8, out PickleValue train) || !parts.TryFind("test"u8, out PickleValue test))
        {
            throw new DataFormatException(path, "", $"expected a dictionary with the nodes of 'train' and 'test', got {value}");
        }

        try
        {
            return new NodeSplit(
                string.Create(CultureInfo.InvariantCulture, $"split {number}"), nodeCount, ReadNodes(train, nodeCount, path, "'train'"), [], ReadNodes(test, nodeCount, path, "'test'"));
        }
        catch (ArgumentException error)
        {
            throw new DataFormatException(path, "", $"expected each node in one part at most: {error.Message}", "", error);
        }
    }

    /// <summary>The name of the file of a split, numbered from 1.</summary>
    public static string SplitFile(int number) => string.Create(CultureInfo.InvariantCulture, $"{number}.pickle");

    private static PickleValue Unpickle(DatasetFiles files, string name) => PickleReader.Read(files.Read(name), files.PathOf(name));

    private static int[] ReadLabels(DatasetFiles files)
    {
        string path = files.PathOf(Labels);
        PickleValue value = Unpickle(files, Labels);
        if (!value.TryGetItems(PickleKind.List, out PickleItems? items))
        {
            throw new DataFormatException(path, "", $"expected a list of classes, got {value}");
        }

        int[] labels = new int[items.Count];
        for (int node = 0; node < labels.Length; node++)
        {
            if (!items.Values[node].TryGetInt32(out labels[node]) || labels[node] < 0)
            {
                throw new DataFormatException(path, $"node {node}", $"expected a class, 0 or more, got {items.Values[node]}");
            }
        }

        return labels;
    }

    private static (PickledCsr Features, float[] Values) ReadFeatures(DatasetFiles files, int nodes)
    {
        string path = files.PathOf(Features);
        PickleValue value = Unpickle(files, Features);
        if (!value.TryGet(out PickledCsr? features) || !features.IsSet || features.Rows != nodes)
        {
            throw new DataFormatException(path, "", $"expected a CSR matrix of features with {nodes} rows, one for each label, got {value}");
        }

        float[] values = features.Data.ToSingle();
        CsrRows.Sort(path, features, values);
        return (features, values);
    }

    private static string? KeyOf(PickleValue key) =>
        key.TryGetText(out string? text) ? text : key.TryGetInt64(out long number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    private static int[] ReadNodes(PickleValue value, int nodeCount, string path, string what)
    {
        if (!value.TryGetItems(PickleKind.Set, out PickleItems? items) && !value.TryGetItems(PickleKind.List, out items))
        {
            throw new DataFormatException(path, what, $"expected a set or list of nodes, got {value}");
        }

        int[] nodes = new int[items.Count];
        for (int i = 0; i < nodes.Length; i++)
        {
            if (!items.Values[i].TryGetInt32(out nodes[i]) || (uint)nodes[i] >= (uint)nodeCount)
            {
                throw new DataFormatException(path, what, $"expected nodes of 0..{nodeCount - 1}, got {items.Values[i]}");
            }
        }

        return nodes;
    }
}
