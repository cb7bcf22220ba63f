namespace Gnn.Layers.Normalization;

/// <summary>Checks of options that normalisations share.</summary>
internal static class NormalizationChecks
{
    internal static void Epsilon(double epsilon)
    {
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "'epsilon' keeps a division from 0 and must be above 0 and finite.");
        }
    }

    internal static void Momentum(double momentum)
    {
        if (!(momentum is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "'momentum' is the share of a batch and must be in [0, 1].");
        }
    }

    internal static void Scale(double scale)
    {
        if (!double.IsFinite(scale))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "'scale' must be finite.");
        }
    }
}
