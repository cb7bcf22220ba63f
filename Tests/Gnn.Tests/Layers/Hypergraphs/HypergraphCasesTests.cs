using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Hypergraphs;

[TestFixture]
internal sealed class HypergraphCasesTests
{
    [Test]
    public void All_HasEveryLayerOfTheLibrary()
    {
        Type[] tested = [.. HypergraphCases.All.Select(layerCase =>
        {
            IHypergraphConvolution layer = layerCase.Make();
            ((Module)layer).Dispose();
            return layer.GetType();
        })];
        IEnumerable<string> all = typeof(IHypergraphConvolution).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IHypergraphConvolution)))
            .Select(type => type.Name);

        Assert.That(all, Is.SubsetOf(tested.Select(type => type.Name)), "give every layer a case, so that its gradients and symmetries are tested");
    }

    [Test]
    public void All_NamesAreUnique() => Assert.That(HypergraphCases.All.Select(layer => layer.Name), Is.Unique);
}
