using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>How well signs of edges are predicted.</summary>
/// <remarks>There is no F1 of positive edges among them: see <see cref="AllPositiveF1"/>.</remarks>
public sealed class SignMetrics
{
    private readonly ClassificationMetrics _classes;

    private SignMetrics(ClassificationMetrics classes, double rocAuc, double negativeAveragePrecision, double threshold) =>
        (_classes, RocAuc, NegativeAveragePrecision, Threshold) = (classes, rocAuc, negativeAveragePrecision, threshold);

    /// <summary>The number of edges.</summary>
    public int Count => _classes.Count;

    /// <summary>The share of edges that are positive, or NaN without edges.</summary>
    public double PositiveShare => (double)Confusion.LabelCount(1) / Count;

    /// <summary>The area under the ROC curve, ties counting half; NaN if all edges have one sign.</summary>
    public double RocAuc { get; }

    /// <summary>The mean of the F1 of positive and of negative edges.</summary>
    public double MacroF1 => _classes.MacroF1;

    /// <summary>The average precision of negative edges; NaN without any.</summary>
    public double NegativeAveragePrecision { get; }

    /// <summary>The score above which an edge was called positive: a logit.</summary>
    public double Threshold { get; }

    /// <summary>The counts: class 0 is a negative edge, class 1 a positive one.</summary>
    public ConfusionMatrix Confusion => _classes.Confusion;

    /// <summary>The F1 of positive edges if every edge is called positive: why that F1 is no headline.</summary>
    public double AllPositiveF1 => 2 * PositiveShare / (1 + PositiveShare);

    /// <summary>Measures scores.</summary>
    /// <param name="scores">The score of each edge, a logit: the higher, the more positive; any number but NaN.</param>
    /// <param name="isPositive">Whether each edge is positive.</param>
    /// <param name="threshold">The score above which an edge is called positive.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not as many scores as signs, or a score is NaN.</exception>
    public static SignMetrics Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive, double threshold = 0)
    {
        double area = Metrics.RocAuc.Of(scores, isPositive);
        int[] predictions = new int[scores.Length];
        int[] labels = new int[scores.Length];
        double[] reversed = new double[scores.Length];
        bool[] isNegative = new bool[scores.Length];
        for (int edge = 0; edge < scores.Length; edge++)
        {
            predictions[edge] = scores[edge] > threshold ? 1 : 0;
            labels[edge] = isPositive[edge] ? 1 : 0;
            reversed[edge] = -scores[edge];
            isNegative[edge] = !isPositive[edge];
        }

        return new SignMetrics(ClassificationMetrics.Of(predictions, labels, 2), area, AveragePrecision.Of(reversed, isNegative), threshold);
    }

    internal double Value(SignMetric metric) => metric switch
    {
        SignMetric.MacroF1 => MacroF1,
        SignMetric.NegativeAveragePrecision => NegativeAveragePrecision,
        _ => RocAuc,
    };
}
