using Gnn.Graphs;
using Gnn.Graphs.Links;
using Gnn.Graphs.Statistics;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Links;

/// <summary>What the edges that messages pass over say of one node and all others: common neighbours, and PageRank by pushes from the node.</summary>
internal sealed class StructureScores : IDisposable
{
    private readonly NeighbourLists _neighbours;
    private readonly SparseStructure _rows;
    private readonly double[] _weights;
    private readonly PageRankScope _scope;

    /// <summary>Lists the neighbours over some edges of a graph.</summary>
    internal StructureScores(Graph graph, ReadOnlySpan<int> messages, HardNegativeOptions options)
    {
        int[] sources = new int[messages.Length];
        int[] targets = new int[messages.Length];
        for (int i = 0; i < messages.Length; i++)
        {
            (sources[i], targets[i]) = (graph.Sources[messages[i]], graph.Targets[messages[i]]);
        }

        using var seen = Graph.FromEdges(graph.NodeCount, sources, targets, graph.IsUndirected);
        _neighbours = NeighbourLists.OfBoth(seen);
        _rows = SparseStructure.FromRows(graph.NodeCount, Array.ConvertAll(_neighbours.Starts.ToArray(), start => checked((int)start)), _neighbours.All);
        _scope = new PageRankScope { Alpha = 1 - options.Damping, Epsilon = options.Epsilon };
        _weights = new double[graph.NodeCount];
        for (int node = 0; node < _weights.Length; node++)
        {
            int degree = _neighbours.Length(node);
            _weights[node] = options.CommonNeighbors switch
            {
                _ when degree < 2 => 0,
                LinkHeuristic.CommonNeighbors => 1,
                LinkHeuristic.AdamicAdar => 1 / Math.Log(degree),
                _ => 1.0 / degree,
            };
        }
    }

    internal void AddNeighbours(NodeScores scores, int root)
    {
        foreach (int neighbour in _neighbours[root])
        {
            foreach (int node in _neighbours[neighbour])
            {
                scores.Add(node, _weights[neighbour]);
            }
        }
    }

    /// <summary>The approximate PageRank of walks from a root, for one thread at a time; it works with marks of the thread's own, and lives no longer than these scores.</summary>
    internal PageRankFinder Walks(NodeMarks marks) => new(_rows, _scope, marks);

    public void Dispose() => _rows.Dispose();
}
