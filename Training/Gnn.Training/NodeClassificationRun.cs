namespace Gnn.Training;

/// <summary>What the epochs of a run gave so far.</summary>
internal sealed class NodeClassificationRun(int epochs)
{
    /// <summary>Room for so many epochs is taken at once; more is taken when they come.</summary>
    private const int FirstCapacity = 1024;

    private readonly List<EpochRecord> _records = new(Math.Min(epochs, FirstCapacity));
    private readonly List<TimeSpan> _steps = new(Math.Min(epochs, FirstCapacity));
    private readonly List<TimeSpan> _epochs = new(Math.Min(epochs, FirstCapacity));

    internal IReadOnlyList<EpochRecord> Records => _records;

    /// <summary>The epoch with the best validation result; the first one if there are no validation nodes.</summary>
    internal EpochRecord Best { get; private set; }

    /// <summary>Adds an epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    internal bool Add(in EpochRecord record, TimeSpan step, TimeSpan epoch)
    {
        _records.Add(record);
        _steps.Add(step);
        _epochs.Add(epoch);
        if (_records.Count > 1 && !record.IsBetterThan(Best))
        {
            return false;
        }

        Best = record;
        return true;
    }

    internal TimeSpan MedianStep() => Median(_steps);

    internal TimeSpan MedianEpoch() => Median(_epochs);

    private static TimeSpan Median(List<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
