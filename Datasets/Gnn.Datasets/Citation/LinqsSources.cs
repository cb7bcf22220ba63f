using Gnn.Datasets.NodeSets;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Citation;

/// <summary>The citation graphs of the LINQS group: archives, or the files that they hold.</summary>
internal static class LinqsSources
{
    private const string Family = "linqs";
    private const string Address = "https://linqs-data.soe.ucsc.edu/public/lbc/";
    private const string Kipf = "https://raw.githubusercontent.com/tkipf/pygcn/master/data/cora/";

    // What Kipf and Welling's pygcn trains, validates and tests on.
    private static readonly Range TrainNodes = 0..140;
    private static readonly Range ValidationNodes = 200..500;
    private static readonly Range TestNodes = 500..1500;

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } = [Cora(isDirected: false), Citeseer(isDirected: false)];

    /// <summary>A data set, as the catalog has it or with the directions of its citations.</summary>
    public static DatasetEntry Entry(string name, bool isDirected)
    {
        DatasetEntry entry = Entries.Find(name);
        return !isDirected ? entry : entry.Name == Entries[0].Name ? Cora(isDirected) : Citeseer(isDirected);
    }

    private static DatasetEntry Cora(bool isDirected) => new(
        "linqs-cora",
        files => Read("cora", files, isDirected, hasSplit: true),
        Unpacked("cora", Kipf, ContentOfCora, CitationsOfCora),
        [new RemoteFile(Family, "cora.tgz", new Uri(Address + "cora.tgz"), ArchiveOfCora.Length, ArchiveOfCora.Sha256)])
    {
        Title = "Cora as plain text: articles on machine learning, citations, 7 fields",
        Size = new DatasetSize(2708, isDirected ? 5429 : 10556, 1433, 7),
        Variant = isDirected ? "directed" : "",
        Source = "https://linqs.org/datasets/",
        Licence = "none stated",
        Citation = "Sen et al., Collective classification in network data, 2008; "
            + "McCallum, Nigam, Rennie, Seymore, Automating the construction of internet portals with machine learning, 2000",
        ContentHash = isDirected ? null : "9ed02ba4d96bfed148ba16add48a17d6960d68f2699fdd12abc508589132b700",
    };

    private static DatasetEntry Citeseer(bool isDirected) => new(
        "linqs-citeseer",
        files => Read("citeseer", files, isDirected, hasSplit: false),
        [new RemoteFile(Family, "citeseer.tgz", new Uri(Address + "citeseer.tgz"))],
        Unpacked("citeseer", Address, default, default))
    {
        Title = "Citeseer as plain text: articles on computer science, citations, 6 fields",
        Size = new DatasetSize(3312, isDirected ? 4715 : 9196, 3703, 6),
        Variant = isDirected ? "directed" : "",
        Source = "https://linqs.org/datasets/",
        Licence = "none stated",
        Citation = "Sen et al., Collective classification in network data, 2008; "
            + "Giles, Bollacker, Lawrence, CiteSeer: an automatic citation indexing system, 1998",
    };

    private static (long? Length, string? Sha256) ArchiveOfCora => (167063, "3be8a880aae77aa045d333167ccb94848fd75e081cab4250d7f54777db897f89");

    private static (long? Length, string? Sha256) ContentOfCora => (7823427, "b8ebed0fd45e53995abafd1b70cf6a9fcc8f86abc5826d69b97fe6ca46e9c8ee");

    private static (long? Length, string? Sha256) CitationsOfCora => (69928, "ec1a372391b7f0f60a6aff0084e8abd8f19f0faa7e1f2441a41c492042d5945e");

    private static RemoteFile[] Unpacked(
        string name, string address, (long? Length, string? Sha256) content, (long? Length, string? Sha256) citations) =>
    [
        new RemoteFile($"{Family}/{name}", ContentName(name), new Uri(address + ContentName(name)), content.Length, content.Sha256),
        new RemoteFile($"{Family}/{name}", CitationsName(name), new Uri(address + CitationsName(name)), citations.Length, citations.Sha256),
    ];

    private static string ContentName(string name) => name + ".content";

    private static string CitationsName(string name) => name + ".cites";

    private static Dataset Read(string name, DatasetFiles files, bool isDirected, bool hasSplit)
    {
        (TextScanner content, TextScanner citations) = Open(name, files);
        (Graph graph, IdMap papers) = LinqsFiles.Read(content, citations, isDirected);
        if (hasSplit && graph.NodeCount < TestNodes.End.Value)
        {
            int nodes = graph.NodeCount;
            graph.Dispose();
            throw new DataFormatException(
                content.Path, "", $"expected at least {TestNodes.End} papers for the split, got {nodes}", "The file may be cut short: fetch it again.");
        }

        return new Dataset(graph)
        {
            NodeSplits = hasSplit ? [new NodeSplit("pygcn", graph.NodeCount, Nodes(TrainNodes), Nodes(ValidationNodes), Nodes(TestNodes))] : [],
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = papers },
        };
    }

    private static (TextScanner Content, TextScanner Citations) Open(string name, DatasetFiles files)
    {
        const byte tab = (byte)'\t';
        if (files.Has(ContentName(name)))
        {
            return (files.Scan(ContentName(name), tab), files.Scan(CitationsName(name), tab));
        }

        string path = files.PathOf(name + ".tgz");
        using Archive archive = Archive.Open(path);
        TextScanner Scan(string file)
        {
            string entry = archive.Names.FirstOrDefault(entry => entry == file || entry.EndsWith("/" + file, StringComparison.Ordinal))
                ?? throw new DataFormatException(path, "", $"expected an archive with '{file}' in it, got {string.Join(", ", archive.Names.Take(10))}");
            return new TextScanner(archive.Read(entry), $"{path}/{entry}", tab);
        }

        return (Scan(ContentName(name)), Scan(CitationsName(name)));
    }

    private static int[] Nodes(Range range) => [.. Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value)];
}
