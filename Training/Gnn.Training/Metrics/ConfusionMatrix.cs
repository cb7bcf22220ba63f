namespace Gnn.Training.Metrics;

/// <summary>How often each class was predicted for each true class.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>Counts predictions.</summary>
    /// <param name="predictions">The predicted class of each sample, in [0, C).</param>
    /// <param name="labels">The true class of each sample, in [0, C).</param>
    /// <param name="classCount">C, at least 1.</param>
    /// <exception cref="ArgumentException">There are not as many predictions as labels, or a class is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public ConfusionMatrix(ReadOnlySpan<int> predictions, ReadOnlySpan<int> labels, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        if (predictions.Length != labels.Length)
        {
            throw new ArgumentException($"'predictions' must be as many as 'labels', {labels.Length}, got {predictions.Length}.", nameof(predictions));
        }

        CheckRange(predictions, classCount, nameof(predictions));
        CheckRange(labels, classCount, nameof(labels));
        ClassCount = classCount;
        Total = labels.Length;
        _counts = new long[(long)classCount * classCount];
        for (int i = 0; i < labels.Length; i++)
        {
            _counts[((long)labels[i] * classCount) + predictions[i]]++;
        }
    }

    /// <summary>C, the number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The number of samples.</summary>
    public int Total { get; }

    /// <summary>How many samples of a true class were predicted to be of a class.</summary>
    /// <param name="label">The true class, in [0, C).</param>
    /// <param name="prediction">The predicted class, in [0, C).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int label, int prediction] => _counts[((long)Checked(label, nameof(label)) * ClassCount) + Checked(prediction, nameof(prediction))];

    /// <summary>How many samples are of a class.</summary>
    /// <param name="label">The true class, in [0, C).</param>
    /// <returns>The sum of a row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long LabelCount(int label)
    {
        long sum = 0;
        for (int prediction = 0; prediction < ClassCount; prediction++)
        {
            sum += this[label, prediction];
        }

        return sum;
    }

    /// <summary>How many samples were predicted to be of a class.</summary>
    /// <param name="prediction">The predicted class, in [0, C).</param>
    /// <returns>The sum of a column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long PredictionCount(int prediction)
    {
        long sum = 0;
        for (int label = 0; label < ClassCount; label++)
        {
            sum += this[label, prediction];
        }

        return sum;
    }

    private static void CheckRange(ReadOnlySpan<int> classes, int classCount, string name)
    {
        for (int i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)classCount)
            {
                throw new ArgumentException(
                    $"'{name}' must be classes in [0, {classCount}), got {classes[i]} at position {i}: leave samples without a label out.", name);
            }
        }
    }

    private int Checked(int index, string name) => (uint)index < (uint)ClassCount
        ? index
        : throw new ArgumentOutOfRangeException(name, index, $"The classes are 0 to {ClassCount - 1}.");
}
