using Gnn.Datasets.Parsing;

namespace Gnn.Datasets.Networks;

/// <summary>The networks of the SEAL release: a symmetric matrix each, in MAT files.</summary>
internal static class SealSources
{
    private const string Address = "https://github.com/muhanzhang/SEAL/raw/master/Python/data/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry(
            "usair", "USAir", "Airports of the United States and the flights between them", 332, 2126, 5213, "6b48a37e2bb398234e5383787c30dca087de704366a2b7b05d64cc2f53210e0b",
            "87e17a2a7d2dd0dbb7e110a7abea185c347926937a7ba840b3d53507f4ce5020"),
        Entry(
            "ns", "NS", "Researchers in network science and their joint papers", 1589, 2742, 9379, "c69258a674e13115e34ec11343c92f352bcec635baf3fe40f0adf6e8a5037019",
            "1b37c844225d27e8985ed4fd64a6a49174771e85f91ea684c1689cb267b0cbc1"),
        Entry("pb", "PB", "Blogs on politics of the United States and the links between them", 1222, 16714),
        Entry("yeast", "Yeast", "Proteins of yeast and their interactions", 2375, 11693),
        Entry(
            "celegans", "Celegans", "Neurons of the worm C. elegans and their connections", 297, 2148, 6263, "450bb6f3ca833a65f53ee59103945ef87da70de2c6d262b1a760b9eefce287d6",
            "4d65297201c076afa177b0ce4daec9f82443a8a8b5431eb91e6e0d4adda86175"),
        Entry(
            "power", "Power", "The power grid of the western United States", 4941, 6594, 31194, "87d7b9d5449b6a18fad4fdd662efd33be84c805ea66692f9e2e0791569c5a478",
            "a22fb4fe89bfe735cdddb1f30dc21621519194d524395a2eb6bff0ead5c8b007"),
        Entry("router", "Router", "Routers of the Internet and their connections", 5022, 6258),
        Entry("ecoli", "Ecoli", "Metabolites of E. coli and the reactions between them", 1805, 14660),
    ];

    private static DatasetEntry Entry(
        string name, string file, string title, int nodes, int pairs, long? length = null, string? sha256 = null,
        string? contentHash = null) =>
        new(name, files => Read(files, file + ".mat"), [new RemoteFile("seal", file + ".mat", new Uri(Address + file + ".mat"), length, sha256)])
        {
            Title = title,
            Task = DatasetTask.LinkPrediction,
            Size = new DatasetSize(nodes, 2L * pairs),
            ContentHash = contentHash,
            Source = "https://github.com/muhanzhang/SEAL",
            Licence = "none stated",
            Citation = "Zhang, Chen, Link prediction based on graph neural networks, 2018",
        };

    private static Graphs.Dataset Read(DatasetFiles files, string name)
    {
        string path = files.PathOf(name);
        return new Graphs.Dataset(MatGraph.ReadGraph(path, MatFile.Read(path).Require("net")));
    }
}
