using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.HigherOrder;

/// <summary>The hypergraphs of articles that HyperGCN published.</summary>
internal static class CitationHypergraphSources
{
    private const int SplitCount = 10;
    private const string Address = "https://github.com/malllabiisc/HyperGCN/raw/master/data/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry("cocitation-cora", "Cora, co-citation: a hyperedge is what one article cites", new DatasetSize(2708, 1579, 1433, 7),
            "ad5951f4841bb0328a02c4d63cb66d060a96600413a71e5ad8f6e9fafc60bedf"),
        Entry("cocitation-citeseer", "Citeseer, co-citation: a hyperedge is what one article cites", new DatasetSize(3312, 1079, 3703, 6), null),

        // Without their features and splits these two are data sets too, so that no one hash is theirs.
        Entry("cocitation-pubmed", "Pubmed, co-citation: a hyperedge is what one article cites", new DatasetSize(19717, 7963, 0, 3), null, mayLackFeatures: true),
        Entry("coauthorship-cora", "Cora, co-authorship: a hyperedge is what one author wrote", new DatasetSize(2708, 1072, 1433, 7),
            "c4666d5a0095ddb49a7742902bb4b013d44f7b2c9fa8fb7a1890258a8e0f08f8"),
        Entry("coauthorship-dblp", "DBLP, co-authorship: a hyperedge is what one author wrote", new DatasetSize(41302, 22363, 0, 6), null, mayLackFeatures: true),
    ];

    /// <summary>Reads a hypergraph and, where there are files, its splits.</summary>
    /// <param name="files">Its files.</param>
    public static Dataset Read(DatasetFiles files)
    {
        CitationHypergraphArrays data = CitationHypergraphFiles.Read(files);
        int nodes = data.Labels.Length;
        NodeSplit[] splits = files.Has(CitationHypergraphFiles.SplitFile(1))
            ? [.. Enumerable.Range(1, SplitCount).Select(number => CitationHypergraphFiles.ReadSplit(files, number, nodes))]
            : [];
        return new Dataset(Assemble(data, files.PathOf(CitationHypergraphFiles.Hypergraph)))
        {
            NodeSplits = splits,
            Names = new Dictionary<string, IReadOnlyList<string>> { ["hyperedge"] = data.Keys },
        };
    }

    private static Hypergraph Assemble(CitationHypergraphArrays data, string path)
    {
        using Hypergraph bare = Build(data, path);
        if (data.Features is not { } matrix)
        {
            return bare.WithLabels(data.Labels);
        }

        using Hypergraph labelled = bare.WithLabels(data.Labels);
        using SparseStructure structure = SparseStructure.FromRows(matrix.Columns, matrix.RowPointers, matrix.Indices);
        return labelled.WithFeatures(new SparseTensor(structure, Tensor.Create(data.FeatureValues, data.FeatureValues.Length)));
    }

    private static Hypergraph Build(CitationHypergraphArrays data, string path)
    {
        try
        {
            return Hypergraph.FromPairs(data.Labels.Length, data.Keys.Length, data.Nodes, data.Hyperedges);
        }
        catch (ArgumentException error)
        {
            throw new DataFormatException(path, "", $"expected hyperedges of distinct nodes, none empty: {error.Message}", "", error);
        }
    }

    private static DatasetEntry Entry(string name, string title, DatasetSize size, string? hash, bool mayLackFeatures = false)
    {
        string set = name.Replace('-', '/');
        IReadOnlyList<RemoteFile> all = [File(set, CitationHypergraphFiles.Features), .. CoreFiles(set), .. SplitFiles(set)];
        return new DatasetEntry(name, Read, mayLackFeatures ? [all, CoreFiles(set)] : [all])
        {
            Title = title,
            Size = size,
            ContentHash = hash,
            Source = "https://github.com/malllabiisc/HyperGCN",
            Licence = "Apache-2.0",
            Citation = "Yadati, Nimishakavi, Yadav, Nitin, Louis, Talukdar, HyperGCN: a new method of training graph convolutional networks on hypergraphs, 2019",
        };
    }

    private static IReadOnlyList<RemoteFile> CoreFiles(string set) => [File(set, CitationHypergraphFiles.Hypergraph), File(set, CitationHypergraphFiles.Labels)];

    private static IEnumerable<RemoteFile> SplitFiles(string set) =>
        Enumerable.Range(1, SplitCount).Select(number => File(set, CitationHypergraphFiles.SplitFile(number), "/splits"));

    private static RemoteFile File(string set, string name, string folder = "")
    {
        (long? length, string? sha256) = HigherOrderDigests.Of(set, name);
        return new RemoteFile($"hypergcn/{set}{folder}", name, new Uri($"{Address}{set}{folder}/{name}"), length, sha256);
    }
}
