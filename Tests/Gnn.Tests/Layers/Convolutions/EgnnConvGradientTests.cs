using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>Central differences are taken in double precision.</summary>
[TestFixture]
internal sealed class EgnnConvGradientTests
{
    private static IEnumerable<string> Names => EgnnConvTests.Options.Keys;

    [TestCaseSource(nameof(Names))]
    public void Forward_AllLeaves_HaveTheGradientsOfCentralDifferences(string name) => new EgnnConvTests(name, TestEngines.Reference).CheckGradients();
}
