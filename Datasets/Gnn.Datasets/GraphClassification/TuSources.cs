namespace Gnn.Datasets.GraphClassification;

/// <summary>Sets of the TU collection.</summary>
internal static class TuSources
{
    private const string Family = "tudataset";
    private const string Address = "https://www.chrsmrrs.com/graphkerneldatasets/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry("mutag", "MUTAG", "MUTAG: nitroaromatic compounds, mutagenic or not", new DatasetSize(3371, 7442, 7, 2, 188),
            "56c79e9170d0bb89c58397f5c6444548e64573375a7597e018108da35f3cba15"),
        Entry("ptc-mr", "PTC_MR", "PTC: compounds, carcinogenic to male rats or not"),
        Entry("ptc-fm", "PTC_FM", "PTC: compounds, carcinogenic to female mice or not"),
        Entry("ptc-fr", "PTC_FR", "PTC: compounds, carcinogenic to female rats or not"),
        Entry("ptc-mm", "PTC_MM", "PTC: compounds, carcinogenic to male mice or not"),
        Entry("enzymes", "ENZYMES", "ENZYMES: enzymes, six kinds", new DatasetSize(19580, 74564, 21, 6, 600),
            "ab91be6916577071d176d9061ee767660e63304f47219f56b22bff28d89ebc7d"),
        Entry("proteins", "PROTEINS", "PROTEINS: proteins, enzymes or not", new DatasetSize(43471, 162088, 4, 2, 1113),
            "3e25f94d84a30bf8fc90516916adf0bbd46cd2f0b2320a28b9c2b577677d778b"),
        Entry("nci1", "NCI1", "NCI1: compounds, active against lung cancer or not", new DatasetSize(122747, 265506, 37, 2, 4110),
            "1c82cfb58e223ca635adfd014edeaf49a744d2ad238c6024349b862605df6bf2"),
        Entry("nci109", "NCI109", "NCI109: compounds, active against ovarian cancer or not"),
        Entry("aids", "AIDS", "AIDS: compounds, active against HIV or not"),
        Entry("imdb-binary", "IMDB-BINARY", "IMDB-BINARY: actors' ego networks, two genres", new DatasetSize(19773, 193062, 0, 2, 1000),
            "aba061e55f0158467fd13c752e225c1b81354c7b3325a075000459f61d1f9c31"),
        Entry("imdb-multi", "IMDB-MULTI", "IMDB-MULTI: actors' ego networks, three genres", new DatasetSize(19502, 197806, 0, 3, 1500),
            "b24f68957f779f94e7520d23a202d364c8954a3bda76d3fe3a6c0e539011e0b0"),
        Entry("dd", "DD", "D&D: protein structures, enzymes or not"),
        Entry("collab", "COLLAB", "COLLAB: researchers' ego networks, three fields"),
        Entry("reddit-binary", "REDDIT-BINARY", "REDDIT-BINARY: threads of users who answer one another, two kinds of community"),
        Entry("reddit-multi-5k", "REDDIT-MULTI-5K", "REDDIT-MULTI-5K: threads of users who answer one another, five communities"),
    ];

    private static DatasetEntry Entry(string name, string set, string title, DatasetSize? size = null, string? hash = null)
    {
        var source = new Uri($"{Address}{set}.zip");
        var zip = new RemoteFile(Family, set + ".zip", source);
        string[] ends = [TuFolder.Edges, "_graph_indicator.txt", "_graph_labels.txt"];
        RemoteFile[] unpacked = Array.ConvertAll(ends, end => new RemoteFile($"{Family}/{set}", set + end, source));
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
