using Gnn.Tensors;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>The protocol of <see cref="SignPredictionTrainer"/>.</summary>
public sealed record SignPredictionOptions
{
    /// <summary>The largest number of epochs, at least 1; an epoch is one step over all training edges.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>After how many epochs the validation edges are measured, each time; at least 1.</summary>
    public int EvaluateEvery { get; init; } = 10;

    /// <summary>After how many measurements without a better one training stops, at least 1; null to run all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>The share of the training links that validates where the split has no validation part, in (0, 1).</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The number by which the validation edges choose the epoch; <see cref="SignMetric.BinaryF1"/> is refused.</summary>
    public SignMetric Metric { get; init; } = SignMetric.RocAuc;

    /// <summary>From which score on an edge is called positive.</summary>
    public SignThreshold Threshold { get; init; } = SignThreshold.Half;

    /// <summary>What the logistic regression sees of a pair of nodes.</summary>
    public SignPairing Pairing { get; init; } = SignPairing.Concatenation;

    /// <summary>Which way messages pass.</summary>
    public SignMessages Messages { get; init; } = SignMessages.BothWays;

    /// <summary>Lambda: how much the terms of structural balance count, at least 0.</summary>
    public double Balance { get; init; } = 5;

    /// <summary>The penalty of the logistic regression on half the squared weights of its standardised columns, over the sum of the losses; above 0.</summary>
    public double Penalty { get; init; } = 1;

    /// <summary>Whether the model is trained anew on all training edges, the validation edges too, for as many epochs as they chose.</summary>
    /// <remarks>If not, the parameters of the chosen epoch are kept, and validation edges pass no messages in the test either.</remarks>
    public bool Refit { get; init; } = true;

    /// <summary>How the learning rate changes from epoch to epoch; null for the optimiser's own throughout.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>How gradients are bounded before each step; null for not at all.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>Where the random numbers come from: the validation part from the stream <c>"validation"</c>, features from <c>"features"</c>; epoch e (from 1) draws pairs without an
    /// edge from <c>"none"</c>, then e, strangers from <c>"strangers"</c>, then e, and dropout from <c>"dropout"</c>, then e.</summary>
    public RandomSource Random { get; init; } = new(0);

    internal void Check()
    {
        OptionChecks.AtLeastOne(Epochs, nameof(Epochs), "Training needs at least 1 epoch");
        OptionChecks.AtLeastOne(EvaluateEvery, nameof(EvaluateEvery), "Validation edges are measured after at least 1 epoch");
        OptionChecks.AtLeastOne(Patience ?? 1, nameof(Patience), "The patience must be at least 1 measurement");
        if (!(ValidationShare is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ValidationShare), ValidationShare, "The share of training links that validates must be in (0, 1).");
        }

        if (!(Balance >= 0 && double.IsFinite(Balance)))
        {
            throw new ArgumentOutOfRangeException(nameof(Balance), Balance, "The weight of structural balance must be at least 0 and finite.");
        }

        if (!(Penalty > 0 && double.IsFinite(Penalty)))
        {
            throw new ArgumentOutOfRangeException(nameof(Penalty), Penalty, "The penalty must be above 0 and finite.");
        }

        if (Metric == SignMetric.BinaryF1)
        {
            throw new ArgumentException(
                "The F1 of positive edges is no measure of sign prediction: where 94 percent of edges are positive, calling every edge positive already gives 0.97. "
                + "Take RocAuc, MacroF1 or NegativeAveragePrecision.",
                nameof(Metric));
        }

        if (!Enum.IsDefined(Metric))
        {
            throw new ArgumentOutOfRangeException(nameof(Metric), Metric, "The metric must be RocAuc, MacroF1 or NegativeAveragePrecision.");
        }

        if (!Enum.IsDefined(Threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The threshold must be Half or BestValidation.");
        }

        if (!Enum.IsDefined(Pairing))
        {
            throw new ArgumentOutOfRangeException(nameof(Pairing), Pairing, "The pairing must be Concatenation or ConcatenationAndProduct.");
        }

        if (!Enum.IsDefined(Messages))
        {
            throw new ArgumentOutOfRangeException(nameof(Messages), Messages, "Messages must be Directed or BothWays.");
        }
    }
}
