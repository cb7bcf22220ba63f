using Gnn.Sampling.Loading;
using Gnn.Training.Metrics;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What a training run did and how good the model became; prints as a table, as JSON and as an HTML page.</summary>
public sealed record TrainingReport
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

    /// <summary>The protocol that was asked for.</summary>
    public required NodeClassificationOptions Options { get; init; }

    /// <summary>The seed of the random numbers of training.</summary>
    public ulong Seed => Options.Random.Seed;

    /// <summary>The curve: one record for each epoch that ran.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }

    /// <summary>The epoch, from 1, whose parameters were kept, as <see cref="NodeClassificationOptions.Selection"/> chose it.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Whether training stopped before the last epoch because the validation result no longer improved.</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>The metrics of the kept parameters on the training nodes.</summary>
    public required ClassificationMetrics Train { get; init; }

    /// <summary>The metrics of the kept parameters on the validation nodes.</summary>
    public required ClassificationMetrics Validation { get; init; }

    /// <summary>The metrics of the kept parameters on the test nodes that have a label.</summary>
    public required ClassificationMetrics Test { get; init; }

    /// <summary>The accuracy that needs no model.</summary>
    public required MajorityBaseline Baseline { get; init; }

    /// <summary>The test nodes, in the order of the split.</summary>
    public required IReadOnlyList<int> TestNodes { get; init; }

    /// <summary>The predicted class of each test node, with or without a label.</summary>
    public required IReadOnlyList<int> TestPredictions { get; init; }

    /// <summary>How long the run took.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>How long training waited for batches; null where it took the whole graph at every step.</summary>
    public PrefetchStatistics? Loading { get; init; }

    /// <summary>How much memory the run took.</summary>
    public required RunMemory Memory { get; init; }

    /// <summary>Where the run happened.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>How the kept parameters were chosen, in words.</summary>
    public string SelectedBy => Options.Selection switch
    {
        ModelSelection.Last => "the last epoch",
        ModelSelection.LowestValidationLoss => "lowest validation loss, then earliest epoch",
        _ => $"highest validation {Options.Metric.Name()}, then lowest validation loss, then earliest epoch",
    };

    /// <summary>Writes the report as a plain text table.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTable(TextWriter writer) => TrainingReportTable.Write(this, writer);

    /// <summary>Writes the report as JSON, UTF-8; numbers that are not finite become null.</summary>
    /// <param name="stream">Where to; it is left open.</param>
    public void WriteJson(Stream stream) => TrainingReportJson.Write(this, stream);

    /// <summary>Writes the report as one HTML page that needs no other file.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteHtml(TextWriter writer) => TrainingReportHtml.Write(this, writer);

    /// <summary>The report as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        using var writer = new StringWriter();
        WriteTable(writer);
        return writer.ToString();
    }
}
