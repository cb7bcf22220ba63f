using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training.Metrics;

internal sealed class RocAucTests
{
    [Test]
    public void Of_RandomScoresWithTies_IsTheShareOfPairs([Values(1, 2, 3, 4, 5)] int seed)
    {
        RandomSequence draws = new RandomSource((ulong)seed).Sequence();
        double[] scores = [.. Enumerable.Range(0, 60).Select(_ => (double)draws.NextInt32(12))];
        bool[] positive = [.. Enumerable.Range(0, 60).Select(_ => draws.NextInt32(3) == 0)];
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            for (int j = 0; j < scores.Length; j++)
            {
                if (positive[i] && !positive[j])
                {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        Assert.That(RocAuc.Of(scores, positive), Is.EqualTo(wins / pairs).Within(1e-14));
    }

    [Test]
    public void Of_AnyOrderOfSamples_GivesTheSameBits()
    {
        RandomSequence draws = new RandomSource(9).Sequence();
        (double Score, bool Positive)[] samples = [.. Enumerable.Range(0, 500).Select(_ => ((double)draws.NextInt32(50), draws.NextInt32(2) == 0))];
        double area = RocAuc.Of([.. samples.Select(each => each.Score)], (bool[])[.. samples.Select(each => each.Positive)]);
        double precision = AveragePrecision.Of([.. samples.Select(each => each.Score)], [.. samples.Select(each => each.Positive)]);

        draws.Shuffle(samples.AsSpan());

        Assert.That(RocAuc.Of([.. samples.Select(each => each.Score)], (bool[])[.. samples.Select(each => each.Positive)]), Is.EqualTo(area));
        Assert.That(AveragePrecision.Of([.. samples.Select(each => each.Score)], [.. samples.Select(each => each.Positive)]), Is.EqualTo(precision));
    }

    [Test]
    public void Of_InfiniteScores_AreTheEndsOfTheOrder() =>
        Assert.That(RocAuc.Of([double.NegativeInfinity, 0, double.PositiveInfinity], (int[])[0, 1, 1]), Is.EqualTo(1));

    [Test]
    public void Of_OneClassOnly_IsNaN()
    {
        Assert.That(RocAuc.Of([1, 2], (int[])[1, 1]), Is.NaN);
        Assert.That(RocAuc.Of([1, 2], (int[])[0, 0]), Is.NaN);
        Assert.That(RocAuc.Of([], (int[])[]), Is.NaN);
        Assert.That(AveragePrecision.Of([1, 2], [false, false]), Is.NaN);
        Assert.That(RocAuc.OneVersusRest([1, 0, 0, 1, 0, 0], [0, 1], 3).Macro, Is.NaN, "class 2 has no sample");
    }

    [Test]
    public void Of_NaN_NamesTheRow()
    {
        Assert.That(() => RocAuc.Of([1, double.NaN], (int[])[0, 1]), Throws.ArgumentException.With.Message.Contains("NaN in row 1"));
        Assert.That(() => AveragePrecision.Of([1, double.NaN], [false, true]), Throws.ArgumentException.With.Message.Contains("NaN in row 1"));
        Assert.That(() => RocAuc.OneVersusRest([1, 2, 3, double.NaN], [0, 1], 2), Throws.ArgumentException.With.Message.Contains("row 1, column 1"));
        Assert.That(() => RocAuc.Of([1], (int[])[0, 1]), Throws.ArgumentException.With.Message.Contains("got 1"));
        Assert.That(() => RocAuc.Of([1, 2], (int[])[0, 2]), Throws.ArgumentException.With.Message.Contains("got 2 at position 1"));
        Assert.That(() => CalibrationMetrics.Of([0.5, 1.5], [0], 2), Throws.ArgumentException.With.Message.Contains("softmax"));
        Assert.That(() => RegressionMetrics.Of([1, double.NaN], [0, 1]), Throws.ArgumentException.With.Message.Contains("row 1"));
    }

    [Test]
    public void Accumulators_BatchesOfAnySize_AreMeasuredAtOnce()
    {
        using var scope = new TensorScope();
        Tensor logits = Tensor.Normal((50, 2), new RandomSource(3), engine: TestEngines.Cpu);
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? 1 : 0)];
        double[] targets = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        ClassificationMetrics whole = ClassificationMetrics.Of(logits, labels);
        var regression = RegressionMetrics.Of(logits.Columns(0, 1), targets);

        foreach (int size in (int[])[1, 7, 50])
        {
            var classes = new ClassificationAccumulator();
            var numbers = new RegressionAccumulator();
            for (int first = 0; first < 50; first += size)
            {
                int count = Math.Min(size, 50 - first);
                Tensor rows = logits.Rows(first, count);
                classes.Add(rows, labels.AsSpan(first, count));
                numbers.Add(rows.Columns(0, 1), targets.AsSpan(first, count));
            }

            Assert.That((classes.Compute().RocAuc, classes.Compute().MacroF1), Is.EqualTo((whole.RocAuc, whole.MacroF1)));
            Assert.That((numbers.Compute().R2, numbers.Compute().RootMeanSquaredError), Is.EqualTo((regression.R2, regression.RootMeanSquaredError)));
        }

        Assert.That(whole.RocAuc, Is.InRange(0.2, 0.8));
        Assert.That(() => new ClassificationAccumulator().Compute(), Throws.InvalidOperationException);
    }

    [Test]
    public void OfLogits_OneColumn_IsTwoClasses()
    {
        using var scope = new TensorScope();
        Tensor one = Tensor.Create([-1.0, 2, 0.5, -3], (4, 1), TestEngines.Reference);
        Tensor two = Tensor.Concatenate([Tensor.Zeros((4, 1), TestEngines.Reference), one], 1);
        ClassificationMetrics single = ClassificationMetrics.Of(one, [0, 1, 0, 1]), pair = ClassificationMetrics.Of(two, [0, 1, 0, 1]);

        Assert.That((single.Accuracy, single.RocAuc, single.MacroF1), Is.EqualTo((pair.Accuracy, pair.RocAuc, pair.MacroF1)));
        Assert.That(single.RocAuc, Is.EqualTo(0.5));
        Assert.That(ClassificationMetrics.Predictions(one), Is.EqualTo(new[] { 0, 1, 1, 0 }));
    }
}
