using Gnn.Tensors;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="TemporalLinkTrainer"/>.</summary>
public sealed record TemporalLinkOptions
{
    /// <summary>The largest number of epochs, at least 1; an epoch streams all training events once.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>After how many epochs without a better validation MRR training stops, at least 1; null to run all epochs.</summary>
    public int? Patience { get; init; } = 5;

    /// <summary>How many events are scored before the model takes them in, at least 1; a batch goes on until the time changes, so that events of one time never know of each other.</summary>
    /// <remarks>Part of the protocol: the later a model takes events in, the less it knows.</remarks>
    public int BatchSize { get; init; } = 200;

    /// <summary>How many queries are scored at once, at least 1: a matter of memory, which changes no score.</summary>
    public int ScoringBatch { get; init; } = 200;

    /// <summary>How many negatives the target of a query is ranked against, at least 1; null for every possible target.</summary>
    public int? Negatives { get; init; } = 100;

    /// <summary>The share of the negatives that the source met before, in [0, 1]; the others are random. Not used if all targets are ranked.</summary>
    public double HistoricalShare { get; init; } = 0.5;

    /// <summary>How many events of a part are asked for, drawn once by seed, at least 1; null for all of them.</summary>
    public int? Queries { get; init; }

    /// <summary>The share of the nodes that is hidden from training, drawn by seed, in [0, 1): events with one of them are left out of the training part.</summary>
    public double HiddenShare { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How gradients are bounded before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Where the random numbers come from: hidden nodes from the stream <c>"hidden"</c>, queries from <c>"queries"</c>, their negatives from <c>"negatives"</c>; epoch e (from 1) draws the
    /// negatives it trains with from <c>"training"</c>, then e, and dropout from <c>"dropout"</c>, then e.</summary>
    public RandomSource Random { get; init; } = new(0);

    internal void Check()
    {
        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(Patience ?? 1, nameof(Patience), "The patience must be at least 1 epoch");
        OptionChecks.AtLeastOne(BatchSize, nameof(BatchSize), "A batch has at least 1 event");
        OptionChecks.AtLeastOne(ScoringBatch, nameof(ScoringBatch), "At least 1 query is scored at once");
        OptionChecks.AtLeastOne(Negatives ?? 1, nameof(Negatives), "A target is ranked against at least 1 other");
        OptionChecks.AtLeastOne(Queries ?? 1, nameof(Queries), "At least 1 event is asked for");
        if (!(HistoricalShare is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(HistoricalShare), HistoricalShare, "The share of historical negatives must be in [0, 1].");
        }

        if (!(HiddenShare is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(HiddenShare), HiddenShare, "The share of hidden nodes must be in [0, 1).");
        }
    }
}
