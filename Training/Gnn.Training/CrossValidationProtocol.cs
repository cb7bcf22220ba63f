namespace Gnn.Training;

/// <summary>How the epoch is chosen at which a cross-validation is reported.</summary>
public enum CrossValidationProtocol
{
    /// <summary>An inner validation part of each fold's training graphs chooses the fold's epoch, and the fold's test part is used once, at that epoch: an
    /// estimate of what the method
    /// reaches on new graphs.</summary>
    Nested,

    /// <summary>The folds' curves on their test parts are averaged, and the one epoch whose mean is best is reported. The test parts choose what is reported of
    /// them, so that it is no
    /// estimate for new graphs but lies above one; it is how published numbers since GIN's were made, and good for comparison with them alone.</summary>
    BestMeanEpoch,
}
