namespace Gnn.Training.Metrics;

/// <summary>The checks that metrics share.</summary>
internal static class ScoreChecks
{
    internal static void SameLength(int found, int expected, string name, string other)
    {
        if (found != expected)
        {
            throw new ArgumentException($"'{name}' must be as many as '{other}', {expected}, got {found}.", name);
        }
    }

    /// <summary>Refuses NaN, which has no place in an order, and names its row.</summary>
    internal static void NotNaN(ReadOnlySpan<double> scores, string name, int columns = 1)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]))
            {
                string column = columns > 1 ? $", column {i % columns}" : "";
                throw new ArgumentException(
                    $"'{name}' has a NaN in row {i / columns}{column}: a model that gives NaN has diverged, and no metric of it means anything.",
                    name);
            }
        }
    }

    internal static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"'{name}' must be finite, got {values[i]} in row {i}: leave rows without a number out.", name);
            }
        }
    }

    internal static void Probabilities(ReadOnlySpan<double> values, string name, int columns = 1)
    {
        NotNaN(values, name, columns);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is not (>= 0 and <= 1))
            {
                throw new ArgumentException(
                    $"'{name}' must be probabilities in [0, 1], got {values[i]} in row {i / columns}: apply a softmax or a sigmoid to logits.",
                    name);
            }
        }
    }

    internal static void Labels(ReadOnlySpan<int> labels, int classCount, string name)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentException(
                    $"'{name}' must be classes in [0, {classCount}), got {labels[i]} at position {i}: leave samples without a label out.", name);
            }
        }
    }
}
