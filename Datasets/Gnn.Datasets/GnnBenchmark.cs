using Gnn.Datasets.NodeSets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>The graphs of Shchur et al.'s benchmark, Cora and Citeseer with names, Amazon and Coauthor, and Polblogs, which has the same form.</summary>
/// <remarks>
/// <para>Shchur, Mumme, Bojchevski and Guennemann, "Pitfalls of graph neural network evaluation", 2018; Polblogs from Zuegner, Akbarnejad and Guennemann,
/// "Adversarial attacks on neural networks for graph data", 2018. Features are sparse as in the files: words that are there or not (0 or 1; for the Coauthor
/// graphs counts of keywords). Polblogs has none: <c>graph.WithFeatures(SparseTensor.Identity(graph.NodeCount))</c> says that nothing is known.</para>
/// <para>Edges join both ways, once for each pair, and self-loops stay, once each; weights (2 for a few of Polblogs) are left out. No split is published: the
/// paper draws one on the largest component, as <see cref="DrawSplit"/> does. The graph here is whole, and what is not of that component is in no part. Of
/// Polblogs the catalog draws 10, 10 and 80 percent of the largest component, stratified, after the second paper.</para>
/// <para>Cora and Citeseer have the papers' ids and the names of the classes, the others no names here. Citeseer has no papers without words, hence 3312 and not
/// the 3327 of <see cref="Planetoid"/>.</para>
/// <para>Against PyG's Amazon and Coauthor: those leave out self-loops and have dense features.</para>
/// </remarks>
public static class GnnBenchmark
{
    private const int TrainPerClass = 20;
    private const int ValidationPerClass = 30;

    /// <summary>The names of the graphs: <c>benchmark-cora</c>, <c>benchmark-citeseer</c>, <c>amazon-photo</c>, <c>amazon-computers</c>, <c>coauthor-cs</c>,
    /// <c>coauthor-physics</c>, <c>polblogs</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = FamilyEntries.NamesOf(GnnBenchmarkSources.Entries);

    /// <summary>Loads a graph; a file that is missing is downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>gnn-benchmark</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="isDirected">Whether the graph is directed instead, with the edges of the file.</param>
    /// <returns>The data set, owned by the caller: a <see cref="Graph"/> with sparse features <c>[N, F]</c> and labels <c>[N]</c>, and of Cora and Citeseer the
    /// papers' ids as the names of <c>node</c>.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">The file is missing and could not be downloaded; the message says where to put it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is damaged.</exception>
    public static Dataset Load(string name, string? dataRoot = null, Engine? engine = null, bool isDirected = false) =>
        GnnBenchmarkSources.Entry(name, isDirected).Load(dataRoot, engine);

    /// <summary>Draws a split as the paper does: of each class 20 nodes of the largest component train and 30 validate, the rest of the component tests.</summary>
    /// <param name="graph">The labelled graph.</param>
    /// <param name="random">Where the draw comes from; the same source draws the same split.</param>
    /// <returns>The split, of the nodes of the whole graph; a node outside of the largest component is in no part.</returns>
    /// <exception cref="ArgumentException">A class has fewer than 50 nodes in the largest component; the message names the class.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    public static NodeSplit DrawSplit(Graph graph, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<int> labels = graph.HostLabels;
        var components = Components.Weak(graph);
        int[] order = components.Count == 0 ? [] : components.Nodes(components.Largest);
        RandomSequence sequence = random.Stream("benchmark split").Sequence();
        sequence.Shuffle(order.AsSpan());
        int[] taken = new int[graph.ClassCount];
        List<int>[] parts = [[], [], []];
        foreach (int node in order)
        {
            if (labels[node] >= 0)
            {
                int place = taken[labels[node]]++;
                parts[place < TrainPerClass ? 0 : place < TrainPerClass + ValidationPerClass ? 1 : 2].Add(node);
            }
        }

        int scarce = Array.FindIndex(taken, count => count < TrainPerClass + ValidationPerClass);
        return scarce < 0
            ? new NodeSplit("20 and 30 per class", graph.NodeCount, [.. parts[0]], [.. parts[1]], [.. parts[2]])
            : throw new ArgumentException(
                $"'{graph.ClassName(scarce)}' has {taken[scarce]} labelled nodes in the largest component, too few for {TrainPerClass} training and "
                + $"{ValidationPerClass} validation nodes.",
                nameof(graph));
    }
}
