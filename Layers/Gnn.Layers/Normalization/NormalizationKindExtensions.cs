namespace Gnn.Layers.Normalization;

/// <summary>Makes normalisations by their kind.</summary>
public static class NormalizationKindExtensions
{
    /// <summary>A normalisation with its default options.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="width">F, the number of columns, at least 1.</param>
    /// <returns>A module, owned by the caller; null for <see cref="NormalizationKind.None"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind, or the width is below 1.</exception>
    public static INormalization? Create(this NormalizationKind kind, int width) => kind switch
    {
        NormalizationKind.None => null,
        NormalizationKind.Batch => new BatchNorm(width),
        NormalizationKind.Layer => new LayerNorm(width, new LayerNormOptions { Mode = LayerNormMode.Node }),
        NormalizationKind.Graph => new GraphNorm(width),
        NormalizationKind.Pair => new PairNorm(),
        NormalizationKind.Instance => new InstanceNorm(width),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such normalisation."),
    };
}
