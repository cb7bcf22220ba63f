namespace Gnn.Training.Metrics;

/// <summary>How good the predicted probabilities of one event are.</summary>
/// <param name="Brier">The mean squared difference of probability and outcome, in [0, 1]; NaN without a sample. Half the sum over two classes that
/// <see cref="CalibrationMetrics.Brier"/> is.</param>
/// <param name="LogLoss">The mean negative logarithm of the probability of what happened, at least 0; infinite if one is 0, NaN without a sample.</param>
public readonly record struct BinaryProbabilityMetrics(double Brier, double LogLoss)
{
    /// <summary>Measures probabilities.</summary>
    /// <param name="probabilities">The probability that each sample is positive, in [0, 1].</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not as many probabilities as samples, or one is NaN or not in [0, 1]; the message names the row.</exception>
    public static BinaryProbabilityMetrics Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> isPositive)
    {
        ScoreChecks.SameLength(probabilities.Length, isPositive.Length, nameof(probabilities), nameof(isPositive));
        ScoreChecks.Probabilities(probabilities, nameof(probabilities));
        double brier = 0, logLoss = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double error = probabilities[i] - (isPositive[i] ? 1 : 0);
            brier += error * error;
            logLoss -= Math.Log(isPositive[i] ? probabilities[i] : 1 - probabilities[i]);
        }

        return new BinaryProbabilityMetrics(brier / probabilities.Length, logLoss / probabilities.Length);
    }
}
