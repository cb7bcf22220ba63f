using Gnn.Cli.Models;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Nodes;

/// <summary>Nodes of one type of a heterogeneous graph.</summary>
internal sealed class HeteroProblem : NodeProblem
{
    private readonly Dataset _dataset;
    private readonly HeteroGraph _graph;
    private readonly Graph _labelled;
    private readonly Func<HeteroGraph, string, int, NodeSplit, RandomSource, NodeRun> _begin;

    /// <summary>Opens a problem.</summary>
    /// <param name="name">What to call the data.</param>
    /// <param name="dataset">The data set, a heterogeneous graph, which becomes the problem's own.</param>
    /// <param name="nodeType">The type to classify; null for the one with the most labels.</param>
    /// <param name="use">What is done to the features.</param>
    /// <param name="engine">Where the columns are made.</param>
    /// <param name="begin">Makes the run of a graph, a node type and its number of classes; the graph stays the problem's.</param>
    internal HeteroProblem(
        string name, Dataset dataset, string? nodeType, FeatureUse use, Engine engine, Func<HeteroGraph, string, int, NodeSplit, RandomSource, NodeRun> begin)
    {
        (Name, _dataset, _begin) = (name, dataset, begin);
        HeteroGraph loaded = dataset.As<HeteroGraph>();
        NodeType = Target(loaded, nodeType, name);
        using (HeteroGraph both = loaded.WithReverseEdges(Metapaths.ReversePrefix))
        {
            _graph = WithFeatures(both, use == FeatureUse.Normalized, engine);
        }

        Tensor labels = loaded.Nodes(NodeType)[ColumnNames.Labels];
        using Graph bare = Graph.FromEdges(loaded.NodeCount(NodeType), [], []);
        _labelled = bare.WithLabels(labels.ToArray<int>(), classNames: null, labels.Engine);
    }

    internal override string Name { get; }

    /// <summary>The type of the nodes that are classified.</summary>
    internal string NodeType { get; }

    internal override bool HasPublishedSplits => Published.Count > 0;

    private List<NodeSplit> Published => [.. _dataset.NodeSplits.Where(split => split.NodeCount == _labelled.NodeCount)];

    internal override NodeRun Begin(RandomSource random, int split)
    {
        List<NodeSplit> published = Published;
        return _begin(
            _graph,
            NodeType,
            _labelled.ClassCount,
            published.Count > 0 ? published[split % published.Count] : GraphSource.SplitOf(_labelled, random)!,
            random);
    }

    public override void Dispose()
    {
        _labelled.Dispose();
        _graph.Dispose();
        _dataset.Dispose();
    }

    private static string Target(HeteroGraph graph, string? nodeType, string name)
    {
        string[] labelled = [.. graph.NodeTypes.Where(type => graph.Nodes(type).Contains(ColumnNames.Labels))];
        if (nodeType is not null && !labelled.Contains(nodeType))
        {
            throw new UsageException($"--node-type names '{nodeType}', but the types of '{name}' that have labels are: {string.Join(", ", labelled)}.");
        }

        return nodeType
            ?? labelled.MaxBy(type => graph.Nodes(type)[ColumnNames.Labels].ToArray<int>().Count(label => label >= 0))
            ?? throw new UsageException($"training needs labels, and '{name}' has none: {graph}.");
    }

    /// <summary>A graph whose types all have features: nodes of a type that has none are known by who they are.</summary>
    private static HeteroGraph WithFeatures(HeteroGraph loaded, bool isNormalized, Engine engine)
    {
        HeteroGraph graph = loaded.To(engine);
        foreach (string type in graph.NodeTypes)
        {
            ColumnTable nodes = graph.Nodes(type);
            bool hasOwn = nodes.Contains(ColumnNames.Features);
            if (hasOwn && !isNormalized)
            {
                continue;
            }

            using HeteroGraph before = graph;
            if (!hasOwn)
            {
                graph = before.WithNodeColumn(type, ColumnNames.Features, SparseTensor.Identity(before.NodeCount(type), engine));
                continue;
            }

            using Graph bare = Graph.FromEdges(before.NodeCount(type), [], []);
            using Graph stored = bare.WithFeatures(
                nodes.IsSparse(ColumnNames.Features)
                    ? new SparseTensor(nodes.Sparse(ColumnNames.Features).Structure, nodes.Sparse(ColumnNames.Features).Values.Detach())
                    : (Features)nodes[ColumnNames.Features].Detach());
            using Graph normalized = stored.NormalizeFeatures();
            graph = normalized.Features.Sparse is { } sparse
                ? before.WithNodeColumn(type, ColumnNames.Features, new SparseTensor(sparse.Structure, sparse.Values.Detach()), replace: true)
                : before.WithNodeColumn(type, ColumnNames.Features, normalized.Features.Dense!.Detach(), replace: true);
        }

        return graph;
    }
}
