using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Regression;
using Gnn.Training.Signed;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class SignScoresTests
{
    [Test]
    public void BestThreshold_AnyScores_IsNoWorseThanAnyCut()
    {
        double[] scores = [3, 1, 1, 0, -1, -1, -2, 5, 0.5];
        bool[] positive = [true, true, false, true, false, true, false, true, false];

        double threshold = SignScores.BestThreshold(scores, positive);

        double best = scores.Append(-9).Max(cut => SignMetrics.Of(scores, positive, cut).MacroF1);
        Assert.That(SignMetrics.Of(scores, positive, threshold).MacroF1, Is.EqualTo(best).Within(1e-12));
    }

    [Test]
    public void Fit_LogisticRegression_HasNoSlopeAtItsEnd()
    {
        const int rows = 200;
        double[] x = new double[2 * rows];
        new RandomSource(3).FillNormal(x, 0, 0, 1);
        bool[] positive = [.. Enumerable.Range(0, rows).Select(row => x[2 * row] + (0.5 * x[(2 * row) + 1]) + Math.Sin(row) > 0)];
        const double penalty = 1;
        double[] copy = [.. x];
        LogisticRegression regression = LogisticRegression.Fit(copy, 2, positive, penalty);

        // Standardised rows are what the fit left in its input; the weights follow from scores of the unit vectors.
        double[] scores = regression.Score([.. x]);
        double slope = 0;
        for (int row = 0; row < rows; row++)
        {
            slope += (positive[row] ? 1.0 : 0.0) - (1 / (1 + Math.Exp(-scores[row])));
        }

        Assert.That(slope / rows, Is.Zero.Within(2e-5), "the intercept has no penalty: the mean probability is the share of positives");
        Assert.That(SignMetrics.Of(scores, positive).RocAuc, Is.GreaterThan(0.75));
    }

    [Test]
    public void Rows_KnownPair_LeavesItsOwnEdgeOut()
    {
        var known = new SignEdges([0, 0, 2], [1, 2, 1], [true, false, true]);
        var features = new PairFeatures(3, known);

        double[] degrees = features.Rows([0], [1], SignBaselineKind.Degrees);
        double[] triads = features.Rows([0], [1], SignBaselineKind.Triads);
        double[] reverse = features.Rows([1], [0], SignBaselineKind.PairFeatures);

        double one = Math.Log(2);
        Assert.That(degrees, Is.EqualTo(new[] { 0, one, 0, 0, 0, 0, one, 0 }).Within(1e-12), "0 -> 2 is negative, 2 -> 1 positive");
        Assert.That(triads.Count(value => value > 0), Is.EqualTo(1));
        Assert.That(triads[4 + 2], Is.EqualTo(one).Within(1e-12), "out and negative, then in and positive");
        Assert.That(reverse[^2..], Is.EqualTo(new[] { 1.0, 0 }), "0 calls 1 a friend");
    }

    [Test]
    public void SignMetrics_AnyScores_CountBothClasses()
    {
        SignMetrics metrics = SignMetrics.Of([2, 1, 1, -1], [true, true, false, false]);

        Assert.That(metrics.RocAuc, Is.EqualTo(0.875), "a tie counts half");
        Assert.That((metrics.Confusion[0, 0], metrics.Confusion[0, 1], metrics.Confusion[1, 1]), Is.EqualTo((1L, 1L, 2L)));
        Assert.That(metrics.MacroF1, Is.EqualTo((0.8 + (2.0 / 3)) / 2).Within(1e-12));
        Assert.That(metrics.PositiveShare, Is.EqualTo(0.5));
        Assert.That(metrics.AllPositiveF1, Is.EqualTo(2.0 / 3).Within(1e-12));
    }
}
