using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;

namespace Gnn.Cli.Nodes;

/// <summary>Nodes of a graph whose nodes and edges are of one type.</summary>
/// <param name="source">The graph, which becomes the problem's own.</param>
/// <param name="begin">Makes the run of a graph, which becomes the run's own.</param>
internal sealed class GraphProblem(GraphSource source, Func<Graph, NodeSplit, RandomSource, NodeRun> begin) : NodeProblem
{
    internal override string Name => source.Name;

    internal override bool HasPublishedSplits => source.HasPublishedSplits;

    internal override TableGraph? Tables => source.Tables;

    internal override NodeRun Begin(RandomSource random, int split)
    {
        (Graph graph, NodeSplit? drawn) = source.Load(random, split);
        try
        {
            return begin(graph, drawn ?? throw new UsageException($"training needs labels, and '{source.Name}' has none: {graph}."), random);
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    public override void Dispose() => source.Dispose();
}
