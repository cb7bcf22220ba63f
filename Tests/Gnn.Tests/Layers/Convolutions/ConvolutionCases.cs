namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Every convolution, with options that together use all of its formula: a file for each family.</summary>
internal static partial class ConvolutionCases
{
    internal static IReadOnlyList<ConvolutionCase> All { get; } = [.. Classic(), .. Propagation(), .. Attention(), .. Messages(), .. Relational()];
}
