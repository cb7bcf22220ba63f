using Gnn.Datasets.GraphClassification;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Sets of the TU collection for the classification of graphs: molecules, proteins and social networks.</summary>
/// <remarks>
/// <para>Morris et al., "TUDataset: a collection of benchmark datasets for learning with graphs", 2020. Node features are the attributes and then the
/// labels, one-hot; edge features (<see cref="ColumnNames.EdgeFeatures"/>) likewise. A column of labels takes as many features as the range of its
/// numbers. <c>Names["feature"]</c> and <c>Names["edge feature"]</c> of the data set say what each is. Sets without either (the IMDB, COLLAB and REDDIT
/// sets) have no features: make some from degrees. Classes are the published labels in rising order and are named by them. Targets of regression are the
/// graph column <c>target</c>, <c>[G, T]</c>.</para>
/// <para>Edges are by source and then target; of an edge that a file lists several times (each arc of the IMDB sets is there twice) the first line counts. A
/// set is undirected if every edge has its reverse.</para>
/// <para>No split is published. The protocol is cross-validation in ten stratified folds:
/// <c>IndexSplit.StratifiedKFold("graph", set.HostLabels, 10, source)</c>.</para>
/// <para>Against PyG: the order of the features is the same, but attributes are there without being asked for; self-loops are kept; and the features
/// of a repeated edge are the first line's, not the sum.</para>
/// </remarks>
public static class TuDataset
{
    /// <summary>The names of the sets that load by name, for example <c>mutag</c>, <c>proteins</c>, <c>nci1</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(TuSources.Entries);

    /// <summary>Loads a set; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the zip, or the folder with what is in it, is in its <c>tudataset</c>. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graphs, owned by the caller, with labels <c>[G]</c> and, if the set has any, features <c>[N, F]</c> and edge features <c>[E, D]</c>.</returns>
    /// <exception cref="ArgumentException">There is no such set; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static GraphSet Load(string name, string? dataRoot = null, Engine? engine = null) =>
        FamilyEntries.Find(TuSources.Entries, name).Load(dataRoot, engine).As<GraphSet>();

    /// <summary>Reads any set in the collection's form.</summary>
    /// <param name="path">Its zip, or the folder that its files are in.</param>
    /// <returns>The set, owned by the caller: graphs as <see cref="Load"/> gives them, on the default engine, and the names of their features.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TuFiles.Read(path);
    }
}
