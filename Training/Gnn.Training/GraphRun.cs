using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>What the epochs of a run on whole graphs gave so far.</summary>
internal sealed class GraphRun(bool isHigherBetter, ModelSelection selection)
{
    private readonly List<GraphEpochRecord> _records = [];
    private readonly List<EpochResult> _results = [];

    internal IReadOnlyList<GraphEpochRecord> Records => _records;

    internal IReadOnlyList<EpochResult> Results => _results;

    internal StepTimes Times { get; } = new();

    /// <summary>The epoch with the best validation result; the first one if there are no validation graphs.</summary>
    internal GraphEpochRecord Best { get; private set; }

    /// <summary>Adds an epoch.</summary>
    /// <returns>Whether it is the best so far.</returns>
    internal bool Add(in GraphEpochRecord record, TimeSpan step, TimeSpan epoch)
    {
        _records.Add(record);
        double score = isHigherBetter ? record.ValidationScore : -record.ValidationScore;
        _results.Add(new EpochResult(record.TrainLoss, record.ValidationLoss, score));
        Times.Add(step, epoch);
        if (_records.Count > 1 && !IsBetter(score, record.ValidationLoss))
        {
            return false;
        }

        Best = record;
        return true;
    }

    private bool IsBetter(double score, double loss)
    {
        double best = isHigherBetter ? Best.ValidationScore : -Best.ValidationScore;
        bool isLower = loss < Best.ValidationLoss;
        return selection == ModelSelection.LowestValidationLoss ? isLower : score > best || (score == best && isLower);
    }
}
