using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="NodeClassificationTrainer"/>.</summary>
public sealed record NodeClassificationOptions
{
    /// <summary>The largest number of epochs, at least 1; an epoch is one step over all training nodes, or a step for each batch.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>How training nodes are taken in batches with sampled neighbours; null for the whole graph at every step.</summary>
    public NodeBatchOptions? Batches { get; init; }

    /// <summary>After how many epochs without a better validation result training stops, at least 1; null to run all epochs.</summary>
    /// <remarks>Better is what <see cref="ModelSelection.BestValidation"/> means: a higher accuracy, or the same with a lower loss.</remarks>
    public int? Patience { get; init; }

    /// <summary>Which epoch's parameters are kept.</summary>
    public ModelSelection Selection { get; init; } = ModelSelection.BestValidation;

    /// <summary>Where the random numbers of training come from; epoch e (from 1) draws dropout from the stream <c>"dropout"</c>, then e, then
    /// of batches the batch; their order from <c>"order"</c>, their neighbours from <c>"sampling"</c>, then e.</summary>
    public RandomSource Random { get; init; } = new(0);

    /// <summary>How much a node of each class counts in the loss, one finite weight of at least 0 for each class; null for 1 each.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The label smoothing of the loss, in [0, 1].</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether a class may be without a training node, as one of Texas is in published splits: it is not learnt then, and its nodes count as wrong.</summary>
    /// <remarks>If not, such a split is refused: in a split of one's own it is a mistake.</remarks>
    public bool AllowsUntrainedClasses { get; init; }

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

        if (!Enum.IsDefined(Selection))
        {
            throw new ArgumentOutOfRangeException(nameof(Selection), $"The selection must be BestValidation or Last, got {Selection}.");
        }
    }
}
