using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class AdditiveScoresTests
{
    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void AdditiveScores_ByHand_SumsEachHeadsColumns(Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(1, 2, [0, 0], [0, 1]);
        Tensor source = Tensor.Create([1.0, 2, 3, 4, -5, 1, -1, -9], (2, 4), engine);
        Tensor target = Tensor.Create([0.0, 1, 0, 1], (1, 4), engine);
        Tensor a = Tensor.Create([1.0, 10, 2, 1], (2, 2), engine);

        Tensor scores = Tensor.AdditiveScores(structure, source, target, a, negativeSlope: 0.5);

        Assert.That(scores.Shape, Is.EqualTo((Shape)(2, 2)));
        Assert.That(scores.ToArray<double>(), Is.EqualTo(new[] { 31, 11, 17.5, -5 }).Within(1e-5));
    }

    [TestCaseSource(nameof(Engines))]
    public void AdditiveScores_NoEntries_GivesNothingAndZeroGradients(Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [], []);
        Tensor source = Tensor.Ones((3, 4), engine).WithGradient();
        Tensor target = Tensor.Ones((2, 4), engine).WithGradient();
        Tensor a = Tensor.Ones((2, 2), engine).WithGradient();

        Tensor scores = Tensor.AdditiveScores(structure, source, target, a);
        scores.Sum().Backward();

        Assert.That(scores.Shape, Is.EqualTo((Shape)(0, 2)));
        Assert.That(source.Gradient!.ToArray<double>().Concat(target.Gradient!.ToArray<double>()).Concat(a.Gradient!.ToArray<double>()), Is.All.Zero);
    }

    [Test]
    public void AdditiveScores_BadArguments_ThrowAndSayWhat()
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [0, 1], [2, 0]);
        Tensor source = Tensor.Ones((3, 4), engine);
        Tensor target = Tensor.Ones((2, 4), engine);
        Tensor a = Tensor.Ones((2, 2), engine);
        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.AdditiveScores(structure, target, source, a), Throws.ArgumentException.With.Message.Contains("[3, 4]"));
            Assert.That(() => Tensor.AdditiveScores(structure, source, target, Tensor.Ones((2, 3), engine)), Throws.ArgumentException.With.Message.Contains("[2, 3]"));
            Assert.That(() => Tensor.AdditiveScores(structure, source, target, Tensor.Zeros((2, 0), engine)), Throws.ArgumentException.With.Message.Contains("[2, 0]"));
            Assert.That(() => Tensor.AdditiveScores(structure, source, target, a, edge: source), Throws.ArgumentException.With.Message.Contains("[2, 4]"));
            Assert.That(() => Tensor.AdditiveScores(structure, source, target, a, negativeSlope: double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Tensor.AdditiveScores(structure.Transpose, target, source, a), Throws.ArgumentException);
        });
    }
}
