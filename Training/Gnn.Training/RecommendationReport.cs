using Gnn.Training.Metrics;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What a recommender's training did and how good it became, with the baselines beside it; prints as a table.</summary>
public sealed record RecommendationReport
{
    /// <summary>The type of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The number of trainable elements of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The fingerprint of the parameters that were kept, see <see cref="Training.ParameterHash"/>.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>The optimiser and its settings.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The number of users.</summary>
    public required int UserCount { get; init; }

    /// <summary>The number of items.</summary>
    public required int ItemCount { get; init; }

    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>The protocol that was asked for.</summary>
    public required RecommendationOptions Options { get; init; }

    /// <summary>The seed of the random numbers of training.</summary>
    public ulong Seed => Options.Random.Seed;

    /// <summary>The number of interactions that train, those that were held out to choose the epoch included.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of training interactions that were held out to choose the epoch; 0 where it was fixed in advance.</summary>
    public required int ValidationCount { get; init; }

    /// <summary>The number of test interactions; 0 where they were not read.</summary>
    public required int TestCount { get; init; }

    /// <summary>One record for each epoch: until the epoch was chosen, or of the whole training where it was fixed in advance.</summary>
    public required IReadOnlyList<RecommendationEpochRecord> Epochs { get; init; }

    /// <summary>The epoch that was chosen, or the last.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The metrics on the test interactions; on the held-out ones after the last epoch where <see cref="RecommendationOptions.Test"/> is false.</summary>
    public required RecommendationMetrics Metrics { get; init; }

    /// <summary>What is reached without gradient descent, from the same training interactions.</summary>
    public required IReadOnlyList<RecommendationBaseline> Baselines { get; init; }

    /// <summary>How long the run took.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>Where the run happened.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>Writes the report as a plain text table.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTable(TextWriter writer) => RecommendationTable.Write(this, writer);

    /// <summary>The report as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        using var writer = new StringWriter();
        WriteTable(writer);
        return writer.ToString();
    }
}
