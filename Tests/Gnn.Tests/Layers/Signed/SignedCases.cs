using Gnn.Graphs.Signed;
using Gnn.Layers.Signed;
using Gnn.Testing;

namespace Gnn.Tests.Layers.Signed;

/// <summary>Every layer over signs, and a graph for them.</summary>
internal static class SignedCases
{
    internal const int Nodes = 15;
    private const int Inputs = 4;

    private static readonly (string, string)[] ConvTwins = [("lin_pos_l", "lin_neg_l"), ("lin_pos_r", "lin_neg_r")];
    private static readonly (string, string)[] SneaTwins = [("lin_b", "lin_u"), ("alpha_b", "alpha_u")];

    internal static IReadOnlyList<SignedCase> All { get; } =
    [
        new("signed_features", Inputs, random => new SignedConv(Inputs, 3, random), ConvTwins),
        new("signed_features_wide", Inputs, random => new SignedConv(Inputs, 6, random), ConvTwins),
        new("signed_features_no_bias", Inputs, random => new SignedConv(Inputs, 3, random, new SignedConvOptions { Bias = false }), ConvTwins),
        new("signed_halves", 2 * Inputs, random => new SignedConv(Inputs, 3, random, new SignedConvOptions { Input = SignedInput.Halves })),
        new("snea_features", Inputs, random => new SneaConv(Inputs, 3, random), SneaTwins),
        new("snea_halves", 2 * Inputs, random => new SneaConv(Inputs, 3, random, new SneaOptions { Input = SignedInput.Halves })),
        new("snea_halves_no_bias", 2 * Inputs, random => new SneaConv(Inputs, 3, random, new SneaOptions { Input = SignedInput.Halves, Bias = false })),
    ];

    /// <summary>Isolated nodes, self-loops and duplicate edges among its edges, two of three positive unless one sign is asked for.</summary>
    internal static SignedGraph Graph(Func<int, int>? rename = null, Func<int, int>? sign = null, int edges = 40)
    {
        RandomEdges list = RandomGraphs.Create(Nodes, edges, 3);
        rename ??= node => node;
        sign ??= edge => edge % 3 == 0 ? -1 : 1;
        return SignedGraph.FromEdges(
            Nodes,
            Array.ConvertAll(list.Sources, node => rename(node)),
            Array.ConvertAll(list.Targets, node => rename(node)),
            [.. Enumerable.Range(0, edges).Select(sign)]);
    }
}
