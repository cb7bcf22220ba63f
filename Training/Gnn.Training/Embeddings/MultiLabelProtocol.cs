using Gnn.Tensors;
using Gnn.Training.Metrics;

namespace Gnn.Training.Embeddings;

/// <summary>Measures scores of labels on test nodes, as node embeddings are compared.</summary>
/// <remarks>
/// DeepWalk and node2vec are measured with the number of labels of each test node given, which no user of a model knows; so the same scores are measured a second time with one threshold
/// for all labels, that of the best micro-F1 on training nodes, which are scored in parts by what is learned from the other parts.
/// </remarks>
public static class MultiLabelProtocol
{
    /// <summary>The parts that training nodes are cut into for the threshold.</summary>
    public const int Parts = 3;

    /// <summary>Learns from training nodes and measures on test nodes.</summary>
    /// <param name="scores">What learns and scores.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="train">The nodes to learn from, at least 3.</param>
    /// <param name="test">The nodes to measure on, at least 1, none of them a training node.</param>
    /// <param name="random">Where the parts of the training nodes come from.</param>
    /// <returns>The measures.</returns>
    /// <exception cref="ArgumentException">There are too few nodes, or a test node is a training node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is no node.</exception>
    public static MultiLabelReport Evaluate(LabelScores scores, MultiLabels labels, ReadOnlySpan<int> train, ReadOnlySpan<int> test, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(labels);
        Check(labels, train, test);
        double threshold = Threshold(scores, labels, train, random);
        double[] all = scores(train);
        int count = labels.LabelCount;
        bool[] truth = labels.Rows(test);
        bool[] given = new bool[truth.Length];
        bool[] above = new bool[truth.Length];
        for (int i = 0; i < test.Length; i++)
        {
            ReadOnlySpan<double> row = all.AsSpan(test[i] * count, count);
            int known = labels.Row(test[i]).Count(true);
            Highest(row, known, given.AsSpan(i * count, count));
            for (int label = 0; label < count; label++)
            {
                above[(i * count) + label] = row[label] >= threshold;
            }
        }

        return new MultiLabelReport(train.Length, test.Length, MultilabelMetrics.Of(given, truth, count), MultilabelMetrics.Of(above, truth, count), threshold);
    }

    /// <summary>Marks the labels of the highest scores; of equal scores the first.</summary>
    internal static void Highest(ReadOnlySpan<double> scores, int count, Span<bool> marks)
    {
        for (int k = 0; k < count; k++)
        {
            int best = -1;
            for (int label = 0; label < scores.Length; label++)
            {
                if (!marks[label] && (best < 0 || scores[label] > scores[best]))
                {
                    best = label;
                }
            }

            marks[best] = true;
        }
    }

    /// <summary>The score from which on labels are said for the best micro-F1 2 hits / (said + true); the highest if there are several.</summary>
    internal static double BestThreshold(double[] scores, bool[] truth)
    {
        int[] order = new int[scores.Length];
        double[] keys = new double[scores.Length];
        long total = 0;
        for (int i = 0; i < order.Length; i++)
        {
            (order[i], keys[i]) = (i, -scores[i]);
            total += truth[i] ? 1 : 0;
        }

        Array.Sort(keys, order);
        double best = double.PositiveInfinity, bestF1 = -1;
        long hits = 0;
        for (int i = 0; i < order.Length; i++)
        {
            hits += truth[order[i]] ? 1 : 0;
            if (i + 1 < order.Length && keys[i + 1] == keys[i])
            {
                continue;
            }

            double f1 = 2.0 * hits / (i + 1 + total);
            if (f1 > bestF1)
            {
                (best, bestF1) = (-keys[i], f1);
            }
        }

        return best;
    }

    private static double Threshold(LabelScores scores, MultiLabels labels, ReadOnlySpan<int> train, RandomSource random)
    {
        int count = labels.LabelCount;
        int[] order = train.ToArray();
        RandomSequence sequence = random.Sequence();
        sequence.Shuffle(order.AsSpan());
        double[] held = new double[order.Length * count];
        for (int part = 0; part < Parts; part++)
        {
            int first = (int)((long)order.Length * part / Parts), end = (int)((long)order.Length * (part + 1) / Parts);
            double[] all = scores([.. order[..first], .. order[end..]]);
            for (int i = first; i < end; i++)
            {
                all.AsSpan(order[i] * count, count).CopyTo(held.AsSpan(i * count));
            }
        }

        return BestThreshold(held, labels.Rows(order));
    }

    private static void Check(MultiLabels labels, ReadOnlySpan<int> train, ReadOnlySpan<int> test)
    {
        if (train.Length < Parts)
        {
            throw new ArgumentException($"'{nameof(train)}' must be at least {Parts} nodes, one for each part that the threshold is chosen on, got {train.Length}.", nameof(train));
        }

        if (test.IsEmpty)
        {
            throw new ArgumentException($"'{nameof(test)}' must be at least 1 node.", nameof(test));
        }

        byte[] part = new byte[labels.NodeCount];
        Mark(part, train, 1, nameof(train));
        Mark(part, test, 2, nameof(test));
    }

    private static void Mark(byte[] part, ReadOnlySpan<int> nodes, byte mark, string name)
    {
        foreach (int node in nodes)
        {
            if ((uint)node >= (uint)part.Length)
            {
                throw new ArgumentOutOfRangeException(name, node, $"'{name}' must be nodes in [0, {part.Length}), got {node}.");
            }

            if (part[node] != 0)
            {
                throw new ArgumentException(
                    part[node] == mark ? $"'{name}' names node {node} twice: name each node once." : $"Node {node} is both to learn from and to test on: it can only be one.", name);
            }

            part[node] = mark;
        }
    }
}
