using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Partitioning;

/// <summary>The parts as they are while nodes are seen one after another.</summary>
internal sealed class PartitionStream
{
    private const int NodesBetweenChecks = 1 << 14;
    private const double FennelExponent = 1.5;

    private readonly SparseStructure _inEdges;
    private readonly SparseStructure? _outEdges;
    private readonly double[] _weights;
    private readonly PartitionMethod _method;
    private readonly double _limit;
    private readonly double _price;
    private readonly double[] _loads;
    private readonly double[] _costs;
    private readonly long[] _neighbours;

    /// <summary>Begins with no node in any part.</summary>
    /// <param name="graph">The graph, which must live as long as this.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="weights">What each node adds to a load.</param>
    /// <param name="options">How parts are chosen.</param>
    public PartitionStream(Graph graph, int parts, double[] weights, GraphPartitionerOptions options)
    {
        _inEdges = graph.InEdges;
        _outEdges = graph.IsUndirected ? null : graph.OutEdges;
        _weights = weights;
        _method = options.Method;
        double total = weights.Sum();
        _limit = options.Balance * total / parts;

        // Fennel's alpha, where the neighbours of all nodes together are twice the edges.
        double edges = graph.IsUndirected ? graph.EdgeCount / 2.0 : graph.EdgeCount;
        _price = total == 0 ? 0 : FennelExponent * Math.Sqrt(parts) * edges / (total * Math.Sqrt(total));
        _loads = new double[parts];
        _costs = new double[parts];
        _neighbours = new long[parts];
        PartOf = new int[weights.Length];
        Array.Fill(PartOf, -1);
    }

    /// <summary>The part of each node, -1 for one that was not seen.</summary>
    public int[] PartOf { get; }

    /// <summary>Puts each node into the part that is best for it, given where those before it are now and those after it were in the pass before.</summary>
    /// <param name="order">All nodes.</param>
    /// <param name="cancellation">Ends the pass in the middle.</param>
    public void Run(int[] order, CancellationToken cancellation)
    {
        Array.Clear(_loads);
        Array.Clear(_costs);
        for (int i = 0; i < order.Length; i++)
        {
            if (i % NodesBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            int node = order[i];
            Array.Clear(_neighbours);
            Count(_inEdges.Row(node), node);
            if (_outEdges is not null)
            {
                Count(_outEdges.Row(node), node);
            }

            double weight = _weights[node];
            int part = _method == PartitionMethod.Fennel ? ChooseFennel(weight) : ChooseGreedy(weight);
            PartOf[node] = part;
            _loads[part] += weight;
            _costs[part] = _price * Math.Sqrt(_loads[part]);
        }
    }

    private void Count(ReadOnlySpan<int> neighbours, int node)
    {
        foreach (int neighbour in neighbours)
        {
            int part = PartOf[neighbour];
            if (part >= 0 && neighbour != node)
            {
                _neighbours[part]++;
            }
        }
    }

    private int ChooseFennel(double weight)
    {
        int best = -1;
        double bestScore = 0;
        for (int part = 0; part < _loads.Length; part++)
        {
            if (_loads[part] + weight <= _limit)
            {
                double score = _neighbours[part] - (weight * _costs[part]);
                if (best < 0 || score > bestScore || (score == bestScore && _loads[part] < _loads[best]))
                {
                    (best, bestScore) = (part, score);
                }
            }
        }

        return best < 0 ? LeastLoaded() : best;
    }

    private int ChooseGreedy(double weight)
    {
        int best = -1;
        double bestScore = 0;
        for (int part = 0; part < _loads.Length; part++)
        {
            if (_loads[part] + weight <= _limit)
            {
                double score = _neighbours[part] * (_limit - _loads[part]);
                if (best < 0 || score > bestScore || (score == bestScore && _loads[part] < _loads[best]))
                {
                    (best, bestScore) = (part, score);
                }
            }
        }

        return best < 0 ? LeastLoaded() : best;
    }

    // Where no part has room, as where one node weighs more than a part may.
    private int LeastLoaded() => Array.IndexOf(_loads, _loads.Min());
}
