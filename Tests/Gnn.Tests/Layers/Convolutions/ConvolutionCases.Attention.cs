namespace Gnn.Tests.Layers.Convolutions;

/// <content>Attention over neighbours.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Attention() => [];
}
