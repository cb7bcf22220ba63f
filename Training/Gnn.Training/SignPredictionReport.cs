using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What a sign prediction did and how good it became, with the baselines beside it; prints as a table.</summary>
public sealed record SignPredictionReport
{
    /// <summary>The type of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The number of trainable elements of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The fingerprint of the parameters that were kept, see <see cref="Training.ParameterHash"/>.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>The optimiser and its settings.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The size of the graph; its features are those that the model takes, its classes the two signs.</summary>
    public required GraphSizes Graph { get; init; }

    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>The protocol that was asked for.</summary>
    public required SignPredictionOptions Options { get; init; }

    /// <summary>The seed of the random numbers of training.</summary>
    public ulong Seed => Options.Random.Seed;

    /// <summary>The number of edges that train, those that validate included.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of training edges that chose the epoch.</summary>
    public required int ValidationCount { get; init; }

    /// <summary>How many test edges have a training edge the other way: 0 unless the split separates reverses, as the random split of edges in the literature does.</summary>
    public required int ReciprocalCount { get; init; }

    /// <summary>The curve until the epoch was chosen: one record for each epoch that ran.</summary>
    public required IReadOnlyList<SignEpochRecord> Epochs { get; init; }

    /// <summary>The epoch that the validation edges chose.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The metrics on the validation edges in that epoch.</summary>
    public required SignMetrics Validation { get; init; }

    /// <summary>The metrics on the test edges.</summary>
    public required SignMetrics Test { get; init; }

    /// <summary>What is reached without a network, from the same training edges.</summary>
    public required IReadOnlyList<SignBaseline> Baselines { get; init; }

    /// <summary>The test edges, ascending.</summary>
    public required IReadOnlyList<int> TestEdges { get; init; }

    /// <summary>The score of each test edge, the logit of its being positive.</summary>
    public required IReadOnlyList<double> TestScores { get; init; }

    /// <summary>How long the run took; the median epoch is that of the epochs that were not measured, too.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>Where the run happened.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>Writes the report as a plain text table.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTable(TextWriter writer) => SignPredictionTable.Write(this, writer);

    /// <summary>The report as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        using var writer = new StringWriter();
        WriteTable(writer);
        return writer.ToString();
    }
}
