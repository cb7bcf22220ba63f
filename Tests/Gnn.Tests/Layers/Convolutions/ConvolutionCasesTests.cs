using Gnn.Layers;
using Gnn.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class ConvolutionCasesTests
{
    [Test]
    public void All_HasEveryConvolutionOfTheLibrary()
    {
        Type[] tested = [.. ConvolutionCases.All.Select(convolution =>
        {
            IConvolution layer = convolution.Make();
            ((Module)layer).Dispose();
            return layer.GetType();
        })];
        IEnumerable<string> all = typeof(IConvolution).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConvolution)))
            .Select(type => type.Name);

        Assert.That(all, Is.SubsetOf(tested.Select(type => type.Name)), "give every convolution a case, so that its gradients and symmetries are tested");
    }

    [Test]
    public void All_NamesAreUnique() => Assert.That(ConvolutionCases.All.Select(convolution => convolution.Name), Is.Unique);
}
