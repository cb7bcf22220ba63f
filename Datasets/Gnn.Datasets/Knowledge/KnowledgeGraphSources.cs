using Gnn.Graphs;

namespace Gnn.Datasets.Knowledge;

/// <summary>The knowledge graphs and their files: an archive of three texts, or the texts.</summary>
internal static class KnowledgeGraphSources
{
    private const string Source = "https://github.com/TimDettmers/ConvE";
    private const string Address = Source + "/raw/master/";
    private const string ConvE = "Dettmers, Minervini, Stenetorp, Riedel, Convolutional 2D knowledge graph embeddings, 2018";
    private const string Small = "Kok, Domingos, Statistical predicate invention, 2007; " + ConvE;

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry(
            "fb15k-237",
            files => Read("FB15k-237", files),
            Archive("FB15k-237", 3678603, "311df7930f842a02979eaa7a802484a6afe62303c07f915f1e6edbc30cbe05e8"),
            Texts("FB15k-237"))
        {
            Title = "FB15k-237: facts of Freebase without inverse relations",
            Task = DatasetTask.KnowledgeGraphCompletion,
            Size = new DatasetSize(14541, 310116),
            ContentHash = "0d92103d5b0dc4bad034f7f3b3679a5b69c1822561ef26af32531d1417d7fa17",
            Source = Source,
            Licence = "MIT (repository); the facts are Freebase's",
            Citation = "Toutanova, Chen, Observed versus latent features for knowledge base and text inference, 2015; " + ConvE,
        },
        new DatasetEntry(
            "wn18rr",
            files => Read("WN18RR", files),
            Archive("WN18RR", 892861, "1eb9152f804c140d163462c0d49f65e5a0b30ab5fbb375c5e3353c11a6249060"),
            Texts("WN18RR"))
        {
            Title = "WN18RR: facts of WordNet without inverse relations",
            Task = DatasetTask.KnowledgeGraphCompletion,
            Size = new DatasetSize(40943, 93003),
            ContentHash = "bc4189041ee6d2f921c362baba1a162b5d41dbc9e3b821ad41d4227a08afdc99",
            Source = Source,
            Licence = "MIT (repository); the facts under WordNet's licence",
            Citation = ConvE,
        },
        new DatasetEntry(
            "umls",
            files => Read("umls", files),
            Archive("umls", 35648, "26223aa91f0ec8db2324e0f489b9a4425e04d1d0df72ce5cfd62af4b91aee6fd"),
            Texts("umls"))
        {
            Title = "UMLS: relations among biomedical concepts",
            Task = DatasetTask.KnowledgeGraphCompletion,
            Size = new DatasetSize(135, 6529),
            ContentHash = "0e1449baa8bec09e9f263c456ff8a211dd7f80f47887f4c0213762fd1a1697c9",
            Source = Source,
            Licence = "MIT (repository)",
            Citation = Small,
        },
        new DatasetEntry(
            "nations",
            files => Read("nations", files),
            Archive("nations", 8077, "feb3e3e027103089934ea7dfb67d2048d8a43e65d6757a86f2e037acb66f640b"),
            Texts("nations"))
        {
            Title = "Nations: relations among countries",
            Task = DatasetTask.KnowledgeGraphCompletion,
            Size = new DatasetSize(14, 1992),
            ContentHash = "39ec3352ec201e285cb1825052e561f15ff054fef6ceb7bbf712ff070a4e430d",
            Source = Source,
            Licence = "MIT (repository)",
            Citation = Small,
        },
        new DatasetEntry(
            "kinship",
            files => Read("kinship", files),
            Archive("kinship", 42703, "a3cb9ca67213eb38133aebc12901195e283d844ebd59f1a6cbf2d4fa12ced4e6"),
            Texts("kinship"))
        {
            Title = "Kinship: the terms that members of an Alyawarra community have for each other",
            Task = DatasetTask.KnowledgeGraphCompletion,
            Size = new DatasetSize(104, 10686),
            Source = Source,
            Licence = "MIT (repository)",
            Citation = Small,
        },
    ];

    private static RemoteFile[] Archive(string name, long? length = null, string? sha256 = null) =>
        [new RemoteFile("kg", $"{name}.tar.gz", new Uri($"{Address}{name}.tar.gz"), length, sha256)];

    private static RemoteFile[] Texts(string name) => [.. TripleReader.Parts.Select(part => new RemoteFile($"kg/{name}", part, new Uri($"{Address}{name}.tar.gz")))];

    private static Dataset Read(string name, DatasetFiles files)
    {
        using var packed = new PackedFiles(files, $"{name}.tar.gz");
        return TripleReader.Read(packed);
    }
}
