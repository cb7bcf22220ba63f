namespace Gnn.Layers.Links;

/// <summary>How much a neighbour of one end counts as a common neighbour, by the logit of the link that it lacks.</summary>
/// <remarks>
/// <code>q = sigmoid(Scale (logit - Offset)),   weight = Most Prior q / (Prior q + 1 - q)</code>
/// As in the program of the paper's authors, which calibrates the logits of NCN in this way.
/// </remarks>
public sealed record NeighborCompletion
{
    /// <summary>What the logit, less its offset, is multiplied by; finite.</summary>
    public double Scale { get; init; } = 5;

    /// <summary>The logit at which q is one half; finite.</summary>
    public double Offset { get; init; } = 3;

    /// <summary>The odds that q of one half stands for, above 0.</summary>
    public double Prior { get; init; } = 0.5;

    /// <summary>The weight of a certain link, above 0.</summary>
    public double Most { get; init; } = 1;

    /// <summary>The weight of a logit.</summary>
    internal double Weight(double logit)
    {
        double q = 1 / (1 + Math.Exp(-Scale * (logit - Offset)));
        return Most * Prior * q / ((Prior * q) + 1 - q);
    }

    internal void Check()
    {
        Throw.IfNotFinite(Scale, nameof(Scale));
        Throw.IfNotFinite(Offset, nameof(Offset));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Prior);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Most);
    }
}
