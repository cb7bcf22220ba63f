using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Training.Losses;
using NUnit.Framework;

namespace Gnn.Tests.Training.Losses;

/// <summary>The losses of recommendation, against their formulas and by central differences.</summary>
[TestFixture]
internal sealed class RankingLossTests
{
    [Test]
    public void BayesianPersonalizedRanking_HasItsGradient() => GradientCheck.Run(
        inputs => BayesianPersonalizedRanking.Of(inputs[0], inputs[1], inputs[2], 0.3), Normal(1, 5), Normal(2, 5), Normal(3, (4, 2)));

    [Test]
    public void SampledSoftmax_HasItsGradient() => GradientCheck.Run(inputs => SampledSoftmax.Of(inputs[0], inputs[1], 0.5), Normal(1, 4), Normal(2, (4, 3)));

    [Test]
    public void InfoNce_HasItsGradient() => GradientCheck.Run(inputs => InfoNce.Of(inputs[0], inputs[1], 0.4), Normal(1, (4, 3)), Normal(2, (4, 3)));

    [Test]
    public void SampledSoftmax_IsItsFormula_AndAMaskedNegativeTakesNoPart()
    {
        using var scope = new TensorScope();
        Tensor positive = Tensor.Create<double>([1, -2], 2, TestEngines.Reference);
        Tensor negative = Tensor.Create<double>([0.5, -1, -1e9, 3, 0, 1], (2, 3), TestEngines.Reference);

        double loss = SampledSoftmax.Of(positive, negative, 0.5).Item();

        double first = -Math.Log(Math.Exp(2) / (Math.Exp(2) + Math.Exp(1) + Math.Exp(-2)));
        double second = -Math.Log(Math.Exp(-4) / (Math.Exp(-4) + Math.Exp(6) + 1 + Math.Exp(2)));
        Assert.That(loss, Is.EqualTo((first + second) / 2).Within(1e-12));
    }

    [Test]
    public void InfoNce_OfOneRow_IsZero_AndOfOrthogonalRowsItsFormula()
    {
        using var scope = new TensorScope();
        Tensor one = Tensor.Create<double>([3, 4], (1, 2), TestEngines.Reference);
        Tensor axes = Tensor.Create<double>([2, 0, 0, 5], (2, 2), TestEngines.Reference);

        Assert.That(InfoNce.Of(one, one, 0.2).Item(), Is.EqualTo(0).Within(1e-12));
        Assert.That(InfoNce.Of(axes, axes, 0.5).Item(), Is.EqualTo(Math.Log(1 + Math.Exp(-2))).Within(1e-10));
    }

    [Test]
    public void Losses_WrongShapes_SayWhatIsExpected()
    {
        using var scope = new TensorScope();
        Assert.That(() => SampledSoftmax.Of(Normal(1, 3), Normal(2, (2, 4))), Throws.ArgumentException.With.Message.Contains("[3]").And.Message.Contains("[2, 4]"));
        Assert.That(() => InfoNce.Of(Normal(1, (3, 2)), Normal(2, (2, 2))), Throws.ArgumentException.With.Message.Contains("[3, 2]"));
        Assert.That(() => BayesianPersonalizedRanking.Of(Normal(1, 3), Normal(2, 2)), Throws.ArgumentException.With.Message.Contains("one score for each"));
        Assert.That(() => SampledSoftmax.Of(Normal(1, 3), Normal(2, (3, 4)), 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static Tensor Normal(ulong stream, Shape shape) => Tensor.Normal(shape, new RandomSource(7).Stream(stream), engine: TestEngines.Reference);
}
