namespace Gnn.Tests.Layers.Convolutions;

/// <content>Edges of several relations.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Relational() => [];
}
