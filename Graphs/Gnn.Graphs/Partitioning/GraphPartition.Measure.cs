using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Partitioning;

public sealed partial class GraphPartition
{
    /// <summary>A partition of checked parts, which it takes over.</summary>
    internal static GraphPartition Measured(Graph graph, int parts, int[] partOf, double[] weights)
    {
        int[] sizes = new int[parts];
        double[] loads = new double[parts];
        for (int node = 0; node < partOf.Length; node++)
        {
            sizes[partOf[node]]++;
            loads[partOf[node]] += weights[node];
        }

        return new GraphPartition(partOf, sizes, loads, graph.EdgeCount, CountCut(graph, partOf), CountVolume(graph, sizes, partOf));
    }

    /// <summary>The number of edges between two parts.</summary>
    internal static long CountCut(Graph graph, int[] partOf)
    {
        SparseStructure edges = graph.InEdges;
        long cut = 0;
        for (int target = 0; target < partOf.Length; target++)
        {
            foreach (int source in edges.Row(target))
            {
                cut += partOf[source] == partOf[target] ? 0 : 1;
            }
        }

        return cut;
    }

    /// <summary>The weights of nodes, 1 each if none are given.</summary>
    internal static double[] CheckWeights(ReadOnlySpan<double> weights, int nodes)
    {
        if (weights.IsEmpty)
        {
            double[] ones = new double[nodes];
            Array.Fill(ones, 1);
            return ones;
        }

        if (weights.Length != nodes)
        {
            throw new ArgumentException($"There must be {nodes} weights, one for each node, got {weights.Length}.", nameof(weights));
        }

        double total = 0;
        for (int node = 0; node < nodes; node++)
        {
            double weight = weights[node];
            total += weight >= 0 && double.IsFinite(weight)
                ? weight
                : throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The weight of node {node} must be finite and at least 0, got {weight}."), nameof(weights));
        }

        return total > 0 && double.IsFinite(total)
            ? weights.ToArray()
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The weights must have a finite sum above 0, got {total}."), nameof(weights));
    }

    private static long CountVolume(Graph graph, int[] sizes, int[] partOf)
    {
        SparseStructure edges = graph.InEdges;
        int[] lastPart = new int[partOf.Length];
        Array.Fill(lastPart, -1);
        long volume = 0;
        foreach (int target in ByPart(sizes, partOf))
        {
            int part = partOf[target];
            foreach (int source in edges.Row(target))
            {
                if (partOf[source] != part && lastPart[source] != part)
                {
                    lastPart[source] = part;
                    volume++;
                }
            }
        }

        return volume;
    }

    /// <summary>The nodes, part after part, those of a part ascending.</summary>
    private static int[] ByPart(int[] sizes, int[] partOf)
    {
        int[] next = new int[sizes.Length];
        for (int part = 1; part < next.Length; part++)
        {
            next[part] = next[part - 1] + sizes[part - 1];
        }

        int[] nodes = new int[partOf.Length];
        for (int node = 0; node < partOf.Length; node++)
        {
            nodes[next[partOf[node]]++] = node;
        }

        return nodes;
    }
}
