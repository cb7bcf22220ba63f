namespace Gnn.Layers.Models;

/// <summary>The options of <see cref="CorrectAndSmooth"/>.</summary>
public sealed record CorrectAndSmoothOptions
{
    /// <summary>Steps that spread the errors, at least 0.</summary>
    public int CorrectionSteps { get; init; } = 50;

    /// <summary>The share of an error that comes from neighbours, in [0, 1].</summary>
    public double CorrectionAlpha { get; init; } = 0.9;

    /// <summary>Steps that spread the labels, at least 0.</summary>
    public int SmoothingSteps { get; init; } = 50;

    /// <summary>The share of a label that comes from neighbours, in [0, 1].</summary>
    public double SmoothingAlpha { get; init; } = 0.8;

    /// <summary>How much of the spread errors is added; null, the default, to give each node's the mean size of the known errors.</summary>
    public double? Scale { get; init; }
}
