using Gnn.Layers.Links;
using Gnn.Training;

namespace Gnn.Cli.Links;

/// <summary>How a model of <c>gnn link</c> is made and trained.</summary>
/// <param name="Hidden">Columns between layers.</param>
/// <param name="Outputs">Columns of an embedding.</param>
/// <param name="Dropout">The chance to drop an element of a layer's input; of ncn and ncnc <paramref name="Neighbors"/> says more.</param>
/// <param name="LearningRate">The learning rate of Adam.</param>
/// <param name="WeightDecay">The weight decay of Adam.</param>
/// <param name="Epochs">Epochs to train at most.</param>
/// <param name="BatchSize">Links of a step; null for all.</param>
/// <param name="Metric">What the validation links choose the epoch by.</param>
/// <param name="TrainShare">The share of the links that trains.</param>
/// <param name="ValidationShare">The share that validates.</param>
/// <param name="NormalizeFeatures">Whether each row of features is divided by its sum.</param>
/// <param name="Neighbors">The options of ncn and ncnc.</param>
internal sealed record LinkSettings(
    int Hidden,
    int Outputs,
    double Dropout,
    double LearningRate,
    double WeightDecay,
    int Epochs,
    int? BatchSize,
    LinkMetric Metric,
    double TrainShare,
    double ValidationShare,
    bool NormalizeFeatures,
    NcnOptions? Neighbors = null)
{
    /// <summary>Whether messages pass over validation links too while testing.</summary>
    internal bool TestsWithValidationLinks { get; init; }

    /// <summary>Whether the links of a step pass no messages in it.</summary>
    internal bool HidesLinks { get; init; } = true;

    /// <summary>How far the subgraphs of seal and walkpool reach.</summary>
    internal int Hops { get; init; } = 1;

    /// <summary>The most nodes that a hop of walkpool adds; null for all.</summary>
    internal int? MaxNodesPerHop { get; init; }

    /// <summary>Whether walkpool gives nodes their distances to the two ends.</summary>
    internal bool UsesLabels { get; init; }
}
