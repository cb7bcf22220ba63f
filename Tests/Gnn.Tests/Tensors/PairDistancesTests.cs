using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class PairDistancesTests
{
    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void PairDistances_ByHand(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor a = Tensor.Create([0.0, 0, 1, 1], (2, 2), engine);
        Tensor b = Tensor.Create([3.0, 4, 0, 1, 1, 1, -2, 1], (4, 2), engine);

        Assert.Multiple(() =>
        {
            Assert.That(Tensor.PairDistances(a, b, PairDistance.Manhattan).ToArray<double>(), Is.EqualTo(new[] { 7, 1, 2, 3, 5, 1, 0, 3.0 }).Within(1e-6));
            Assert.That(Tensor.PairDistances(a, b, PairDistance.Euclidean, groups: 2).ToArray<double>(), Is.EqualTo(new[] { 5, 1, 0, 3.0 }).Within(1e-6));
            Assert.That(Tensor.PairDistances(a, b, PairDistance.Modulus, groups: 2).ToArray<double>(), Is.EqualTo(new[] { 5, 1, 0, 3.0 }).Within(1e-6), "one complex number a row");
        });
    }

    [TestCaseSource(nameof(Engines))]
    public void PairDistances_BadArguments_ThrowAndSayWhat(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor a = Tensor.Ones((4, 6), engine);

        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.PairDistances(a, Tensor.Ones((4, 5), engine), PairDistance.Manhattan), Throws.ArgumentException.With.Message.Contains("6 columns").And.Message.Contains("[4, 5]"));
            Assert.That(() => Tensor.PairDistances(a, Tensor.Ones((3, 6), engine), PairDistance.Manhattan, groups: 2), Throws.ArgumentException.With.Message.Contains("2 groups").And.Message.Contains("[3, 6]"));
            Assert.That(() => Tensor.PairDistances(Tensor.Ones((4, 5), engine), Tensor.Ones((4, 5), engine), PairDistance.Modulus), Throws.ArgumentException.With.Message.Contains("even"));
            Assert.That(() => Tensor.PairDistances(a, a, (PairDistance)9), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Tensor.PairDistances(a, a, PairDistance.Manhattan, groups: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Tensor.PairDistances(a, Tensor.Ones(6, engine), PairDistance.Manhattan), Throws.ArgumentException.With.Message.Contains("2 axes"));
        });
    }
}
