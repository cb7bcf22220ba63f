using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>What the epochs of a run gave so far.</summary>
internal sealed class NodeClassificationRun(NodeClassificationOptions options)
{
    /// <summary>Room for so many epochs is taken at once; more is taken when they come.</summary>
    private const int FirstCapacity = 1024;

    private readonly List<EpochRecord> _records = new(Math.Min(options.Epochs, FirstCapacity));
    private readonly List<EpochResult> _results = new(Math.Min(options.Epochs, FirstCapacity));

    internal IReadOnlyList<EpochRecord> Records => _records;

    /// <summary>The same as a schedule sees it.</summary>
    internal IReadOnlyList<EpochResult> Results => _results;

    internal StepTimes Times { get; } = new();

    /// <summary>The epoch with the best validation result; the first one if there are no validation nodes.</summary>
    internal EpochRecord Best { get; private set; }

    /// <summary>Adds an epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    internal bool Add(in EpochRecord record, TimeSpan step, TimeSpan epoch)
    {
        Times.Add(step, epoch);
        return Add(record);
    }

    /// <summary>Adds an epoch that another process did.</summary>
    /// <returns>Whether it is the best so far.</returns>
    internal bool Add(in EpochRecord record)
    {
        _records.Add(record);
        _results.Add(new EpochResult(record.TrainLoss, record.ValidationLoss, record.ValidationScore));
        if (_records.Count > 1 && !IsBetter(record))
        {
            return false;
        }

        Best = record;
        return true;
    }

    private bool IsBetter(in EpochRecord record) => options.Selection == ModelSelection.LowestValidationLoss
        ? record.ValidationLoss < Best.ValidationLoss
        : record.IsBetterThan(Best);
}
