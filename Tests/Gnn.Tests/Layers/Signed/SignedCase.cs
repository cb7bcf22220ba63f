using Gnn.Layers.Signed;
using Gnn.Tensors;

namespace Gnn.Tests.Layers.Signed;

/// <summary>A layer over signs, for the tests of what each promises.</summary>
/// <param name="Name">Unique among the cases.</param>
/// <param name="Columns">The number of columns that it takes, both halves together.</param>
/// <param name="Create">Makes it; it is a module.</param>
/// <param name="Twins">The parameters that change places where the signs do; none if the formula is not alike for both.</param>
internal sealed record SignedCase(string Name, int Columns, Func<RandomSource, ISignedConvolution> Create, params (string Balanced, string Unbalanced)[] Twins)
{
    internal ISignedConvolution Make() => Create(new RandomSource(9));

    public override string ToString() => Name;
}
