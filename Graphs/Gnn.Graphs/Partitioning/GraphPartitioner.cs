using System.Globalization;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;

namespace Gnn.Graphs.Partitioning;

/// <summary>Divides the nodes of a graph into parts of like size between which few edges run, seeing one node after another.</summary>
/// <remarks>
/// <para>Papers: C. Tsourakakis, C. Gkantsidis, B. Radunovic and M. Vojnovic, "FENNEL: Streaming Graph Partitioning for Massive Scale Graphs", WSDM 2014, with
/// its exponent of 1.5; I. Stanton and G. Kliot, "Streaming Graph Partitioning for Large Distributed Graphs", KDD 2012; J. Nishimura and J. Ugander, "Restreaming
/// Graph Partitioning: Simple Versatile Algorithms for Advanced Balancing", KDD 2013, for the passes after the first. Departures: every pass, the first included, keeps
/// to the bound of the load; of the passes the one with the smallest cut is kept, where the papers take the last.</para>
/// <para>Neighbours are those of edges of both directions, an edge as often as it is there; self-loops do not count. The result is the same on every machine: one thread
/// sees the nodes, and of equal parts the one of the smaller load, then the lower number, is taken. Costs O(passes (E + N parts)) time and some 20 bytes for each
/// node beside the graph's structure; of a directed graph, the transpose too.</para>
/// <para>Multilevel partitioners, such as METIS, cut fewer edges for several times the memory.</para>
/// </remarks>
public static class GraphPartitioner
{
    /// <summary>Divides a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parts">The number of parts, at least 1. There may be more than nodes: then some are empty.</param>
    /// <param name="random">Where <see cref="StreamOrder.Random"/> comes from; other orders need none.</param>
    /// <param name="options">Method, order, passes and balance; the defaults if null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The parts. No load is more than the larger of <see cref="GraphPartitionerOptions.Balance"/> times the mean, and the mean and the largest weight
    /// together.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="graph"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of parts, or an option, is out of range.</exception>
    /// <exception cref="ArgumentException">Weights are not one for each node, negative, not finite, or all 0.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static GraphPartition Partition(
        Graph graph, int parts, RandomSource random = default, GraphPartitionerOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        options ??= new GraphPartitionerOptions();
        Check(options);
        double[] weights = GraphPartition.CheckWeights(options.NodeWeights.Span, graph.NodeCount);
        int[] order = options.Order switch
        {
            StreamOrder.Natural => [.. Enumerable.Range(0, graph.NodeCount)],
            StreamOrder.Random => random.Stream("order").Sequence().Permutation(graph.NodeCount),
            _ => BreadthFirst(graph),
        };
        var stream = new PartitionStream(graph, parts, weights, options);
        int[] best = [];
        long least = long.MaxValue;
        for (int pass = 0; pass < options.Passes && least > 0; pass++)
        {
            stream.Run(order, cancellation);
            long cut = GraphPartition.CountCut(graph, stream.PartOf);
            if (cut < least)
            {
                least = cut;
                best = [.. stream.PartOf];
            }
        }

        return GraphPartition.Measured(graph, parts, best, weights);
    }

    private static void Check(GraphPartitionerOptions options)
    {
        EnumChecks.CheckDefined(options.Method);
        EnumChecks.CheckDefined(options.Order);
        if (options.Passes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Passes, $"The passes must be at least 1, got {options.Passes}.");
        }

        if (!(options.Balance >= 1 && double.IsFinite(options.Balance)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Balance,
                string.Create(CultureInfo.InvariantCulture, $"The balance must be a finite number of at least 1, got {options.Balance}: 1.05 lets parts be 5 % above the mean."));
        }
    }

    private static int[] BreadthFirst(Graph graph)
    {
        int[] order = new int[graph.NodeCount];
        bool[] isFound = new bool[graph.NodeCount];
        int found = 0;
        int seen = 0;
        for (int root = 0; root < order.Length; root++)
        {
            Find(root);
            for (; seen < found; seen++)
            {
                foreach (int source in graph.InEdges.Row(order[seen]))
                {
                    Find(source);
                }

                if (!graph.IsUndirected)
                {
                    foreach (int target in graph.OutEdges.Row(order[seen]))
                    {
                        Find(target);
                    }
                }
            }
        }

        return order;

        void Find(int node)
        {
            if (!isFound[node])
            {
                isFound[node] = true;
                order[found++] = node;
            }
        }
    }
}
