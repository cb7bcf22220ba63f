namespace Gnn.Tests.Layers.Convolutions;

/// <content>Linear propagation over normalised edges.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Propagation() => [];
}
