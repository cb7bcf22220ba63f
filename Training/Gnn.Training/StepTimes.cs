namespace Gnn.Training;

/// <summary>How long the steps and the epochs of a run took.</summary>
internal sealed class StepTimes
{
    private readonly List<TimeSpan> _steps = [];
    private readonly List<TimeSpan> _epochs = [];

    internal void Add(TimeSpan step, TimeSpan epoch)
    {
        _steps.Add(step);
        _epochs.Add(epoch);
    }

    internal TimeSpan MedianStep() => Median(_steps);

    internal TimeSpan MedianEpoch() => Median(_epochs);

    private static TimeSpan Median(List<TimeSpan> times)
    {
        // A run that resumed at its end did nothing.
        if (times.Count == 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
