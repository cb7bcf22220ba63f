namespace Gnn.Tests.Layers.Convolutions;

/// <content>Messages that are functions of both ends and of the edge.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Messages() => [];
}
