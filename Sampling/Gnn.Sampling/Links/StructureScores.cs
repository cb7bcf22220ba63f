using Gnn.Graphs;
using Gnn.Graphs.Links;
using Gnn.Graphs.Statistics;

namespace Gnn.Sampling.Links;

/// <summary>What the edges that messages pass over say of one node and all others: common neighbours, and PageRank by pushes from the node.</summary>
internal sealed class StructureScores
{
    private readonly NeighbourLists _neighbours;
    private readonly double[] _weights;
    private readonly double _restart;
    private readonly double _threshold;

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
        _restart = 1 - options.Damping;
        _threshold = _restart * options.Epsilon;
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

    /// <summary>Adds the approximate PageRank of walks from a root, by R. Andersen, F. Chung and K. Lang, "Local graph partitioning using PageRank vectors", 2006; the queue is
    /// first in, first out.</summary>
    internal void AddPageRank(NodeScores scores, NodeScores residuals, int root, Queue<int> queue, bool[] isQueued)
    {
        residuals.Add(root, _restart);
        queue.Enqueue(root);
        while (queue.TryDequeue(out int node))
        {
            isQueued[node] = false;
            double residual = residuals.Take(node);
            scores.Add(node, residual);
            ReadOnlySpan<int> neighbours = _neighbours[node];
            double share = (1 - _restart) * residual / neighbours.Length;
            foreach (int neighbour in neighbours)
            {
                residuals.Add(neighbour, share);
                if (!isQueued[neighbour] && residuals[neighbour] >= _threshold * _neighbours.Length(neighbour))
                {
                    isQueued[neighbour] = true;
                    queue.Enqueue(neighbour);
                }
            }
        }

        residuals.Clear();
    }
}
