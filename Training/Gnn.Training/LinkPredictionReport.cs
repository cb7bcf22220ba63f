using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What a link prediction did and how good it became; prints as a table.</summary>
public sealed record LinkPredictionReport
{
    /// <summary>The type of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The number of trainable elements of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The fingerprint of the parameters that were kept, see <see cref="Training.ParameterHash"/>.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>The optimiser and its settings.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The size of the graph.</summary>
    public required GraphSizes Graph { get; init; }

    /// <summary>The split and the numbers of its links and negatives.</summary>
    public required string Split { get; init; }

    /// <summary>The protocol that was asked for.</summary>
    public required LinkPredictionOptions Options { get; init; }

    /// <summary>The seed of the random numbers of training.</summary>
    public ulong Seed => Options.Random.Seed;

    /// <summary>The curve: one record for each epoch that ran.</summary>
    public required IReadOnlyList<LinkEpochRecord> Epochs { get; init; }

    /// <summary>The epoch that the validation links chose by <see cref="LinkPredictionOptions.Metric"/>; of several, the earliest.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The metrics on the validation links in that epoch.</summary>
    public required LinkMetrics Validation { get; init; }

    /// <summary>The metrics on the test links, which were scored once, after that choice.</summary>
    public required LinkMetrics Test { get; init; }

    /// <summary>The score of each test link, a logit, in the order of the split's.</summary>
    public required IReadOnlyList<double> TestScores { get; init; }

    /// <summary>The score of each negative of the test, in the order of the split's.</summary>
    public required IReadOnlyList<double> NegativeScores { get; init; }

    /// <summary>How long the run took.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>Where the run happened.</summary>
    public required RunEnvironment Environment { get; init; }
}
