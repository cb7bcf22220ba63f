using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What a training on whole graphs did and how good the model became; prints as a table and as JSON.</summary>
public sealed record GraphTrainingReport
{
    /// <summary>The type of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The number of trainable elements of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The fingerprint of the parameters that were kept, see <see cref="Training.ParameterHash"/>.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>The optimiser and its settings.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The size of the set of graphs.</summary>
    public required GraphSetSizes Graphs { get; init; }

    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>The protocol that was asked for.</summary>
    public required GraphTrainingOptions Options { get; init; }

    /// <summary>The seed of the random numbers of training.</summary>
    public ulong Seed => Options.Random.Seed;

    /// <summary>The curve: one record for each epoch that ran.</summary>
    public required IReadOnlyList<GraphEpochRecord> Epochs { get; init; }

    /// <summary>The epoch, from 1, whose parameters were kept, as <see cref="GraphTrainingOptions.Selection"/> chose it.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Whether training stopped before the last epoch because the validation result no longer improved.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>What the kept parameters reach on the training graphs.</summary>
    public required GraphPartReport Train { get; init; }

    /// <summary>What the kept parameters reach on the validation graphs.</summary>
    public required GraphPartReport Validation { get; init; }

    /// <summary>What the kept parameters reach on the test graphs that have a target.</summary>
    public required GraphPartReport Test { get; init; }

    /// <summary>The result that needs no model.</summary>
    public required GraphBaseline Baseline { get; init; }

    /// <summary>How long the run took.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>How much memory the run took.</summary>
    public required RunMemory Memory { get; init; }

    /// <summary>Where the run happened.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>What the score of a part is, in words.</summary>
    public string Metric => Options.MetricName;

    /// <summary>How the kept parameters were chosen, in words.</summary>
    public string SelectedBy => Options.Selection switch
    {
        ModelSelection.Last => "the last epoch",
        ModelSelection.LowestValidationLoss => "lowest validation loss, then earliest epoch",
        _ => $"{(Options.IsHigherBetter ? "highest" : "lowest")} validation {Options.MetricName}, then lowest validation loss, then earliest epoch",
    };

    /// <summary>Writes the report as a plain text table.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTable(TextWriter writer) => GraphTrainingReportTable.Write(this, writer);

    /// <summary>Writes the report as JSON, UTF-8; numbers that are not finite become null.</summary>
    /// <param name="stream">Where to; it is left open.</param>
    public void WriteJson(Stream stream) => GraphTrainingReportJson.Write(this, stream);

    /// <summary>The report as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        using var writer = new StringWriter();
        WriteTable(writer);
        return writer.ToString();
    }
}
