using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors;

namespace Gnn.Datasets.Networks;

/// <summary>The networks on which node embeddings are compared: nodes with several labels each, in MAT files.</summary>
internal static class MultiLabelSources
{
    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry(
            "blogcatalog",
            files => Read(files.PathOf("blogcatalog.mat")),
            [
                new RemoteFile(
                    "embedding", "blogcatalog.mat", new Uri("https://raw.githubusercontent.com/phanein/deepwalk/master/example_graphs/blogcatalog.mat"), 1255783,
                    "d4f4fb89ce1ccd4b7e2a183386c000773cc9362cc61f1be5b246a6d9c259da8f"),
            ])
        {
            Title = "BlogCatalog: bloggers, friendships, and the interests of each",
            Size = new DatasetSize(10312, 667966),
            ContentHash = "df01c7b3056a17bb28b2b9b4247c334d6881bd09ae0c66b486b03572805ac23f",
            Source = "https://github.com/phanein/deepwalk",
            Licence = "none stated",
            Citation = "Tang, Liu, Relational learning via latent social dimensions, 2009; Perozzi, Al-Rfou, Skiena, DeepWalk: online learning of social representations, 2014",
        },
        FromNode2Vec(
            "ppi", "Homo_sapiens.mat", "Proteins of Homo sapiens, interactions, and the biological states of each", new DatasetSize(3890, 76584),
            "d1cea8a3b8288b395a005321a08be3de7014b21245e108cf447e8ee34a545dd7"),
        FromNode2Vec(
            "pos", "POS.mat", "Words of Wikipedia, how often they stand together, and the parts of speech of each", new DatasetSize(4777, 184812),
            "cf61cc0c5ee8653199b185c60c1cfdcf90a4cbfa216b6cab85ff08393bed2f63"),
    ];

    private static DatasetEntry FromNode2Vec(string name, string file, string title, DatasetSize size, string contentHash) =>
        new(name, files => Read(files.PathOf(file)), [new RemoteFile("embedding", file, new Uri("https://snap.stanford.edu/node2vec/" + file))])
        {
            Title = title,
            Size = size,
            ContentHash = contentHash,
            Source = "https://snap.stanford.edu/node2vec/",
            Licence = "none stated",
            Citation = "Grover, Leskovec, node2vec: scalable feature learning for networks, 2016",
        };

    /// <summary>Reads a file of a symmetric matrix <c>network</c> and a matrix of labels <c>group</c>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged, or its matrices are other than that.</exception>
    internal static Dataset Read(string path)
    {
        MatFile file = MatFile.Read(path);
        using Graph bare = MatGraph.ReadGraph(path, file.Require("network"));
        Tensor labels = MatGraph.ReadLabels(path, file.Require("group"), bare.NodeCount);
        return new Dataset(bare.WithNodeColumn(MultiLabelGraphs.LabelsColumn, labels));
    }
}
