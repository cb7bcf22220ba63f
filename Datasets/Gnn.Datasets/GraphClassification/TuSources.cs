namespace Gnn.Datasets.GraphClassification;

/// <summary>Sets of the TU collection.</summary>
internal static class TuSources
{
    private const string Family = "tudataset";
    private const string Address = "https://www.chrsmrrs.com/graphkerneldatasets/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry("mutag", "MUTAG", "MUTAG: nitroaromatic compounds, mutagenic or not", new DatasetSize(3371, 7442, 7, 2, 188), null),
        Entry("ptc-mr", "PTC_MR", "PTC: compounds, carcinogenic to male rats or not"),
        Entry("ptc-fm", "PTC_FM", "PTC: compounds, carcinogenic to female mice or not"),
        Entry("ptc-fr", "PTC_FR", "PTC: compounds, carcinogenic to female rats or not"),
        Entry("ptc-mm", "PTC_MM", "PTC: compounds, carcinogenic to male mice or not"),
        Entry("enzymes", "ENZYMES", "ENZYMES: enzymes, six kinds", new DatasetSize(19580, 74564, 21, 6, 600), null),
        Entry("proteins", "PROTEINS", "PROTEINS: proteins, enzymes or not", new DatasetSize(43471, 162088, 4, 2, 1113), null),
        Entry("nci1", "NCI1", "NCI1: compounds, active against lung cancer or not", new DatasetSize(122747, 265506, 37, 2, 4110), null),
        Entry("nci109", "NCI109", "NCI109: compounds, active against ovarian cancer or not"),
        Entry("aids", "AIDS", "AIDS: compounds, active against HIV or not"),
        Entry("imdb-binary", "IMDB-BINARY", "IMDB-BINARY: actors' ego networks, two genres", new DatasetSize(19773, 193062, 0, 2, 1000), null),
        Entry("imdb-multi", "IMDB-MULTI", "IMDB-MULTI: actors' ego networks, three genres", new DatasetSize(19502, 197806, 0, 3, 1500), null),
        Entry("dd", "DD", "D&D: protein structures, enzymes or not"),
        Entry("collab", "COLLAB", "COLLAB: researchers' ego networks, three fields"),
        Entry("reddit-binary", "REDDIT-BINARY", "REDDIT-BINARY: threads of users who answer one another, two kinds of community"),
        Entry("reddit-multi-5k", "REDDIT-MULTI-5K", "REDDIT-MULTI-5K: threads of users who answer one another, five communities"),
    ];

    private static DatasetEntry Entry(string name, string set, string title, DatasetSize? size = null, string? hash = null)
    {
        var source = new Uri($"{Address}{set}.zip");
        var zip = new RemoteFile(Family, set + ".zip", source);
        RemoteFile[] unpacked = [.. new[] { TuFolder.Edges, "_graph_indicator.txt", "_graph_labels.txt" }.Select(end => new RemoteFile($"{Family}/{set}", set + end, source))];
        return new DatasetEntry(name, files => TuFiles.Read(files.Has(zip.Name) ? files.PathOf(zip.Name) : files.Place), [zip], unpacked)
        {
            Title = title,
            Task = DatasetTask.GraphClassification,
            Size = size,
            ContentHash = hash,
            Source = "https://www.chrsmrrs.com/graphkerneldatasets",
            Licence = "none stated",
            Citation = "Morris, Kriege, Bause, Kersting, Mutzel, Neumann, TUDataset: a collection of benchmark datasets for learning with graphs, 2020",
        };
    }
}
