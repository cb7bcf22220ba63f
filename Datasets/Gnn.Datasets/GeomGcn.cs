using Gnn.Datasets.Heterophily;
using Gnn.Datasets.NodeSets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Graphs in which linked nodes often differ, with the ten splits of the Geom-GCN release, and its ten splits of the graphs of Planetoid.</summary>
/// <remarks>
/// <para>Pei, Wei, Chang, Lei and Yang, "Geom-GCN: geometric graph convolutional networks", 2020. <c>cornell</c>, <c>texas</c> and <c>wisconsin</c> are web
/// pages of universities, <c>chameleon</c> and <c>squirrel</c> pages of Wikipedia, <c>film</c> actors (the set that others call Actor), each with links and
/// words; <c>cora-geom</c>, <c>citeseer-geom</c> and <c>pubmed-geom</c> are the graphs of <see cref="Planetoid"/>. Features are 0 or 1 (of Pubmed TF-IDF) and
/// sparse. The files' names promise splits of 60, 20 and 20 percent; they have 48, 32 and 20.</para>
/// <para>Edges join both ways, once for each pair, and self-loops stay, once each; the files are directed and repeat edges (film).</para>
/// <para>Traps. Cornell: the release's file of nodes is that of Texas, so that features and classes belong to another graph than the edges. It is refused;
/// <see cref="HeterophilousGraphs"/> has a true one. Chameleon and squirrel: many nodes have the same neighbours and features as a node of another part;
/// <see cref="HeterophilousGraphs"/> has them filtered. Texas: one class has one node, which trains in the splits 3 to 6, 8 and 9 alone. Film: the lists of
/// features repeat some, and the header's number of features is the highest index. Cora's splits have the nodes of the largest component only, and so have
/// two of Citeseer's (4 and 5). Citeseer's splits count articles that have neither words nor a class (15, of which 10 are in the largest component); they are
/// left out here, as nothing can be learned from them or measured on them.</para>
/// <para>Against PyG: its WebKB and WikipediaNetwork keep the directions, Actor does too; its Cornell is the one that is refused here.</para>
/// </remarks>
public static class GeomGcn
{
    /// <summary>The names of the graphs: <c>cornell</c>, <c>texas</c>, <c>wisconsin</c>, <c>chameleon</c>, <c>squirrel</c>, <c>film</c>, <c>cora-geom</c>,
    /// <c>citeseer-geom</c>, <c>pubmed-geom</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(GeomGcnSources.Entries);

    /// <summary>Loads a graph with its splits; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>geom-gcn</c> and <c>planetoid</c>. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="isDirected">Whether the graph is directed instead, with the edges of the file in its order, repeats included.</param>
    /// <param name="keepDefects">Whether the data are taken as the release has them, to reproduce figures: Cornell with the features and classes of Texas, and
    /// Citeseer's 15 articles without a class as of class 0 and in the splits.</param>
    /// <returns>The graph, owned by the caller: sparse features <c>[N, F]</c> and labels <c>[N]</c>. The splits, <c>split 0</c> to <c>split 9</c>.</returns>
    /// <exception cref="ArgumentException">There is no such graph, with a message that lists those there are; or a graph of Planetoid shall be directed.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another, or Cornell's nodes are those of Texas.</exception>
    public static (Graph Graph, IReadOnlyList<NodeSplit> Splits) Load(
        string name, string? dataRoot = null, Engine? engine = null, bool isDirected = false, bool keepDefects = false)
    {
        Dataset dataset = GeomGcnSources.Entry(name, isDirected, keepDefects).Load(dataRoot, engine);
        return (dataset.As<Graph>(), dataset.NodeSplits);
    }
}
