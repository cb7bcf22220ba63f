namespace Gnn.Training;

/// <summary>One epoch of training on whole graphs.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss of the training graphs as their batches were trained on, with dropout and the terms that the model adds.</param>
/// <param name="TrainScore">The metric that selection goes by, on the training graphs after the epoch; NaN if they were not measured.</param>
/// <param name="ValidationLoss">The loss of the validation graphs after the epoch; NaN if there are none.</param>
/// <param name="ValidationScore">The metric that selection goes by, on the validation graphs after the epoch; NaN if there are none.</param>
/// <param name="LearningRate">The learning rate of the epoch, at least 0.</param>
public readonly record struct GraphEpochRecord(
    int Epoch, double TrainLoss, double TrainScore, double ValidationLoss, double ValidationScore, double LearningRate);
