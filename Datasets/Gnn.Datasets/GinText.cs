using Gnn.Datasets.GraphClassification;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Sets of graphs in the text form that DGCNN and GIN share, with ten published folds.</summary>
/// <remarks>
/// <para>Xu, Hu, Leskovec and Jegelka, "How powerful are graph neural networks?", 2019; Zhang, Cui, Neumann and Chen, "An end-to-end deep learning
/// architecture for graph classification", 2018. Each of <see cref="Names"/> is one of their sets; PTC has hydrogen atoms here, and so more nodes than the
/// PTC sets of <see cref="TuDataset"/>.</para>
/// <para>Features are the nodes' tags, one-hot over the tags that occur, in rising order; <c>Names["feature"]</c> of the data set says which. The IMDB sets
/// have one tag, 0, so that their features are a column of ones: the paper takes degrees instead. Classes are the published labels in rising order, and
/// are named by them (0 and 2 in MUTAG). Attributes after the neighbours, which no set here has, are the node column <c>attributes</c>.</para>
/// <para>A fold trains and tests and leaves nothing to choose a model by: the figures of the paper are the best epoch's on the test fold. For an unbiased
/// figure, part of the training graphs must validate. The ten test folds of MUTAG cover 180 of its 188 graphs, those of PROTEINS 1110 of 1113.</para>
/// <para>Against powerful-gnns: classes are in the order of the labels, not of their first graphs, and an edge that is listed in one direction alone is
/// an error.</para>
/// </remarks>
public static class GinText
{
    /// <summary>The names of the sets: <c>gin-mutag</c>, <c>gin-ptc</c>, <c>gin-proteins</c>, <c>gin-nci1</c>, <c>gin-imdb-binary</c>, <c>gin-imdb-multi</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(GinSources.Entries);

    /// <summary>Loads a set; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>gin-text/dataset</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graphs, undirected and owned by the caller, with features <c>[N, F]</c> and labels <c>[G]</c>. The ten folds.</returns>
    /// <exception cref="ArgumentException">There is no such set; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static (GraphSet Graphs, IReadOnlyList<IndexSplit> Folds) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = FamilyEntries.Find(GinSources.Entries, name).Load(dataRoot, engine);
        return (dataset.As<GraphSet>(), dataset.IndexSplits);
    }
}
