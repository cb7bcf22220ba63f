using Gnn.Layers.Aggregations;
using Gnn.Layers.Normalization;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="GenConv"/>.</summary>
public sealed record GenOptions
{
    /// <summary>How messages are aggregated; by softmax by default.</summary>
    public GenAggregation Aggregation { get; init; }

    /// <summary>t of the softmax, finite, or p of the power mean, finite and not 0; if it is learnt, its initial value. 1 by default. Other aggregations ignore
    /// it.</summary>
    public double Sharpness { get; init; } = 1;

    /// <summary>Whether t or p is a parameter; false by default.</summary>
    public bool LearnSharpness { get; init; }

    /// <summary>Whether the aggregate is given the length of the node's own features; false by default.</summary>
    public bool MessageNorm { get; init; }

    /// <summary>Whether the scale of that length is trained; false by default.</summary>
    public bool LearnMessageScale { get; init; }

    /// <summary>The normalisation inside the perceptron: none, batch (the default) or layer.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Batch;

    /// <summary>The number of linear maps of the perceptron, at least 1; 2 by default.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>How many times wider than the outputs the perceptron is inside, at least 1; 2 by default.</summary>
    public int Expansion { get; init; } = 2;

    /// <summary>What is added to every message, finite and at least 0; 1e-7 by default.</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>D, the number of features of each edge; 0, the default, for none. As many as outputs are taken as they are, others through a linear map.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>Whether linear maps have biases; false by default.</summary>
    public bool Bias { get; init; }

    /// <summary>Refuses what is out of range.</summary>
    internal void Check()
    {
        Throw.IfNotFinite(Sharpness, nameof(Sharpness));
        Throw.IfNotFinite(Epsilon, nameof(Epsilon));
        ArgumentOutOfRangeException.ThrowIfNegative(Epsilon, nameof(Epsilon));
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1, nameof(Layers));
        ArgumentOutOfRangeException.ThrowIfLessThan(Expansion, 1, nameof(Expansion));
        ArgumentOutOfRangeException.ThrowIfNegative(EdgeFeatures, nameof(EdgeFeatures));
        if (Normalization is not (NormalizationKind.None or NormalizationKind.Batch or NormalizationKind.Layer))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Normalization), Normalization, "The perceptron knows nodes and no graphs: use None, Batch or Layer.");
        }
    }

    /// <summary>The aggregation, on its own.</summary>
    internal IAggregation CreateAggregation() => Aggregation switch
    {
        GenAggregation.Softmax => new SoftmaxAggregation(new SoftmaxAggregationOptions { Temperature = Sharpness, Learn = LearnSharpness }),
        GenAggregation.PowerMean => new PowerMeanAggregation(new PowerMeanOptions { Power = Sharpness, Learn = LearnSharpness }),
        GenAggregation.Mean => new Aggregate(Aggregations.Aggregation.Mean),
        GenAggregation.Max => new Aggregate(Aggregations.Aggregation.Max),
        GenAggregation.Sum => new Aggregate(Aggregations.Aggregation.Sum),
        _ => throw new ArgumentOutOfRangeException(nameof(Aggregation), Aggregation, "There is no such aggregation."),
    };
}
