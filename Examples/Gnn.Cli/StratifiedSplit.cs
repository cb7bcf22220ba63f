using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;

namespace Gnn.Cli;

/// <summary>A split of all labelled nodes in which every class has the same shares, drawn by seed and audited.</summary>
internal static class StratifiedSplit
{
    /// <summary>Draws the split; of every class at least one node trains.</summary>
    internal static NodeSplit Create(Graph graph, double trainShare, double validationShare, RandomSource random)
    {
        ReadOnlySpan<int> labels = graph.HostLabels;
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        RandomSequence sequence = random.Stream("node split").Sequence();
        sequence.Shuffle(order.AsSpan());
        int[] counts = new int[graph.ClassCount];
        foreach (int label in labels)
        {
            counts[Math.Max(label, 0)] += label >= 0 ? 1 : 0;
        }

        int[] seen = new int[counts.Length];
        (List<int> train, List<int> validation, List<int> test) = ([], [], []);
        foreach (int node in order)
        {
            int label = labels[node];
            if (label < 0)
            {
                continue;
            }

            int trains = Math.Max(1, (int)Math.Round(trainShare * counts[label]));
            int validates = Math.Min((int)Math.Round(validationShare * counts[label]), counts[label] - trains);
            int place = seen[label]++;
            (place < trains ? train : place < trains + validates ? validation : test).Add(node);
        }

        var split = new NodeSplit("stratified", graph.NodeCount, [.. train], [.. validation], [.. test]);
        split.Audit(graph).ThrowIfUnsound();
        return split;
    }
}
