using Gnn.Tensors;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;
using Gnn.Training.Snapshots;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="SnapshotLinkTrainer"/>.</summary>
public sealed record SnapshotLinkOptions
{
    /// <summary>The width of a snapshot in the unit of the graph's times, at least 1.</summary>
    public required long Width { get; init; }

    /// <summary>How the model is trained and tested.</summary>
    public SnapshotProtocol Protocol { get; init; } = SnapshotProtocol.FixedSplit;

    /// <summary>The share of the snapshots, the first ones, that train, in (0, 1).</summary>
    public double TrainShare { get; init; } = 0.7;

    /// <summary>The share of the snapshots, the next ones, that choose the epoch, in (0, 1); the rest test. A live update reports on the same parts.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The largest number of epochs over the training snapshots, at least 1; of a live update the largest number of steps by one snapshot.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>After how many epochs the validation snapshots are measured, each time, at least 1; a live update measures after every step.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>After how many measurements without a better one training stops, at least 1; null to run all epochs.</summary>
    public int? Patience { get; init; } = 5;

    /// <summary>Over how many snapshots gradients reach back, at least 1: one step of the optimiser for so many snapshots. A live update reaches back over one.</summary>
    public int BackPropagationLength { get; init; } = 4;

    /// <summary>The share of a snapshot's links that tell a live update when to stop, in (0, 1).</summary>
    public double LiveValidationShare { get; init; } = 0.1;

    /// <summary>K, the number of negatives that a link is ranked among, at least 1; all there are if there are fewer.</summary>
    public int Negatives { get; init; } = 1000;

    /// <summary>The number of negatives drawn anew for each link in every step, at least 1.</summary>
    public int TrainingNegatives { get; init; } = 32;

    /// <summary>The number of random columns by which the model may tell nodes apart, at least 0: normal numbers of each node, which say nothing of it. None by default.</summary>
    public int Signatures { get; init; }

    /// <summary>The event column of numbers, <c>[E]</c>, whose means over a node's past links as target and as source are features of it: ratings; null for none. The numbers of links that
    /// are not yet scored are never read.</summary>
    public string? RatingColumn { get; init; }

    /// <summary>How many sources are scored at once, at least 1; it changes time and memory, and no score.</summary>
    public int ScoringBatch { get; init; } = 32;

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How gradients are bounded before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Where the random numbers come from: signatures from the stream <c>"signatures"</c>; the negatives of a source in a snapshot from <c>"negatives"</c>, then the snapshot, then
    /// the source; those of a step from <c>"training"</c>, and dropout from <c>"dropout"</c>, then the epoch, then the snapshot; the links that stop a live update from
    /// <c>"validation"</c>, then the snapshot.</summary>
    public RandomSource Random { get; init; } = new(0);

    /// <summary>The number of columns that the trainer gives each node, which is what a model must take: 13 of its past, and the signatures.</summary>
    public int FeatureColumns => NodeHistory.Columns + Signatures;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        Share(TrainShare, nameof(TrainShare));
        Share(ValidationShare, nameof(ValidationShare));
        Share(LiveValidationShare, nameof(LiveValidationShare));
        if (!(TrainShare + ValidationShare < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(ValidationShare), ValidationShare, $"Training and validation must leave snapshots to test, but their shares are {TrainShare} and {ValidationShare}.");
        }

        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(EvaluateEvery, nameof(EvaluateEvery), "Validation snapshots are measured after at least 1 epoch");
        OptionChecks.AtLeastOne(Patience ?? 1, nameof(Patience), "The patience must be at least 1 measurement");
        OptionChecks.AtLeastOne(BackPropagationLength, nameof(BackPropagationLength), "Gradients reach back over at least 1 snapshot");
        OptionChecks.AtLeastOne(Negatives, nameof(Negatives), "A link is ranked among at least 1 negative");
        OptionChecks.AtLeastOne(TrainingNegatives, nameof(TrainingNegatives), "A link needs at least 1 negative");
        OptionChecks.AtLeastOne(ScoringBatch, nameof(ScoringBatch), "At least 1 source is scored at once");
        ArgumentOutOfRangeException.ThrowIfNegative(Signatures);
        if (!Enum.IsDefined(Protocol))
        {
            throw new ArgumentOutOfRangeException(nameof(Protocol), Protocol, "The protocol must be FixedSplit or LiveUpdate.");
        }
    }

    private static void Share(double value, string name)
    {
        if (!(value is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' is a share and must be in (0, 1), got {value}.");
        }
    }
}
