using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What the completion of a knowledge graph did and how good it became, with the baselines beside it; prints as a table.</summary>
public sealed record KnowledgeGraphReport
{
    /// <summary>The type of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The number of trainable elements of the model.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The fingerprint of the parameters that were kept, see <see cref="Training.ParameterHash"/>.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>The optimiser and its settings.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>The protocol that was asked for.</summary>
    public required KnowledgeGraphOptions Options { get; init; }

    /// <summary>The seed of the random numbers of training.</summary>
    public ulong Seed => Options.Random.Seed;

    /// <summary>N: all entities are candidates, unseen ones too.</summary>
    public required int EntityCount { get; init; }

    /// <summary>The relations of facts.</summary>
    public required int RelationCount { get; init; }

    /// <summary>The number of training facts.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of validation facts.</summary>
    public required int ValidationCount { get; init; }

    /// <summary>How many of them chose the epoch.</summary>
    public required int ValidationSampleCount { get; init; }

    /// <summary>The number of test facts.</summary>
    public required int TestCount { get; init; }

    /// <summary>The entities that no training fact names.</summary>
    public required int UnseenEntities { get; init; }

    /// <summary>The validation facts that name such an entity.</summary>
    public required int UnseenValidation { get; init; }

    /// <summary>The test facts that name such an entity; they count like the others.</summary>
    public required int UnseenTest { get; init; }

    /// <summary>The curve: one record for each epoch that ran.</summary>
    public required IReadOnlyList<KnowledgeGraphEpoch> Epochs { get; init; }

    /// <summary>The epoch that the validation facts chose.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The mean reciprocal rank of the validation facts that chose it, filtered by the facts of training and validation.</summary>
    public required double ValidationMrr { get; init; }

    /// <summary>The metrics on the test facts, filtered by the facts of all parts.</summary>
    public required KnowledgeGraphMetrics Test { get; init; }

    /// <summary>What is reached without a model, from the same training facts.</summary>
    public required IReadOnlyList<KnowledgeGraphBaseline> Baselines { get; init; }

    /// <summary>How long the run took; a step is an epoch's training alone.</summary>
    public required RunTimes Times { get; init; }

    /// <summary>Where the run happened.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>Writes the report as a plain text table.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTable(TextWriter writer) => KnowledgeGraphTable.Write(this, writer);

    /// <summary>The report as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        using var writer = new StringWriter();
        WriteTable(writer);
        return writer.ToString();
    }
}
