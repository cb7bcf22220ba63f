using Gnn.Graphs;

namespace Gnn.Tests.QuikGraph;

/// <summary>What QuikGraph's algorithms compute, by the plainest means that a small graph allows.</summary>
internal static class PlainAlgorithms
{
    /// <summary>For each node the lowest node that edges, followed either way, lead to.</summary>
    public static Dictionary<int, int> Components(Graph graph)
    {
        int[] lowest = [.. Enumerable.Range(0, graph.NodeCount)];
        for (int round = 0; round < graph.NodeCount; round++)
        {
            for (int edge = 0; edge < graph.EdgeCount; edge++)
            {
                int least = Math.Min(lowest[graph.Sources[edge]], lowest[graph.Targets[edge]]);
                (lowest[graph.Sources[edge]], lowest[graph.Targets[edge]]) = (least, least);
            }
        }

        return lowest.Index().ToDictionary(pair => pair.Index, pair => pair.Item);
    }

    /// <summary>Whether there is a way from one node to another, of any length, 0 included.</summary>
    public static bool[,] Reachability(Graph graph)
    {
        int nodes = graph.NodeCount;
        var reaches = new bool[nodes, nodes];
        for (int node = 0; node < nodes; node++)
        {
            reaches[node, node] = true;
        }

        for (int edge = 0; edge < graph.EdgeCount; edge++)
        {
            reaches[graph.Sources[edge], graph.Targets[edge]] = true;
        }

        for (int middle = 0; middle < nodes; middle++)
        {
            for (int from = 0; from < nodes; from++)
            {
                for (int to = 0; to < nodes; to++)
                {
                    reaches[from, to] |= reaches[from, middle] && reaches[middle, to];
                }
            }
        }

        return reaches;
    }

    /// <summary>The weight of the lightest way to each node, infinite where there is none.</summary>
    public static double[] ShortestDistances(Graph graph, int start)
    {
        double[] weights = graph.EdgeWeights!.ToArray<double>();
        var distances = new double[graph.NodeCount];
        Array.Fill(distances, double.PositiveInfinity);
        distances[start] = 0;
        for (int round = 0; round < graph.NodeCount; round++)
        {
            for (int edge = 0; edge < weights.Length; edge++)
            {
                double way = distances[graph.Sources[edge]] + weights[edge];
                distances[graph.Targets[edge]] = Math.Min(distances[graph.Targets[edge]], way);
            }
        }

        return distances;
    }

    /// <summary>The iteration that QuikGraph documents: rank = (1 - d) + d * sum of rank / out-degree over in-edges, from 1 / N on.</summary>
    public static double[] PageRank(Graph graph, double damping, double tolerance, int maxIterations)
    {
        double[] ranks = [.. Enumerable.Repeat(1.0 / graph.NodeCount, graph.NodeCount)];
        var outDegrees = new int[graph.NodeCount];
        foreach (int source in graph.Sources)
        {
            outDegrees[source]++;
        }

        double change = double.PositiveInfinity;
        for (int iteration = 0; iteration < maxIterations && change > tolerance; iteration++)
        {
            double[] next = [.. Enumerable.Repeat(1 - damping, graph.NodeCount)];
            for (int edge = 0; edge < graph.EdgeCount; edge++)
            {
                next[graph.Targets[edge]] += damping * ranks[graph.Sources[edge]] / outDegrees[graph.Sources[edge]];
            }

            change = next.Zip(ranks, (after, before) => Math.Abs(after - before)).Sum();
            ranks = next;
        }

        return ranks;
    }

    /// <summary>The least capacity that leaves a set of nodes with the source and without the sink, over all such sets: the largest flow.</summary>
    public static double SmallestCut(Graph graph, int source, int sink)
    {
        double[] capacities = graph.EdgeWeights!.ToArray<double>();
        double least = double.PositiveInfinity;
        for (int set = 0; set < 1 << graph.NodeCount; set++)
        {
            if (!Has(source) || Has(sink))
            {
                continue;
            }

            double cut = 0;
            for (int edge = 0; edge < capacities.Length; edge++)
            {
                cut += Has(graph.Sources[edge]) && !Has(graph.Targets[edge]) ? capacities[edge] : 0;
            }

            least = Math.Min(least, cut);

            bool Has(int node) => (set >> node & 1) == 1;
        }

        return least;
    }
}
