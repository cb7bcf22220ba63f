using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="NodeClassificationTrainer"/>.</summary>
public sealed record NodeClassificationOptions
{
    /// <summary>The largest number of epochs, at least 1; an epoch is one step over all training nodes, or a step for each batch.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>How training nodes are taken in batches with sampled neighbours; null for the whole graph at every step.</summary>
    public NodeBatchOptions? Batches { get; init; }

    /// <summary>After how many epochs without a better validation result training stops, at least 1; null to run all epochs.</summary>
    /// <remarks>Better is what <see cref="ModelSelection.BestValidation"/> means: a higher <see cref="Metric"/>, or the same with a lower loss; with
    /// <see cref="ModelSelection.LowestValidationLoss"/> a lower loss.</remarks>
    public int? Patience { get; init; }

    /// <summary>Which epoch's parameters are kept.</summary>
    public ModelSelection Selection { get; init; } = ModelSelection.BestValidation;

    /// <summary>The number by which the validation nodes choose the epoch, and early stopping goes.</summary>
    /// <remarks>The area under the ROC curve needs two classes, by two logits or by one, and validation nodes of both.</remarks>
    public ClassificationMetric Metric { get; init; } = ClassificationMetric.Accuracy;

    /// <summary>What training makes small; null for the cross-entropy with <see cref="ClassWeights"/> and <see cref="LabelSmoothing"/>.</summary>
    /// <remarks>It takes classes as targets (<see cref="Losses.Loss.ClassCount"/>): <see cref="BinaryCrossEntropyWithLogits"/> for a model with one output. It
    /// is also the
    /// validation loss, which without it is the plain cross-entropy.</remarks>
    public Loss? Loss { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How gradients are bounded before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>How the probabilities of the kept parameters are mended by the labels of the training nodes before they are measured; null for not at all.</summary>
    /// <remarks>The epoch is chosen without it. It needs an output for each class.</remarks>
    public CorrectAndSmooth? CorrectAndSmooth { get; init; }

    /// <summary>Where the random numbers of training come from; epoch e (from 1) draws dropout from the stream <c>"dropout"</c>, then e, then
    /// of batches the batch; their order from <c>"order"</c>, their neighbours from <c>"sampling"</c>, then e.</summary>
    public RandomSource Random { get; init; } = new(0);

    /// <summary>How much a node of each class counts in the loss, one finite weight of at least 0 for each class; null for 1 each.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The label smoothing of the loss, in [0, 1].</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether a class may be without a training node, as one of Texas is in published splits: it is not learnt then, and its nodes count as
    /// wrong.</summary>
    /// <remarks>If not, such a split is refused: in a split of one's own it is a mistake.</remarks>
    public bool AllowsUntrainedClasses { get; init; }

    /// <summary>The file that training goes on from if it is stopped; null for none.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    internal Loss TrainingLoss => Loss ?? new CrossEntropy(ClassWeights, LabelSmoothing);

    internal void Check()
    {
        if (Epochs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Epochs), $"Training needs at least 1 epoch, got {Epochs}.");
        }

        if (Patience < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Patience), $"The patience must be at least 1 epoch, got {Patience}: leave it null to run all epochs.");
        }

        if (LabelSmoothing is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), $"The label smoothing must be at least 0 and at most 1, got {LabelSmoothing}.");
        }

        if (Loss is not null && (ClassWeights is not null || LabelSmoothing != 0))
        {
            throw new ArgumentException(
                $"ClassWeights and LabelSmoothing are those of the default loss: give them to the loss itself, {Loss}, where it has them.", nameof(Loss));
        }

        Checkpoint?.Check();
        if (!Enum.IsDefined(Metric))
        {
            throw new ArgumentOutOfRangeException(nameof(Metric), $"The metric must be Accuracy, MacroF1 or RocAuc, got {Metric}.");
        }

        if (!Enum.IsDefined(Selection))
        {
            throw new ArgumentOutOfRangeException(nameof(Selection), $"The selection must be BestValidation, LowestValidationLoss or Last, got {Selection}.");
        }
    }
}
