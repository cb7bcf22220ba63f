namespace Gnn.Datasets.Temporal;

/// <summary>The networks of events.</summary>
internal static class TemporalSources
{
    private const string Family = "temporal";
    private const string Snap = "https://snap.stanford.edu/data/";
    private const string Jodie = "https://snap.stanford.edu/jodie/";
    private const string Dgnn = "https://github.com/wyd1502/DGNN";
    private const string Motif = "https://github.com/marwane-alilou/TemporalMotif-CTDG";
    private const string Unlicensed = "none stated";
    private const string Panzarasa = "Panzarasa, Opsahl, Carley, Patterns and dynamics of users' behavior and interaction, 2009";
    private const string Kumar = "Kumar, Zhang, Leskovec, Predicting dynamic embedding trajectory in temporal interaction networks, 2019";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry(
            "collegemsg",
            "CollegeMsg: private messages among students",
            new DatasetSize(1899, 59835),
            (Snap, Unlicensed, Panzarasa),
            new RemoteFile(Family, "CollegeMsg.txt.gz", new Uri(Snap + "CollegeMsg.txt.gz")),
            (text, path) => EventFiles.ReadText(text, path, isBipartite: false),
            "@collegemsg"),
        Entry(
            "uci",
            "UCI messages as TGN and DyGLib have them: the messages of CollegeMsg without the first",
            new DatasetSize(1899, 59834),
            (Dgnn, "MIT (repository)", Panzarasa),
            new RemoteFile(
                Family,
                "ml_UCI-Msg.csv",
                new Uri(Dgnn + "/raw/HEAD/data/ml_UCI-Msg.csv"),
                2029185,
                "958d771d475292c8434e7671467e258b58e9076d931932fa3390aa580f8c83da"),
            (text, path) => ProcessedEvents.ReadRows(text, path).Rows.ToDataset(isBipartite: false),
            "@uci"),
        Entry(
            "wikipedia",
            "Wikipedia: edits of pages by users in a month, without features",
            new DatasetSize(9227, 157474),
            (Motif, Unlicensed, Kumar),
            new RemoteFile(
                Family,
                "ml_wikipedia.txt",
                new Uri(Motif + "/raw/HEAD/Datasets/ml_wikipedia.txt"),
                2696392,
                "53754d231cd9ecf7012b924ec9d6d85b1d1d9f1d93f2955aa8f58f67ca864b8f"),
            (text, path) => EventFiles.ReadText(text, path, isBipartite: true),
            "@wikipedia"),
        Entry(
            "enron",
            "Enron: e-mails among employees",
            new DatasetSize(184, 125235),
            (Motif, Unlicensed, "Poursafaei et al., Towards better evaluation for dynamic link prediction, 2022"),
            new RemoteFile(
                Family,
                "ml_enron.txt",
                new Uri(Motif + "/raw/HEAD/Datasets/ml_enron.txt"),
                2021117,
                "94d1c7501be851980174b74072786aad55c4f1a69403d60935451fa8e15f72f7"),
            (text, path) => EventFiles.ReadText(text, path, isBipartite: false)),
        OfJodie("wikipedia", "Wikipedia: edits of pages by users, their features, and who was banned", new DatasetSize(9227, 157474)),
        OfJodie("reddit", "Reddit: posts of users in subreddits, their features, and who was banned", new DatasetSize(10984, 672447)),
        OfJodie("mooc", "MOOC: what students do in an online course, and who drops out", new DatasetSize(7144, 411749)),
        OfJodie("lastfm", "LastFM: who listens to which songs", new DatasetSize(1980, 1293103)),
    ];

    private static DatasetEntry OfJodie(string name, string title, DatasetSize size) => Entry(
        "jodie-" + name,
        title,
        size,
        (Jodie, Unlicensed, Kumar),
        new RemoteFile(Family + "/jodie", name + ".csv", new Uri($"{Jodie}{name}.csv")),
        EventFiles.ReadJodie);

    private static DatasetEntry Entry(
        string name,
        string title,
        DatasetSize size,
        (string Source, string Licence, string Citation) origin,
        RemoteFile file,
        Func<byte[], string, Dataset> read,
        string? hash = null) =>
        new(name, files => read(files.Read(file.Name), files.PathOf(file.Name)), [file])
        {
            Title = title,
            Task = DatasetTask.TemporalLinkPrediction,
            Size = size,
            Source = origin.Source,
            Licence = origin.Licence,
            Citation = origin.Citation,
            ContentHash = hash,
        };
}
