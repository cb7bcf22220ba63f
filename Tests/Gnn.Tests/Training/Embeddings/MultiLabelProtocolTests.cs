using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Training.Embeddings;
using NUnit.Framework;

namespace Gnn.Tests.Training.Embeddings;

[TestFixture]
internal sealed class MultiLabelProtocolTests
{
    [Test]
    public void Highest_SomeScores_MarksTheLargestAndTheFirstOfEqualOnes()
    {
        bool[] marks = new bool[5];
        MultiLabelProtocol.Highest([0.1, 0.7, -1, 0.7, 0.7], 2, marks);

        Assert.That(marks, Is.EqualTo(new[] { false, true, false, true, false }));
    }

    [Test]
    public void BestThreshold_AnyScores_IsNoWorseThanAnyCut()
    {
        RandomSequence random = new RandomSource(1).Sequence();
        for (int trial = 0; trial < 50; trial++)
        {
            double[] scores = [.. Enumerable.Range(0, 12).Select(_ => (double)random.NextInt32(6))];
            bool[] truth = [.. Enumerable.Range(0, 12).Select(_ => random.NextInt32(3) == 0)];

            double threshold = MultiLabelProtocol.BestThreshold(scores, truth);

            Assert.That(F1(scores, truth, threshold), Is.EqualTo(scores.Max(cut => F1(scores, truth, cut))).Within(1e-12));
        }
    }

    [Test]
    public void Evaluate_KnownScores_CountsByBothProtocols()
    {
        // Scores are the labels themselves but for node 5, whose one label scores below its two others.
        bool[] has = [true, false, false, false, true, false, true, true, false, false, false, true, true, false, false, true, false, false];
        var labels = new MultiLabels(has, 3);
        double[] scores = [.. has.Select(value => value ? 1.0 : -1)];
        (scores[15], scores[16], scores[17]) = (0, 2, -1);

        MultiLabelReport report = MultiLabelProtocol.Evaluate(_ => scores, labels, [0, 1, 2, 3], [4, 5], new RandomSource(0));

        Assert.That((report.TrainCount, report.TestCount, report.Threshold), Is.EqualTo((4, 2, 1.0)));
        Assert.That(report.GivenCounts.MicroF1, Is.EqualTo(0.5), "one of two answers is right");
        Assert.That(report.Thresholded.MicroF1, Is.EqualTo(2.0 / 4), "two said, two true, one both");
        Assert.That(report.GivenCounts.MacroF1, Is.EqualTo(((2.0 / 3) + 0 + 0) / 3).Within(1e-12));
    }

    [Test]
    public void Evaluate_LabelsOfTestNodes_DoNotTouchThresholdOrScores()
    {
        (MultiLabels labels, float[] rows, int[] train, int[] test) = Data();
        bool[] has = [.. Enumerable.Range(0, labels.NodeCount).SelectMany(node => labels.Row(node).ToArray())];
        foreach (int node in test)
        {
            (has[2 * node], has[(2 * node) + 1]) = (!has[2 * node], !has[(2 * node) + 1]);
        }

        var other = new MultiLabels(has, 2);
        double threshold = Report(labels).Threshold;

        Assert.That(Report(other).Threshold, Is.EqualTo(threshold));
        Assert.That(new EmbeddingRegression(rows, 3, other).Score(train), Is.EqualTo(new EmbeddingRegression(rows, 3, labels).Score(train)));

        MultiLabelReport Report(MultiLabels of) => MultiLabelProtocol.Evaluate(new EmbeddingRegression(rows, 3, of).Score, of, train, test, new RandomSource(1));
    }

