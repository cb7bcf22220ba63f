using Gnn.Datasets.Tables;
using Gnn.Graphs;

namespace Gnn.Datasets.Networks;

/// <summary>Networks of the Stanford collection, as edge lists.</summary>
internal static class SnapSources
{
    private const string Address = "https://snap.stanford.edu/data/";
    private const string EmailLabels = "email-Eu-core-department-labels.txt.gz";
    private const string CollaborationCitation = "Leskovec, Kleinberg, Faloutsos, Graph evolution: densification and shrinking diameters, 2007";

    private static readonly EdgeListOptions Undirected = new() { IsUndirected = true };

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry(
            "email-eu-core",
            files => LabelledEdges.Read(files.Scan("email-Eu-core.txt.gz"), files.Scan(EmailLabels), new EdgeListOptions()),
            [File("email-Eu-core.txt.gz"), File(EmailLabels)])
        {
            Title = "email-Eu-core: who of a European research institution wrote to whom, and the department of each",
            Size = new DatasetSize(1005, 25571, 0, 42),
            ContentHash = "969fc120cb6e89a89fbea6517149ded9f9adeeccea90bf89701dd96df12429f7",
            Source = "https://snap.stanford.edu/data/email-Eu-core.html",
            Licence = "none stated",
            Citation = "Yin, Benson, Leskovec, Gleich, Local higher-order graph clustering, 2017; " + CollaborationCitation,
        },
        Entry(
            "ego-facebook", "ego-Facebook: users and their friendships", new DatasetSize(4039, 176468),
            "4ba5d3b8c7ebaa43df7de743eb3ff1098d3a8841909b6fe680cd4a1b745f9452", isUndirected: true, "ego-Facebook",
            "McAuley, Leskovec, Learning to discover social circles in ego networks, 2012", [File("facebook_combined.txt.gz")]),
        Entry(
            "wiki-vote", "wiki-Vote: who voted on whom as an administrator of Wikipedia", new DatasetSize(7115, 103689),
            "07badee5c7cbfcb2f54d453aa9b5573184ece6465fd6a2193a14b8af55ac642e", isUndirected: false, "wiki-Vote",
            "Leskovec, Huttenlocher, Kleinberg, Signed networks in social media, 2010", [File("wiki-Vote.txt.gz")]),
        Entry(
            "ca-astroph", "ca-AstroPh: authors on astrophysics and their joint papers", new DatasetSize(18772, 396160),
            "64f9b4e5d52418e578c18e968738f77ca73b7d1b881f6b0c394ece8b890511b7", isUndirected: true, "ca-AstroPh",
            CollaborationCitation, [File("ca-AstroPh.txt.gz")], [File("ca-AstroPh.txt", "snap/variants")]),
        Entry(
            "ca-grqc", "ca-GrQc: authors on general relativity and their joint papers", new DatasetSize(5242, 28980),
            contentHash: null, isUndirected: true, "ca-GrQc",
            CollaborationCitation, [File("ca-GrQc.txt.gz")]),
        Entry(
            "ca-grqc-largest", "ca-GrQc: its largest component, numbered anew", new DatasetSize(4158, 26850),
            "a9065b29339ef7cb1baf554965666e7cf715244b81edc0d5f34a2190eeb8670e", isUndirected: true, "ca-GrQc",
            CollaborationCitation, [new RemoteFile("snap/variants", "ca-GrQc.txt", new Uri("https://github.com/adriacabeza/GraphClustering/raw/master/data/ca-GrQc.txt"))]),
        Entry(
            "p2p-gnutella08", "p2p-Gnutella08: hosts of a file-sharing network and their connections", new DatasetSize(6301, 20777),
            "b7540d76b3924974a15f746300df93701c053c8b4b26c66c04a1aac6c70f4d42", isUndirected: false,
            "p2p-Gnutella08", "Ripeanu, Foster, Iamnitchi, Mapping the Gnutella network, 2002",
            [File("p2p-Gnutella08.txt.gz")], [File("p2p-Gnutella08.edgelist", "embedding")]),
    ];

    private static DatasetEntry Entry(
        string name, string title, DatasetSize size, string? contentHash, bool isUndirected, string page, string citation, params IReadOnlyList<IReadOnlyList<RemoteFile>> layouts) =>
        new(name, files => Read(files, layouts, isUndirected), layouts)
        {
            Title = title,
            Task = DatasetTask.LinkPrediction,
            Size = size,
            ContentHash = contentHash,
            Source = $"https://snap.stanford.edu/data/{page}.html",
            Licence = "none stated",
            Citation = citation,
        };

    private static RemoteFile File(string name, string family = "snap") => new(family, name, new Uri($"{Address}{name[..name.IndexOf('.')]}.txt.gz"));

    private static Dataset Read(DatasetFiles files, IReadOnlyList<IReadOnlyList<RemoteFile>> layouts, bool isUndirected)
    {
        string name = layouts.Select(layout => layout[0].Name).First(files.Has);
        return EdgeListFile.Read(files.Scan(name), isUndirected ? Undirected : null);
    }
}
