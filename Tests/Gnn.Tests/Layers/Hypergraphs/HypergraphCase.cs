using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Hypergraphs;

/// <summary>A layer over a hypergraph, for the tests of what each promises.</summary>
/// <param name="Name">Unique among the cases.</param>
/// <param name="Create">Makes it, of <see cref="HypergraphCases.Inputs"/> input columns; it is a module.</param>
internal sealed record HypergraphCase(string Name, Func<RandomSource, IHypergraphConvolution> Create)
{
    internal IHypergraphConvolution Make() => Create(new RandomSource(9));

    public override string ToString() => Name;
}
