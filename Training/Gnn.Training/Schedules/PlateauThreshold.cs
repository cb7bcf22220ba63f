namespace Gnn.Training.Schedules;

/// <summary>How a <see cref="PlateauSchedule"/> measures an improvement.</summary>
public enum PlateauThreshold
{
    /// <summary>As a share of the size of the best result so far.</summary>
    Relative,

    /// <summary>As a difference to the best result so far.</summary>
    Absolute,
}
