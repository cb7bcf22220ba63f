namespace Gnn.Training.Schedules;

/// <summary>Which result a <see cref="PlateauSchedule"/> watches.</summary>
public enum PlateauWatch
{
    /// <summary>The validation loss, which should fall.</summary>
    ValidationLoss,

    /// <summary>What selection goes by, which should rise.</summary>
    ValidationScore,

    /// <summary>The training loss, which should fall.</summary>
    TrainLoss,
}
