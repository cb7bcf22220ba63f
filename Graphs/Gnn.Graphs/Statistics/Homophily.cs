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

    /// <summary>By how much the share of edges from the own class exceeds the class's share of nodes, over the classes.</summary>
    /// <param name="graph">A graph with labels.</param>
    /// <returns>A number in [0, 1], 0 where edges ignore classes; NaN with fewer than two classes or no labelled node. Costs O(N + E).</returns>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    /// <remarks>
    /// With C classes, n(k) of the n labelled nodes in class k, and h(k) the share of the edges into nodes of class k that come from it, 0 if there are none:
    /// <code>1 / (C - 1) * sum over k of max(0, h(k) - n(k) / n)</code>
    /// Lim, Hohne, Li, Huang, Gupta, Bhalerao and Lim, "Large scale learning on non-homophilous graphs: new benchmarks and strong simple methods", 2021.
    /// C is the graph's <see cref="Graph.ClassCount"/>, so that an empty class counts.
    /// </remarks>
    public static double ClassInsensitive(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var mixing = ClassMixing.Of(graph);
        int classes = mixing.ClassCount;
        if (classes < 2 || mixing.NodeCount == 0)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int label = 0; label < classes; label++)
        {
            double share = mixing.EdgesInto(label) == 0 ? 0 : mixing.EdgesWithin(label) / (double)mixing.EdgesInto(label);
            sum += Math.Max(0, share - (mixing.Nodes(label) / (double)mixing.NodeCount));
        }

        return sum / (classes - 1);
    }

    /// <summary>Edge homophily, less what nodes of the same degrees would have by chance, as a share of the most that it could be.</summary>
    /// <param name="graph">A graph with labels.</param>
    /// <returns>A number up to 1, near 0 where edges ignore classes; NaN if no edge joins two labelled nodes, or all are of one class. O(N + E).</returns>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    /// <remarks>
    /// With p(k) the share of all edge ends that are in class k:
    /// <code>(edge homophily - sum over k of p(k)^2) / (1 - sum over k of p(k)^2)</code>
    /// Platonov, Kuznedelev, Babenko and Prokhorenkova, "Characterizing graph datasets for node classification: homophily-heterophily dichotomy and beyond",
    /// 2023. The directions of a directed graph's edges are forgotten: both ends count alike. For undirected graphs it is
    /// <see cref="Assortativity.OfLabels"/>.
    /// </remarks>
    public static double Adjusted(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var mixing = ClassMixing.Of(graph);
        double byChance = 0;
        for (int label = 0; label < mixing.ClassCount; label++)
        {
            double share = mixing.EndShare(label);
            byChance += share * share;
        }

        return mixing.HasOneClass ? double.NaN : ((mixing.WithinCount / (double)mixing.EdgeCount) - byChance) / (1 - byChance);
    }

    /// <summary>How much the class of a node says of the class of a neighbour: their mutual information by the entropy of a class.</summary>
    /// <param name="graph">A graph with labels.</param>
    /// <returns>A share in [0, 1]; NaN if no edge joins two labelled nodes, or all are of one class. Costs O(N + E).</returns>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    /// <remarks>
    /// With p(k, l) the share of edges between classes k and l, each taken both ways, and p(k) that of edge ends in class k:
    /// <code>sum over k, l of p(k, l) log(p(k, l) / (p(k) p(l))) / -sum over k of p(k) log p(k)</code>
    /// Platonov, Kuznedelev, Babenko and Prokhorenkova, "Characterizing graph datasets for node classification: homophily-heterophily dichotomy and beyond",
    /// 2023, drawn by edges. It is high where neighbours differ in a foreseeable way, as in a bipartite graph, where homophily is low. The directions of a
    /// directed graph's edges are forgotten.
    /// </remarks>
    public static double LabelInformativeness(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var mixing = ClassMixing.Of(graph);
        if (mixing.HasOneClass)
        {
            return double.NaN;
        }

        double information = 0, entropy = 0;
        for (int label = 0; label < mixing.ClassCount; label++)
        {
            double share = mixing.EndShare(label);
            entropy -= share > 0 ? share * Math.Log(share) : 0;
        }

        foreach (((int low, int high), long edges) in ClassMixing.CountPairs(graph))
        {
            // Two different classes are a pair twice, each way with half of the edges.
            double both = edges / (double)mixing.EdgeCount;
            double byChance = mixing.EndShare(low) * mixing.EndShare(high);
            information += both * Math.Log((low == high ? both : both / 2) / byChance);
        }

        return information / entropy;
    }
}
