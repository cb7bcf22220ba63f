using Gnn.Datasets.Heterophily;
using Gnn.Datasets.NodeSets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The heterophilous graphs of Platonov et al.: five new ones, and the older ones filtered and as they were, each with ten splits.</summary>
/// <remarks>
/// <para>Platonov, Kuznedelev, Diskin, Babenko and Prokhorenkova, "A critical look at the evaluation of GNNs under heterophily: are we really making
/// progress?", 2023. New: <c>roman-empire</c>, <c>amazon-ratings</c>, <c>minesweeper</c>, <c>tolokers</c>, <c>questions</c>, with splits of 50, 25 and 25
/// percent; the last three have two classes of unequal size and are measured by ROC AUC. <c>chameleon-filtered</c> and <c>squirrel-filtered</c> are without
/// the nodes that repeat another's neighbours and features.</para>
/// <para>The files list each edge once; a graph has both directions. Those whose name ends in <c>-directed</c> are directed, with the edges of the file in its
/// order; they have self-loops, which the others have not. Features are sparse where they are words (0 or 1), dense in the five new graphs.</para>
/// <para>Names that other families have begin with <c>heterophilous-</c>. <c>heterophilous-cornell</c> is the true Cornell, which <see cref="GeomGcn"/> has
/// not. Class 1 of <c>heterophilous-texas</c> has one node, which trains in the splits 3 to 6, 8 and 9 alone; of
/// <c>heterophilous-texas-4-classes</c> it is in no split, and labels are still 0 to 4.</para>
/// <para>Against PyG's HeterophilousGraphDataset: that has the five new ones, the same graphs.</para>
/// </remarks>
public static class HeterophilousGraphs
{
    /// <summary>The names of the graphs: those above, <c>chameleon-filtered-directed</c>, <c>squirrel-filtered-directed</c>, and with
    /// <c>heterophilous-</c> before them <c>chameleon</c>, <c>chameleon-directed</c>, <c>squirrel</c>, <c>squirrel-directed</c>, <c>actor</c>, <c>cornell</c>,
    /// <c>texas</c>, <c>texas-4-classes</c>, <c>wisconsin</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(HeterophilousSources.Entries);

    /// <summary>Loads a graph with its splits; a file that is missing is downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>heterophilous-graphs/data</c>. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: features <c>[N, F]</c> and labels <c>[N]</c>. The splits, <c>split 0</c> to <c>split 9</c>.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">The file is missing and could not be downloaded; the message says where to put it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged.</exception>
    public static (Graph Graph, IReadOnlyList<NodeSplit> Splits) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        Dataset dataset = HeterophilousSources.Entries.Find(name).Load(dataRoot, engine);
        return (dataset.As<Graph>(), dataset.NodeSplits);
    }
}
