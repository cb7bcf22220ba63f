namespace Gnn.Training;

/// <summary>How a cross-validation is made.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>How the epoch is chosen.</summary>
    public CrossValidationProtocol Protocol { get; init; } = CrossValidationProtocol.Nested;

    /// <summary>The share of a fold's training graphs that is its inner validation part where the fold has none of its own, above 0 and below 1; drawn by
    /// class.</summary>
    public double InnerShare { get; init; } = 0.1;

    internal void Check()
    {
        if (!Enum.IsDefined(Protocol))
        {
            throw new ArgumentOutOfRangeException(nameof(Protocol), $"The protocol must be Nested or BestMeanEpoch, got {Protocol}.");
        }

        if (InnerShare is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(InnerShare), $"The inner share must be above 0 and below 1, got {InnerShare}.");
        }
    }
}
