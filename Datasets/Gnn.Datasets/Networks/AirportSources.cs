using Gnn.Datasets.Tables;
using Gnn.Graphs;

namespace Gnn.Datasets.Networks;

/// <summary>The airport networks of the struc2vec release: an edge list and a list of classes each.</summary>
internal static class AirportSources
{
    private const string Address = "https://github.com/leoribeiro/struc2vec/raw/master/graph/";
    private const int ClassCount = 4;

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry(
            "brazil",
            "Airports of Brazil and the flights between them, in 4 classes of activity",
            new DatasetSize(131, 2077, 0, ClassCount),
            "64bbe3b6595c6d22ffef6aa8af34b94cedd6dd651789167307df8e325e4f698b",
            File("brazil-airports.edgelist", 6047, "896b7bd460ad2da9160888d99bc9099ffe8ed7de3e410833889ea393831bcaa7"),
            File("labels-brazil-airports.txt", 687, "8f9d19f10192fbaeb91dfb46dd7eae0fef28bfe1272d41ab96a4494a0d06785f")),
        Entry(
            "europe",
            "Airports of Europe and the flights between them, in 4 classes of activity",
            new DatasetSize(399, 11988, 0, ClassCount),
            "93e04befa24fbc501628ad4b671453409d595f4e42604619f1be423115cda1d2",
            File("europe-airports.edgelist", 40007, "bd202178d0d1253c15bd3c9a22cc2a25f630244bbef9060bc30adbf0a5e130f6"),
            File("labels-europe-airports.txt", 2295, "92bace031cc02937ac9629d6c69387458e5d5016a7dab98490fbf33e392cec4e")),
        Entry(
            "usa",
            "Airports of the United States and the flights between them, in 4 classes of activity",
            new DatasetSize(1190, 27198, 0, ClassCount),
            contentHash: null,
            File("usa-airports.edgelist"),
            File("labels-usa-airports.txt")),
    ];

    private static DatasetEntry Entry(string country, string title, DatasetSize size, string? contentHash, params IReadOnlyList<RemoteFile> files) =>
        new($"{country}-airports", found => Read(found, files[0].Name, files[1].Name), files)
        {
            Title = title,
            Size = size,
            ContentHash = contentHash,
            Source = "https://github.com/leoribeiro/struc2vec",
            Licence = "none stated",
            Citation = "Ribeiro, Saverese, Figueiredo, struc2vec: learning node representations from structural identity, 2017",
        };

    private static RemoteFile File(string name, long? length = null, string? sha256 = null) =>
        new("embedding/airports", name, new Uri(Address + name), length, sha256);

    private static Dataset Read(DatasetFiles files, string edges, string labels) =>
        LabelledEdges.Read(files.Scan(edges), files.Scan(labels), new EdgeListOptions { IsUndirected = true });
}
