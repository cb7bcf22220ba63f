namespace Gnn.Training;

/// <summary>Which of the epochs' parameters a trainer keeps.</summary>
public enum ModelSelection
{
    /// <summary>Those of the epoch with the highest validation accuracy; of several, the one with the lowest validation loss, then the earliest.</summary>
    BestValidation,

    /// <summary>Those of the last epoch, whatever the validation nodes say.</summary>
    Last,
}
