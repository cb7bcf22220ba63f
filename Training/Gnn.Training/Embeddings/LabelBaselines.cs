using Gnn.Graphs;

namespace Gnn.Training.Embeddings;

/// <summary>Scores of labels that need no embedding, to set beside those of one.</summary>
public static class LabelBaselines
{
    /// <summary>Scores every node by how common each label is among the training nodes.</summary>
    /// <param name="labels">The labels.</param>
    /// <returns>The scores: the share of training nodes with the label.</returns>
    public static LabelScores Frequencies(MultiLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return train =>
        {
            double[] shares = Shares(labels, train);
            double[] scores = new double[labels.NodeCount * labels.LabelCount];
            for (int node = 0; node < labels.NodeCount; node++)
            {
                shares.CopyTo(scores, node * labels.LabelCount);
            }

            return scores;
        };
    }

    /// <summary>Scores a node by the labels of its neighbours that are training nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="labels">The labels.</param>
    /// <returns>The scores: among neighbours at in-edges that are training nodes the share with the label; each node counts as having one more neighbour, with the labels of the average.</returns>
    /// <remarks>One step of the weighted-vote relational neighbour classifier (Macskassy and Provost, "A simple relational classifier", 2003), to which DeepWalk was compared; edges count the
    /// same, and nodes that are not labelled have no vote.</remarks>
    /// <exception cref="ArgumentException">There are not as many nodes with labels as in the graph.</exception>
    public static LabelScores Neighbors(Graph graph, MultiLabels labels)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(labels);
        if (graph.NodeCount != labels.NodeCount)
        {
            throw new ArgumentException($"The graph has {graph.NodeCount} nodes, and there are labels of {labels.NodeCount}.", nameof(labels));
        }

        int[] sources = graph.Sources.ToArray(), targets = graph.Targets.ToArray();
        return train =>
        {
            int count = labels.LabelCount;
            double[] prior = Shares(labels, train);
            bool[] known = new bool[labels.NodeCount];
            foreach (int node in train)
            {
                known[node] = true;
            }

            double[] scores = new double[labels.NodeCount * count];
            int[] voters = new int[labels.NodeCount];
            for (int edge = 0; edge < sources.Length; edge++)
            {
                (int from, int to) = (sources[edge], targets[edge]);
                if (known[from] && from != to)
                {
                    voters[to]++;
                    ReadOnlySpan<bool> has = labels.Row(from);
                    for (int label = 0; label < count; label++)
                    {
                        scores[(to * count) + label] += has[label] ? 1 : 0;
                    }
                }
            }

            for (int place = 0; place < scores.Length; place++)
            {
                scores[place] = (scores[place] + prior[place % count]) / (1 + voters[place / count]);
            }

            return scores;
        };
    }

    private static double[] Shares(MultiLabels labels, ReadOnlySpan<int> train)
    {
        double[] shares = new double[labels.LabelCount];
        foreach (int node in train)
        {
            ReadOnlySpan<bool> has = labels.Row(node);
            for (int label = 0; label < shares.Length; label++)
            {
                shares[label] += has[label] ? 1.0 / train.Length : 0;
            }
        }

        return shares;
    }
}
