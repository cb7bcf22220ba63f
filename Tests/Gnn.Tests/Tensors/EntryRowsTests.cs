using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class EntryRowsTests
{
    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void EntryDotsAndSums_ByHand(Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, [0, 0], [1, 0]);
        Tensor rows = Tensor.Create([1.0, 2, 3, 4, 9, 9, 9, 9], (2, 4), engine);
        Tensor entries = Tensor.Create([1.0, 10, 2, 0.5], (2, 2), engine);

        Tensor dots = Tensor.EntryDots(structure, rows, entries);
        Tensor sums = Tensor.EntrySums(structure, dots, entries);

        Assert.That(dots.ToArray<double>(), Is.EqualTo(new[] { 21, 43, 3, 8.0 }).Within(1e-5));
        Assert.That(sums.Shape, Is.EqualTo((Shape)(2, 4)));
        Assert.That(sums.ToArray<double>(), Is.EqualTo(new[] { 27, 211.5, 59, 434, 0, 0, 0, 0 }).Within(1e-4), "A row without entries sums to 0.");
    }

    [TestCaseSource(nameof(Engines))]
    public void EntryDotsAndSums_NoEntries_GiveNothingAndZeroGradients(Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [], []);
        Tensor rows = Tensor.Ones((2, 6), engine).WithGradient();
        Tensor entries = Tensor.Ones((0, 3), engine);

        Tensor dots = Tensor.EntryDots(structure, rows, entries);
        Tensor sums = Tensor.EntrySums(structure, dots, entries);
        (dots.Sum() + sums.Sum()).Backward();

        Assert.That(dots.Shape, Is.EqualTo((Shape)(0, 2)));
        Assert.That(sums.ToArray<double>(), Is.EqualTo(new double[12]));
        Assert.That(rows.Gradient!.ToArray<double>(), Is.All.Zero);
    }

    [Test]
    public void EntryDotsAndSums_BadArguments_ThrowAndSayWhat()
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, [0, 1], [2, 0]);
        Tensor entries = Tensor.Ones((2, 3), engine);
        Tensor rows = Tensor.Ones((2, 6), engine);
        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.EntryDots(structure, Tensor.Ones((2, 7), engine), entries), Throws.ArgumentException.With.Message.Contains("[2, 7]"));
            Assert.That(() => Tensor.EntryDots(structure, Tensor.Ones((3, 6), engine), entries), Throws.ArgumentException.With.Message.Contains("[3, 6]"));
            Assert.That(() => Tensor.EntryDots(structure, Tensor.Ones(6, engine), entries), Throws.ArgumentException.With.Message.Contains("matrix"));
            Assert.That(() => Tensor.EntryDots(structure, rows, Tensor.Ones((3, 3), engine)), Throws.ArgumentException.With.Message.Contains("[3, 3]"));
            Assert.That(() => Tensor.EntryDots(structure, rows, Tensor.Ones((2, 0), engine)), Throws.ArgumentException.With.Message.Contains("[2, 0]"));
            Assert.That(() => Tensor.EntrySums(structure, Tensor.Ones((3, 2), engine), entries), Throws.ArgumentException.With.Message.Contains("[3, 2]"));
            Assert.That(() => Tensor.EntrySums(structure, Tensor.Ones((2, 0), engine), entries), Throws.ArgumentException.With.Message.Contains("[2, 0]"));
            Assert.That(() => Tensor.EntrySums(structure.Transpose, Tensor.Ones((2, 2), engine), entries), Throws.ArgumentException);
        });
    }

    [Test]
    public void GruStep_BadArguments_ThrowAndSayWhat()
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        Tensor gates = Tensor.Ones((2, 9), engine);
        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.GruStep(gates, gates, Tensor.Ones((2, 4), engine)), Throws.ArgumentException.With.Message.Contains("[2, 12]"));
            Assert.That(() => Tensor.GruStep(gates, Tensor.Ones((3, 9), engine), Tensor.Ones((2, 3), engine)), Throws.ArgumentException.With.Message.Contains("[3, 9]"));
            Assert.That(() => Tensor.GruStep(gates, gates, Tensor.Ones(3, engine)), Throws.ArgumentException);
        });
    }
}
