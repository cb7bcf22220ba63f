using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training.Optimizers;

internal sealed class OptimizerSettingsTests
{
    private static IEnumerable<TestCaseData> BadSettings()
    {
        foreach (double bad in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            yield return Bad("learningRate", bad, () => new Adam(learningRate: bad));
            yield return Bad("weightDecay", bad, () => new Adam(weightDecay: bad));
            yield return Bad("epsilon", bad, () => new Adam(epsilon: bad));
            yield return Bad("weightDecay", bad, () => new AdamW(weightDecay: bad));
            yield return Bad("learningRate", bad, () => new Adagrad(learningRate: bad));
            yield return Bad("weightDecay", bad, () => new Adagrad(weightDecay: bad));
            yield return Bad("learningRateDecay", bad, () => new Adagrad(learningRateDecay: bad));
            yield return Bad("epsilon", bad, () => new Adagrad(epsilon: bad));
            yield return Bad("initialAccumulator", bad, () => new Adagrad(initialAccumulator: bad));
            yield return Bad("learningRate", bad, () => new Sgd(learningRate: bad));
            yield return Bad("weightDecay", bad, () => new Sgd(weightDecay: bad));
        }

        foreach (double bad in (double[])[-0.1, 1, double.NaN])
        {
            yield return Bad("beta1", bad, () => new Adam(beta1: bad));
            yield return Bad("beta2", bad, () => new AdamW(beta2: bad));
            yield return Bad("momentum", bad, () => new Sgd(momentum: bad));
        }

        yield return Bad("dampening", 1.5, () => new Sgd(momentum: 0.9, dampening: 1.5));
    }

    [TestCaseSource(nameof(BadSettings))]
    public void Constructor_BadSetting_NamesIt(string name, Func<Optimizer> create) =>
        Assert.That(() => create(), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property(nameof(ArgumentException.ParamName)).EqualTo(name));

    [TestCase(0.0, 0.0)]
    [TestCase(0.9, 0.1)]
    public void Constructor_NesterovWithoutPlainMomentum_Throws(double momentum, double dampening) =>
        Assert.That(() => new Sgd(momentum: momentum, dampening: dampening, nesterov: true), Throws.ArgumentException);

    [Test]
    public void LearningRate_SetToNaN_ThrowsAndKeepsTheOld()
    {
        using var optimizer = new Adam(learningRate: 0.01f, weightDecay: 5e-4f);

        Assert.That(() => optimizer.LearningRate = double.NaN, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(optimizer.LearningRate, Is.EqualTo(0.01f));
    }

    [Test]
    public void ToString_Adam_NamesTheSettings()
    {
        using var optimizer = new Adam(learningRate: 0.01f, weightDecay: 5e-4f);

        Assert.That(optimizer.ToString(), Is.EqualTo("Adam (learning rate 0.01, weight decay 0.0005)"));
    }

    private static TestCaseData Bad(string name, double value, Func<Optimizer> create) =>
        new TestCaseData(name, create).SetArgDisplayNames(name, $"{value}");
}
