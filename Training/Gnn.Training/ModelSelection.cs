namespace Gnn.Training;

/// <summary>Which of the epochs' parameters a trainer keeps.</summary>
public enum ModelSelection
{
    /// <summary>Those of the epoch whose validation part has the best metric (the accuracy unless another is asked for); of several, the one with the lowest
    /// validation loss, then the earliest.</summary>
    BestValidation,

    /// <summary>Those of the epoch whose validation part has the lowest loss; of several, the earliest.</summary>
    LowestValidationLoss,

    /// <summary>Those of the last epoch, whatever the validation part says.</summary>
    Last,
}
