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
            Source = "https://snap.stanford.edu/data/email-Eu-core.html",
            Licence = "none stated",
            Citation = "Yin, Benson, Leskovec, Gleich, Local higher-order graph clustering, 2017; " + CollaborationCitation,
        },
        Entry("ego-facebook", "ego-Facebook: users and their friendships", new DatasetSize(4039, 176468), isUndirected: true, "ego-Facebook",
            "McAuley, Leskovec, Learning to discover social circles in ego networks, 2012", [File("facebook_combined.txt.gz")]),
        Entry("wiki-vote", "wiki-Vote: who voted on whom as an administrator of Wikipedia", new DatasetSize(7115, 103689), isUndirected: false, "wiki-Vote",
            "Leskovec, Huttenlocher, Kleinberg, Signed networks in social media, 2010", [File("wiki-Vote.txt.gz")]),
        Entry("ca-astroph", "ca-AstroPh: authors on astrophysics and their joint papers", new DatasetSize(18772, 396160), isUndirected: true, "ca-AstroPh",
            CollaborationCitation, [File("ca-AstroPh.txt.gz")], [File("ca-AstroPh.txt", "snap/variants")]),
        Entry("ca-grqc", "ca-GrQc: authors on general relativity and their joint papers", new DatasetSize(5242, 28980), isUndirected: true, "ca-GrQc",
            CollaborationCitation, [File("ca-GrQc.txt.gz")]),
        Entry("ca-grqc-largest", "ca-GrQc: its largest component, numbered anew", new DatasetSize(4158, 26850), isUndirected: true, "ca-GrQc",
            CollaborationCitation, [new RemoteFile("snap/variants", "ca-GrQc.txt", new Uri("https://github.com/adriacabeza/GraphClustering/raw/master/data/ca-GrQc.txt"))]),
        Entry("p2p-gnutella08", "p2p-Gnutella08: hosts of a file-sharing network and their connections", new DatasetSize(6301, 20777), isUndirected: false,
            "p2p-Gnutella08", "Ripeanu, Foster, Iamnitchi, Mapping the Gnutella network, 2002",
            [File("p2p-Gnutella08.txt.gz")], [File("p2p-Gnutella08.edgelist", "embedding")]),
    ];

    private static DatasetEntry Entry(
        string name, string title, DatasetSize size, bool isUndirected, string page, string citation, params IReadOnlyList<IReadOnlyList<RemoteFile>> layouts) =>
        new(name, files => Read(files, layouts, isUndirected), layouts)
        {
            Title = title,
            Task = DatasetTask.LinkPrediction,
            Size = size,
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
