namespace Gnn.Datasets.Signed;

/// <summary>The signed networks, and one of weights that comes with them.</summary>
internal static class SignedSources
{
    /// <summary>The one that has no signs.</summary>
    public const string Telegram = "telegram";

    private const string Family = "signed";
    private const string Sgcn = Family + "/sgcn";
    private const string Pygsd = Family + "/pygsd";
    private const string Snap = "https://snap.stanford.edu/data/";
    private const string SgcnRaw = "https://github.com/benedekrozemberczki/SGCN/raw/master/input/";
    private const string PygsdHome = "https://github.com/SherylHYX/pytorch_geometric_signed_directed";
    private const string PygsdRaw = PygsdHome + "/raw/main/datasets/";
    private const string SnapLicence = "none stated; SNAP asks for citation";
    private const string Derr = "Derr, Ma, Tang, Signed graph convolutional networks, 2018; ";
    private const string Kumar = "Kumar et al., Edge weight prediction in weighted signed networks, 2016; "
        + "Kumar et al., REV2: fraudulent user prediction in rating platforms, 2018";

    private const string Leskovec = "Leskovec, Huttenlocher, Kleinberg, Signed networks in social media, 2010";
    private const string West = "West et al., Exploiting social network structure for person-to-person sentiment analysis, 2014";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Ratings("bitcoin-otc", "soc-sign-bitcoinotc.csv.gz", new DatasetSize(5881, 35592), "Bitcoin OTC: who trusts whom, ratings and times", "@otc"),
        Ratings("bitcoin-alpha", "soc-sign-bitcoinalpha.csv.gz", new DatasetSize(3783, 24186), "Bitcoin Alpha: who trusts whom, ratings and times", "@alpha"),
        Undirected(
            "sgcn-bitcoin-otc",
            new DatasetSize(5881, 42868),
            new RemoteFile(
                Sgcn,
                "bitcoin_otc.csv",
                new Uri(SgcnRaw + "bitcoin_otc.csv"),
                289142,
                "c7754aa124717415de90c01793c84e880cbb92a2249fabf20f99296ac5527a68")),
        Undirected(
            "sgcn-bitcoin-alpha",
            new DatasetSize(3783, 28162),
            new RemoteFile(
                Sgcn,
                "bitcoin_alpha.csv",
                new Uri(SgcnRaw + "bitcoin_alpha.csv"),
                166448,
                "0be96ca5651fbe878d90a0f55c4091a7f07b8fc94d12c3f6ae9e59eac4addc1c")),
        Signs(
            "wikirfa",
            (byte)',',
            new RemoteFile(
                Pygsd,
                "wikirfa.csv",
                new Uri(PygsdRaw + "wikirfa.csv"),
                2092146,
                "50ee13013689e1bf0862104a09462de3adf7c0d83458cb2b73db4c8858126a71"),
            "Wiki-RfA: votes on administrators of Wikipedia, one of each pair",
            new DatasetSize(11259, 178096),
            PygsdHome,
            "MIT (repository)",
            West + "; Huang et al., SDGNN: learning node representation for signed directed networks, 2021"),
        new DatasetEntry("wiki-rfa", files => AdminVotes.Read(files.Read("wiki-RfA.txt.gz"), files.PathOf("wiki-RfA.txt.gz")), [SnapFile("wiki-RfA.txt.gz")])
        {
            Title = "Wiki-RfA: votes on administrators of Wikipedia, with results and times",
            Task = DatasetTask.SignPrediction,
            Source = Snap,
            Licence = SnapLicence,
            Citation = West,
        },
        Signs(
            "epinions",
            delimiter: null,
            SnapFile("soc-sign-epinions.txt.gz"),
            "Epinions: which reviewers trust and distrust which",
            new DatasetSize(131828, 841372),
            Snap,
            SnapLicence,
            Leskovec,
            "@epinions"),
        Signs(
            "slashdot",
            delimiter: null,
            SnapFile("soc-sign-Slashdot090221.txt.gz"),
            "Slashdot Zoo of February 2009: friends and foes",
            new DatasetSize(82140, 549202),
            Snap,
            SnapLicence,
            Leskovec,
            "@slashdot"),
        new DatasetEntry(
            "sampson",
            files => new Dataset(AdjacencyFiles.ReadSigned(files.PathOf("sampson_adj.npz"), files.PathOf("sampson_labels.npy"))),
            [
                PygsdFile("Sampson", "sampson_adj.npz", 1562, "1946e598cf537c2cd8b494fb70a109d0f5dda67d5da42fc1e123feec29d6db2f"),
                PygsdFile("Sampson", "sampson_labels.npy", 328, "b8c359ab1ae386d2f52e67de57185e242f5d7572439feb00b2f6ec6b5cf3e9ad"),
            ])
        {
            Title = "Sampson's monastery: esteem among novices, and their groups",
            Task = DatasetTask.SignPrediction,
            Size = new DatasetSize(25, 330, 0, 5),
            Source = PygsdHome,
            Licence = "MIT (repository)",
            Citation = "Sampson, A novitiate in a period of change, 1969; He et al., SSSNET: semi-supervised signed network clustering, 2022",
            ContentHash = "@sampson",
        },
        new DatasetEntry(
            Telegram,
            files => new Dataset(AdjacencyFiles.Read(files.PathOf("telegram_adj.npz"), files.PathOf("telegram_labels.npy"))),
            [
                PygsdFile("telegram", "telegram_adj.npz", 16233, "6a2f43521a946c0ef9b89fd1ebfd9f597b1b89e3d5a6c7a14a688160123f2de3"),
                PygsdFile("telegram", "telegram_labels.npy", 2088, "07d0ae8374c886f2eb6d295a73ed8c2a04e8bdea8979d8a2dc99ec606b0df7f1"),
            ])
        {
            Title = "Telegram: channels, how often they pass on messages of others, and their kinds",
            Size = new DatasetSize(245, 8912, 0, 4),
            Source = PygsdHome,
            Licence = "MIT (repository)",
            Citation = "Bovet, Grindrod, The activity of the far right on Telegram, 2020",
            ContentHash = "@telegram",
        },
    ];

    private static DatasetEntry Ratings(string name, string file, DatasetSize size, string title, string hash) =>
        new(name, files => SignedEdgeText.ReadRatings(files.Read(file), files.PathOf(file)), [SnapFile(file)])
        {
            Title = title,
            Task = DatasetTask.SignPrediction,
            Size = size,
            Source = Snap,
            Licence = SnapLicence,
            Citation = Kumar,
            ContentHash = hash,
        };

    private static DatasetEntry Undirected(string name, DatasetSize size, RemoteFile file) =>
        new(name, files => SignedEdgeText.ReadUndirected(files.Read(file.Name), files.PathOf(file.Name)), [file])
        {
            Title = "Bitcoin trust as SGCN has it: signs without direction",
            Task = DatasetTask.SignPrediction,
            Size = size,
            Source = "https://github.com/benedekrozemberczki/SGCN",
            Licence = "GPL-3.0 (repository)",
            Citation = Derr + Kumar,
        };

    private static DatasetEntry Signs(
        string name, byte? delimiter, RemoteFile file, string title, DatasetSize size, string source, string licence, string citation, string? hash = null) =>
        new(name, files => SignedEdgeText.ReadDirected(files.Read(file.Name), files.PathOf(file.Name), delimiter), [file])
        {
            Title = title,
            Task = DatasetTask.SignPrediction,
            Size = size,
            Source = source,
            Licence = licence,
            Citation = citation,
            ContentHash = hash,
        };

    private static RemoteFile SnapFile(string name) => new(Family, name, new Uri(Snap + name));

    private static RemoteFile PygsdFile(string folder, string name, long length, string sha256) =>
        new($"{Pygsd}/{folder}", name, new Uri($"{PygsdRaw}{folder}/{name}"), length, sha256);
}
