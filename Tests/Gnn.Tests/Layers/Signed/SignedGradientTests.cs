using Gnn.Layers.Signed;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Signed;

/// <summary>Central differences are taken in double precision.</summary>
[TestFixture]
internal sealed class SignedGradientTests
{
    private static IEnumerable<SignedCase> Cases => SignedCases.All;

    [TestCaseSource(nameof(Cases))]
    public void Forward_AnyLayer_HasTheGradientsOfCentralDifferences(SignedCase layer) => new SignedContractTests(layer, TestEngines.Reference).CheckGradients();

    [Test]
    public void Cases_HaveEveryLayer()
    {
        IEnumerable<Type> layers = typeof(ISignedConvolution).Assembly.GetExportedTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ISignedConvolution)));

        Assert.That(layers, Is.SubsetOf(SignedCases.All.Select(layer => layer.Make().GetType())));
    }
}
