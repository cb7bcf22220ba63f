using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli;

/// <summary>The graph of a command, given out as often as runs need it with a split of their own.</summary>
internal sealed class GraphSource : IDisposable
{
    internal const double TrainShare = 0.6;
    internal const double ValidationShare = 0.2;

    private readonly Func<RandomSource, int, (Graph Graph, NodeSplit? Split)> _load;
    private readonly IDisposable? _owned;

    /// <summary>A data set, or a graph file.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="dataset">The data set, which becomes the source's own.</param>
    /// <param name="split">Gives the split of a run; null where nodes have no labels.</param>
    /// <param name="engine">Where the columns are made.</param>
    /// <param name="use">What is done to the features.</param>
    internal GraphSource(string name, Dataset dataset, Func<RandomSource, int, NodeSplit?> split, Engine engine, FeatureUse use)
    {
        (Name, _owned) = (name, dataset);
        Names = dataset.Names;
        HasPublishedSplits = dataset.NodeSplits.Count > 0;
        Graph graph = dataset.As<Graph>();
        _load = (random, run) => (Prepare(graph, engine, use), split(random, run));
    }

    /// <summary>The user's own tables.</summary>
    internal GraphSource(string name, TableGraph tables, Engine engine)
    {
        (Name, Tables, _owned) = (name, tables, tables);
        _load = (random, _) => (tables.Graph.To(engine), SplitOf(tables.Graph, random));
    }

    internal string Name { get; }

    /// <summary>Whether the splits are the publisher's, and not drawn here.</summary>
    internal bool HasPublishedSplits { get; }

    /// <summary>The user's own tables, if the graph is from them.</summary>
    internal TableGraph? Tables { get; }

    /// <summary>What stands for numbers, where the graph is from a data set or a file.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Names { get; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A split of labelled nodes, stratified, drawn from the source; null where nodes have no labels.</summary>
    internal static NodeSplit? SplitOf(Graph graph, RandomSource random) =>
        graph.HasLabels ? StratifiedSplit.Create(graph, TrainShare, ValidationShare, random) : null;

    /// <summary>The graph, owned by the caller, and the split of a run: a published one, or one drawn from the source; null where nodes have no labels.</summary>
    internal (Graph Graph, NodeSplit? Split) Load(RandomSource random, int run = 0) => _load(random, run);

    /// <summary>The ids of the nodes: those of the tables, those published, else the node numbers.</summary>
    internal IdMap IdsOf(Graph graph) => Tables?.Ids ?? (Names.TryGetValue("node", out IReadOnlyList<string>? ids) ? IdMap.FromIds(ids) : IdMap.FromCount(graph.NodeCount));

    public void Dispose() => _owned?.Dispose();

    private static Graph Prepare(Graph graph, Engine engine, FeatureUse use)
    {
        if (use == FeatureUse.Stored)
        {
            return graph.To(engine);
        }

        return !graph.HasFeatures ? graph.WithFeatures(SparseTensor.Identity(graph.NodeCount, engine))
            : use == FeatureUse.Normalized ? graph.NormalizeFeatures()
            : graph.To(engine);
    }
}