    [Test]
    public void Evaluate_BadNodes_AreRefused()
    {
        (MultiLabels labels, _, _, _) = Data();
        LabelScores scores = LabelBaselines.Frequencies(labels);

        Assert.That(() => MultiLabelProtocol.Evaluate(scores, labels, [0, 1, 2], [2, 3], new RandomSource(0)), Throws.ArgumentException.With.Message.Contains("node 2").IgnoreCase);
        Assert.That(() => MultiLabelProtocol.Evaluate(scores, labels, [0, 1, 1], [3], new RandomSource(0)), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(() => MultiLabelProtocol.Evaluate(scores, labels, [0, 1], [3], new RandomSource(0)), Throws.ArgumentException.With.Message.Contains("at least 3"));
        Assert.That(() => MultiLabelProtocol.Evaluate(scores, labels, [0, 1, 2], [], new RandomSource(0)), Throws.ArgumentException);
        Assert.That(() => MultiLabelProtocol.Evaluate(scores, labels, [0, 1, 2], [100], new RandomSource(0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new MultiLabels(new bool[5], 2), Throws.ArgumentException.With.Message.Contains("got 5"));
    }

    [Test]
    public void Score_Regression_HasNoSlopeAtItsEndAndTheSameBitsOnAnyThreads()
    {
        (MultiLabels labels, float[] rows, int[] train, _) = Data();
        const double penalty = 0.7;
        double[] scores = new EmbeddingRegression(rows, 3, labels, penalty, threads: 1).Score(train);

        Assert.That(new EmbeddingRegression(rows, 3, labels, penalty, threads: 4).Score(train), Is.EqualTo(scores));

        // The last four nodes have the unit rows and the zero row, so that their scores tell the weights.
        int last = labels.NodeCount - 4;
        for (int label = 0; label < 2; label++)
        {
            double intercept = scores[(2 * (last + 3)) + label];
            for (int column = 0; column < 4; column++)
            {
                double weight = column < 3 ? scores[(2 * (last + column)) + label] - intercept : intercept;
                double slope = penalty * weight;
                foreach (int node in train)
                {
                    double x = column < 3 ? rows[(3 * node) + column] : 1;
                    slope -= ((labels[node, label] ? 1 : 0) - (1 / (1 + Math.Exp(-scores[(2 * node) + label])))) * x;
                }

                Assert.That(slope / train.Length, Is.Zero.Within(1.1e-5), $"label {label}, column {column}");
            }
        }
    }

    [Test]
    public void Baselines_SmallGraph_CountWhatTheySay()
    {
        using Graph graph = Graph.FromEdges(4, [0, 1, 1, 2, 0, 2], [1, 0, 2, 1, 2, 0], isUndirected: true);
        var labels = new MultiLabels([true, false, false, true, true, true, false, true], 2);

        Assert.That(LabelBaselines.Frequencies(labels)([0, 1]), Is.EqualTo(new[] { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }));

        double[] votes = LabelBaselines.Neighbors(graph, labels)([0, 1]);
        double third = 1.0 / 3;
        Assert.That(votes, Is.EqualTo(new[] { 0.25, 0.75, 0.75, 0.25, 1.5 * third, 1.5 * third, 0.5, 0.5 }).Within(1e-12));
    }

    private static double F1(double[] scores, bool[] truth, double threshold)
    {
        int hits = scores.Zip(truth).Count(pair => pair.First >= threshold && pair.Second), said = scores.Count(score => score >= threshold);
        return 2.0 * hits / (said + truth.Count(value => value));
    }

    private static (MultiLabels Labels, float[] Rows, int[] Train, int[] Test) Data()
    {
        const int nodes = 64;
        float[] rows = new float[3 * nodes];
        new RandomSource(2).FillNormal(rows, 0, 0, 1);
        rows.AsSpan(3 * (nodes - 4)).Clear();
        (rows[3 * (nodes - 4)], rows[(3 * (nodes - 3)) + 1], rows[(3 * (nodes - 2)) + 2]) = (1, 1, 1);
        bool[] has = new bool[2 * nodes];
        for (int node = 0; node < nodes; node++)
        {
            has[2 * node] = rows[3 * node] + (0.5 * Math.Sin(node)) > 0;
            has[(2 * node) + 1] = rows[(3 * node) + 1] + Math.Cos(3 * node) > 0.5;
        }

        return (new MultiLabels(has, 2), rows, [.. Enumerable.Range(0, 40)], [.. Enumerable.Range(40, 20)]);
    }
}
