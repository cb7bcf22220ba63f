using Gnn.Tensors;

namespace Gnn.Graphs.Heterogeneous;

public sealed partial class HeteroGraph
{
    /// <summary>This graph with every edge in the other direction too, by a type of its own.</summary>
    /// <param name="prefix">What the relation of a reverse begins with, at least one character.</param>
    /// <returns>A graph that shares everything else with this one: beside <c>author-writes-paper</c> there is <c>paper-rev_writes-author</c>, whose edges have the same ids and
    /// columns. A type whose relation begins so already, or whose reverse is there, gets none.</returns>
    /// <remarks>As PyTorch Geometric's ToUndirected with <c>merge=False</c>: edges between nodes of one type get a reverse type as well, and are not mixed with it.</remarks>
    /// <exception cref="ArgumentException">The prefix is empty.</exception>
    public HeteroGraph WithReverseEdges(string prefix = "rev_")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(prefix);
        List<(EdgeType From, EdgeType To)> pairs =
        [
            .. EdgeTypes.Where(type => !type.Relation.StartsWith(prefix, StringComparison.Ordinal))
                .Select(type => (type, new EdgeType(type.Target, prefix + type.Relation, type.Source)))
                .Where(pair => !EdgeTypes.Contains(pair.Item2)),
        ];
        HeteroGraph graph = WithEdges([.. pairs.Select(pair => (pair.To, (ReadOnlyMemory<int>)Targets(pair.From).ToArray(), (ReadOnlyMemory<int>)Sources(pair.From).ToArray()))]);
        foreach ((EdgeType from, EdgeType to) in pairs)
        {
            foreach (string name in Edges(from).Names)
            {
                using HeteroGraph before = graph;
                graph = before.WithEdgeColumn(to, name, Edges(from)[name].Detach());
            }
        }

        return graph;
    }
}
