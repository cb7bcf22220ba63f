using Gnn.Training.Metrics;
using Gnn.Training.Regression;

namespace Gnn.Training.Signed;

/// <summary>A logistic regression behind rows of pairs, and the score from which on a pair is positive.</summary>
internal static class SignScores
{
    private static readonly (string Name, SignBaselineKind Kind)[] Kinds =
        [("degrees", SignBaselineKind.Degrees), ("triads", SignBaselineKind.Triads), ("pair features", SignBaselineKind.PairFeatures)];

    /// <summary>The baselines: fitted on the training edges, scores of the test edges.</summary>
    internal static IReadOnlyList<(string Name, double[] Scores, double Threshold)> Baselines(int nodeCount, SignParts parts, SignPredictionOptions options)
    {
        var all = new List<(string, double[], double)> { ("all positive", Constant(parts.Test.Count), 0) };
        var inner = new PairFeatures(nodeCount, parts.Fit);
        var outer = new PairFeatures(nodeCount, parts.Train);
        foreach ((string name, SignBaselineKind kind) in Kinds)
        {
            int columns = PairFeatures.Columns(kind);
            double threshold = 0;
            if (options.Threshold == SignThreshold.BestValidation)
            {
                double[] validation = LogisticRegression
                    .Fit(inner.Rows(parts.Fit.Sources, parts.Fit.Targets, kind), columns, parts.Fit.IsPositive, options.Penalty)
                    .Score(inner.Rows(parts.Validation.Sources, parts.Validation.Targets, kind));
                threshold = BestThreshold(validation, parts.Validation.IsPositive);
            }

            double[] scores = LogisticRegression
                .Fit(outer.Rows(parts.Train.Sources, parts.Train.Targets, kind), columns, parts.Train.IsPositive, options.Penalty)
                .Score(outer.Rows(parts.TestSources, parts.TestTargets, kind));
            all.Add((name, scores, threshold));
        }

        return all;
    }

    /// <summary>The score between two edges above which calling edges positive has the highest macro-F1; the lowest of several.</summary>
    internal static double BestThreshold(double[] scores, bool[] isPositive)
    {
        double[] sorted = [.. scores];
        bool[] positive = [.. isPositive];
        Array.Sort(sorted, positive);
        long positives = positive.Count(each => each);
        long negatives = positive.Length - positives;
        (double best, double threshold) = (double.NegativeInfinity, 0);
        long negativesBelow = 0;
        for (int below = 0; below <= sorted.Length; below++)
        {
            bool isCut = below == 0 || below == sorted.Length || sorted[below - 1] < sorted[below];
            if (isCut)
            {
                // below edges are called negative, of which negativesBelow are.
                long called = positives - (below - negativesBelow);
                double positiveF1 = Ratio(2 * called, positives + sorted.Length - below);
                double negativeF1 = Ratio(2 * negativesBelow, negatives + below);
                if (positiveF1 + negativeF1 > best)
                {
                    best = positiveF1 + negativeF1;
                    threshold = sorted.Length == 0 ? 0
                        : below == 0 ? sorted[0] - 1
                        : below == sorted.Length ? sorted[^1]
                        : (sorted[below - 1] + sorted[below]) / 2;
                }
            }

            negativesBelow += below < sorted.Length && !positive[below] ? 1 : 0;
        }

        return threshold;
    }

    private static double Ratio(long a, long b) => b == 0 ? 0 : (double)a / b;

    private static double[] Constant(int count)
    {
        double[] scores = new double[count];
        Array.Fill(scores, 1);
        return scores;
    }
}
