using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Statistics;

/// <summary>How often edges join nodes of one class.</summary>
/// <remarks>Nodes without a label, and edges that touch one, are left out; PyG counts its labels as they are. Self-loops and repeated edges count.</remarks>
public static class Homophily
{
    /// <summary>The share of edges whose two ends have the same class.</summary>
    /// <param name="graph">A graph with labels.</param>
    /// <returns>A share in [0, 1], or NaN if no edge joins two labelled nodes. Costs O(E).</returns>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    /// <remarks>Zhu et al., "Beyond homophily in graph neural networks: current limitations and effective designs", 2020.</remarks>
    public static double OfEdges(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<int> labels = graph.HostLabels;
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        long same = 0, all = 0;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (int source, int target) = (labels[sources[edge]], labels[targets[edge]]);
            if (source >= 0 && target >= 0)
            {
                all++;
                same += source == target ? 1 : 0;
            }
        }

        return all == 0 ? double.NaN : same / (double)all;
    }

    /// <summary>The mean over labelled nodes of the share of in-edges that come from the same class.</summary>
    /// <param name="graph">A graph with labels.</param>
    /// <returns>A share in [0, 1], or NaN if no node is labelled. Costs O(N + E).</returns>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    /// <remarks>Pei, Wei, Chang, Lei and Yang, "Geom-GCN: geometric graph convolutional networks", 2020. As in PyG, a node into which no edge leads (here: none
    /// from a labelled node) counts as 0.</remarks>
    public static double OfNodes(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<int> labels = graph.HostLabels;
        SparseStructure inEdges = graph.InEdges;
        double sum = 0;
        int nodes = 0;
        for (int target = 0; target < labels.Length; target++)
        {
            if (labels[target] < 0)
            {
                continue;
            }

            int same = 0, all = 0;
            foreach (int source in inEdges.Row(target))
            {
                if (labels[source] >= 0)
                {
                    all++;
                    same += labels[source] == labels[target] ? 1 : 0;
                }
            }

            nodes++;
            sum += all == 0 ? 0 : same / (double)all;
        }

        return nodes == 0 ? double.NaN : sum / nodes;
    }
}
