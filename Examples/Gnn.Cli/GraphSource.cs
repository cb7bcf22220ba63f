using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli;

/// <summary>The graph of a command, given out as often as runs need it with a split of their seed.</summary>
internal sealed class GraphSource : IDisposable
{
    internal const double TrainShare = 0.6;
    internal const double ValidationShare = 0.2;

    private readonly Func<RandomSource, (Graph Graph, NodeSplit? Split)> _load;

    internal GraphSource(string name, Func<RandomSource, (Graph Graph, NodeSplit Split)> load, bool normalizes)
    {
        Name = name;
        _load = random =>
        {
            (Graph graph, NodeSplit split) = load(random);
            if (!normalizes)
            {
                return (graph, split);
            }

            using Graph bare = graph;
            return (bare.NormalizeFeatures(), split);
        };
    }

    internal GraphSource(string name, TableGraph tables, Engine engine)
    {
        (Name, Tables) = (name, tables);
        _load = random => (tables.Graph.To(engine), tables.Graph.HasLabels ? StratifiedSplit.Create(tables.Graph, TrainShare, ValidationShare, random) : null);
    }

    internal string Name { get; }

    /// <summary>The user's own tables, if the graph is from them.</summary>
    internal TableGraph? Tables { get; }

    /// <summary>The graph, owned by the caller, and a split: the public one, or one drawn from the source; null where nodes have no labels.</summary>
    internal (Graph Graph, NodeSplit? Split) Load(RandomSource random) => _load(random);

    /// <summary>The ids of the nodes: those of the tables, else the node numbers.</summary>
    internal IdMap IdsOf(Graph graph) => Tables?.Ids ?? IdMap.FromCount(graph.NodeCount);

    public void Dispose() => Tables?.Dispose();
}
