using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Heterogeneous;

/// <summary>A layer over several types, for the tests of what each promises.</summary>
/// <param name="Name">Unique among the cases.</param>
/// <param name="Create">Makes it; it is a module.</param>
internal sealed record HeteroCase(string Name, Func<RandomSource, IHeteroConvolution> Create)
{
    internal IHeteroConvolution Make() => Create(new RandomSource(9));

    public override string ToString() => Name;
}
