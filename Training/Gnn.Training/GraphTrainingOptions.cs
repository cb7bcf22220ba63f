using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of training on whole graphs: what classification and regression have in common.</summary>
public abstract record GraphTrainingOptions
{
    private protected GraphTrainingOptions()
    {
    }

    /// <summary>The largest number of epochs, at least 1; an epoch is a step for each batch.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>The largest number of graphs of a batch, at least 1. An epoch has as few batches as that allows, and unless
    /// <see cref="MaxBatchNodes"/> cuts them their sizes differ by one at most, so that no small remainder is a step of its own.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The largest number of nodes of a batch, at least 1, for graphs of very different sizes; null for no bound. A graph that is larger is a batch of its
    /// own.</summary>
    public int? MaxBatchNodes { get; init; }

    /// <summary>After how many epochs without a better validation result training stops, at least 1; null to run all epochs.</summary>
    /// <remarks>Better is a better score, or the same with a lower loss.</remarks>
    public int? Patience { get; init; }

    /// <summary>Which epoch's parameters are kept.</summary>
    public ModelSelection Selection { get; init; } = ModelSelection.BestValidation;

    /// <summary>Whether the training graphs are measured after every epoch too, without dropout, which takes a forward pass over them; if not, their scores are
    /// NaN but for
    /// the kept parameters.</summary>
    public bool MeasuresTraining { get; init; } = true;

    /// <summary>Whether the batches that are measured on are made once and kept, which takes the memory of those graphs once more; if not, they are made at
    /// every epoch.
    /// Results are the same.</summary>
    public bool KeepsBatches { get; init; } = true;

    /// <summary>What training makes small, which is also the validation loss; null for the task's own.</summary>
    public Loss? Loss { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How gradients are bounded before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Where the random numbers of training come from; epoch e (from 1) draws the order of the graphs from the stream <c>"order"</c>, then e, and
    /// dropout from
    /// <c>"dropout"</c>, then e, then the batch (from 0).</summary>
    public RandomSource Random { get; init; } = new(0);

    /// <summary>What the validation graphs choose by, in words.</summary>
    internal abstract string MetricName { get; }

    /// <summary>Whether a higher score is better.</summary>
    internal abstract bool IsHigherBetter { get; }

    internal abstract GraphTask CreateTask(GraphSet set, IndexSplit split, Engine engine);

    /// <summary>The classes by which a part of the training graphs is drawn, one for each graph.</summary>
    internal abstract int[] Strata(GraphSet set);

    internal virtual void Check()
    {
        if (Epochs < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Epochs), $"Training needs at least 1 epoch, got {Epochs}.");
        }

        if (BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(BatchSize), $"A batch needs at least 1 graph, got {BatchSize}.");
        }

        if (MaxBatchNodes < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxBatchNodes), $"A batch needs at least 1 node, got {MaxBatchNodes}: leave it null for no bound.");
        }

        if (Patience < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Patience), $"The patience must be at least 1 epoch, got {Patience}: leave it null to run all epochs.");
        }

        if (!Enum.IsDefined(Selection))
        {
            throw new ArgumentOutOfRangeException(nameof(Selection), $"The selection must be BestValidation, LowestValidationLoss or Last, got {Selection}.");
        }
    }
}
