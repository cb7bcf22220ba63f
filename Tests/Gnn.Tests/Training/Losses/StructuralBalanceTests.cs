using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Training.Losses;
using NUnit.Framework;

namespace Gnn.Tests.Training.Losses;

[TestFixture]
internal sealed class StructuralBalanceTests
{
    [Test]
    public void Of_WorkedExample_IsTheMeanOfTheHinges()
    {
        using var scope = new TensorScope();
        Tensor z = Tensor.Create([0.0, 0, 1, 0, 0, 2], (3, 2), TestEngines.Reference);

        Tensor loss = StructuralBalance.Of(z, Index(0, 0), Index(1, 2), Index(2, 1));

        Assert.That(loss.Item(), Is.EqualTo(1.5), "1 - 4 is below 0, 4 - 1 is 3");
    }

    [Test]
    public void Of_AnyEmbedding_HasTheGradientsOfCentralDifferences()
    {
        using var scope = new TensorScope();
        Tensor z = Tensor.Uniform((6, 3), new RandomSource(2), -1, 1, TestEngines.Reference).WithGradient();

        double error = GradientCheck.Run(() => StructuralBalance.Of(z, Index(0, 1, 2, 3), Index(1, 2, 3, 4), Index(5, 4, 0, 1)), z);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Of_ListsThatDiffer_AreRefused()
    {
        using var scope = new TensorScope();
        Tensor z = Tensor.Zeros((3, 2), TestEngines.Reference);

        Assert.Multiple(() =>
        {
            Assert.That(() => StructuralBalance.Of(z, Index(0, 1), Index(1), Index(2, 2)), Throws.ArgumentException.With.Message.Contains("'nearer'"));
            Assert.That(() => StructuralBalance.Of(z, Index(), Index(), Index()), Throws.ArgumentException);
        });
    }

    private static Tensor Index(params int[] nodes) => Tensor.Create(nodes, nodes.Length, TestEngines.Reference);
}
