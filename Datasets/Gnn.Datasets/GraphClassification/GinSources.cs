using System.Globalization;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>The sets of graphs that come as GIN texts with ten folds.</summary>
internal static class GinSources
{
    private const int FoldCount = 10;
    private const string Address = "https://github.com/muhanzhang/pytorch_DGCNN/raw/master/data/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry("gin-mutag", "MUTAG", "MUTAG as GIN text: nitroaromatic compounds, mutagenic or not", new DatasetSize(3371, 7442, 7, 2, 188),
            "951819d4185b517a75ba07a85a01587279d19da8aae1f359b29169065c44803d"),
        Entry("gin-ptc", "PTC", "PTC as GIN text, with hydrogen atoms: compounds, carcinogenic or not", null, null),
        Entry("gin-proteins", "PROTEINS", "PROTEINS as GIN text: proteins, enzymes or not", new DatasetSize(43471, 162088, 3, 2, 1113),
            "770874377ac170b581bfb86e5169e11274f70b3e0f93245b3039b9f735042c66"),
        Entry("gin-nci1", "NCI1", "NCI1 as GIN text: compounds, active against lung cancer or not", new DatasetSize(122747, 265506, 37, 2, 4110),
            "96804ee379ee57b263099e33f81b77831e2516426138277634b4c2ec6141e735"),
        Entry("gin-imdb-binary", "IMDBBINARY", "IMDB-BINARY as GIN text: actors' ego networks, two genres", new DatasetSize(19773, 193062, 1, 2, 1000),
            "2122db470d314c49ef2c3263a1cd84dc2b920ae0fe9d2a6305daf4e66383b3ce"),
        Entry("gin-imdb-multi", "IMDBMULTI", "IMDB-MULTI as GIN text: actors' ego networks, three genres", new DatasetSize(19502, 197806, 1, 3, 1500),
            "bdda448e8dd83c9cc966e95feedc6f9a387a7c4878dcc0cdd60ae188156dcbcd"),
    ];

    /// <summary>Reads a set and its folds.</summary>
    /// <param name="set">The set's published name.</param>
    /// <param name="files">Its files.</param>
    public static Dataset Read(string set, DatasetFiles files)
    {
        TextScanner text = files.Scan(set + ".txt");
        GinArrays data = GinFile.Read(text);
        IndexSplit[] folds = [.. Enumerable.Range(1, FoldCount).Select(fold => ReadFold(files, fold, data.Labels.Length))];
        var tags = RankedValues.Of(data.Tags);
        GraphSet graphs = Assemble(data, tags, text);
        return new Dataset(graphs)
        {
            IndexSplits = folds,
            Names = new Dictionary<string, IReadOnlyList<string>> { ["feature"] = Array.ConvertAll(tags.Names, tag => "tag " + tag) },
        };
    }

    private static GraphSet Assemble(GinArrays data, RankedValues tags, TextScanner text)
    {
        int nodes = data.Tags.Length, width = tags.Values.Length;
        float[] cells = OneHot.Zeros(nodes, width, text.Length, text.Path);
        for (int node = 0; node < nodes; node++)
        {
            cells[(node * width) + tags.Ranks[node]] = 1;
        }

        var labels = RankedValues.Of(data.Labels);
        using GraphSet bare = GraphSet.FromIndicator(data.Labels.Length, data.GraphOfNode, data.Sources, data.Targets, isUndirected: true);
        using GraphSet labelled = bare.WithLabels(labels.Ranks, labels.Names);
        if (data.AttributeCount == 0)
        {
            return labelled.WithFeatures(Tensor.Create(cells, new Shape(nodes, width)));
        }

        using GraphSet featured = labelled.WithFeatures(Tensor.Create(cells, new Shape(nodes, width)));
        return featured.WithNodeColumn("attributes", Tensor.Create(data.Attributes, new Shape(nodes, data.AttributeCount)));
    }

    private static IndexSplit ReadFold(DatasetFiles files, int fold, int graphs)
    {
        int[] Part(string part) => IntegerLines.ReadInt32(files.Scan(FoldFile(part, fold)), "a graph", 0, graphs - 1);

        try
        {
            return new IndexSplit(string.Create(CultureInfo.InvariantCulture, $"fold {fold}"), "graph", graphs, Part("train"), [], Part("test"));
        }
        catch (ArgumentException error)
        {
            throw new DataFormatException(files.PathOf(FoldFile("test", fold)), "", $"expected each graph once in a fold: {error.Message}", "", error);
        }
    }

    private static string FoldFile(string part, int fold) => string.Create(CultureInfo.InvariantCulture, $"{part}_idx-{fold}.txt");

    private static DatasetEntry Entry(string name, string set, string title, DatasetSize? size, string? hash) => new(name, files => Read(set, files), Files(set))
    {
        Title = title,
        Task = DatasetTask.GraphClassification,
        Size = size,
        ContentHash = hash,
        Source = "https://github.com/muhanzhang/pytorch_DGCNN",
        Licence = "MIT (repository)",
        Citation = "Xu, Hu, Leskovec, Jegelka, How powerful are graph neural networks?, 2019; "
            + "Zhang, Cui, Neumann, Chen, An end-to-end deep learning architecture for graph classification, 2018",
    };

    private static List<RemoteFile> Files(string set)
    {
        List<RemoteFile> files = [File(set, "", set + ".txt", 0)];
        for (int fold = 1; fold <= FoldCount; fold++)
        {
            files.Add(File(set, "/10fold_idx", FoldFile("train", fold), (2 * fold) - 1));
            files.Add(File(set, "/10fold_idx", FoldFile("test", fold), 2 * fold));
        }

        return files;
    }

    private static RemoteFile File(string set, string folder, string name, int index)
    {
        (long? length, string? sha256) = GinDigests.Of(set, index);
        return new RemoteFile("gin-text/dataset/" + set + folder, name, new Uri($"{Address}{set}{folder}/{name}"), length, sha256);
    }
}
