using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Heterogeneous;

/// <summary>Central differences are taken in double precision.</summary>
[TestFixture]
internal sealed class HeteroGradientTests
{
    private static IEnumerable<HeteroCase> Cases => HeteroCases.All;

    [TestCaseSource(nameof(Cases))]
    public void Forward_AnyLayer_HasTheGradientsOfCentralDifferences(HeteroCase layer) => new HeteroContractTests(layer, TestEngines.Reference).CheckGradients();
}
