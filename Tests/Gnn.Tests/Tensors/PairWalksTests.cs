using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class PairWalksTests
{
    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void PairWalks_ByHand(Engine engine)
    {
        using var scope = new TensorScope();

        // 0 <- 1 with 2, 1 <- 2 with 3, 2 <- 0 with 5, and a graph of two nodes with a loop at the first.
        using SparseStructure structure = SparseStructure.FromRows(5, [0, 1, 2, 3, 4, 4], [1, 2, 0, 3]);
        Tensor weights = Tensor.Create([2.0, 3, 5, 7], (4, 1), engine);

        double[] walks = Tensor.PairWalks(structure, weights, [0, 3, 5], 3).ToArray<double>();

        // For each length the elements (0, 0), (1, 0), (0, 1), (1, 1) of both graphs.
        Assert.That(walks, Is.EqualTo(new[] { 0, 7, 0, 0, 2, 0, 0, 0, 0, 49, 15, 0, 0, 0, 0, 0, 30, 343, 0, 0, 0, 0, 30, 0.0 }).Within(1e-4));
    }

    [TestCaseSource(nameof(Engines))]
    public void PairWalks_BadArguments_ThrowAndSayWhat(Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromRows(4, [0, 1, 1, 2, 2], [1, 3]);
        using SparseStructure joined = SparseStructure.FromRows(4, [0, 1, 1, 2, 2], [2, 3]);
        using SparseStructure wide = SparseStructure.FromRows(5, [0, 1, 1, 2, 2], [1, 3]);
        Tensor weights = Tensor.Ones((2, 1), engine);

        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.PairWalks(structure, weights, [0, 2, 4], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Tensor.PairWalks(structure, Tensor.Ones((3, 1), engine), [0, 2, 4], 2), Throws.ArgumentException.With.Message.Contains("[2, H]").And.Message.Contains("[3, 1]"));
            Assert.That(() => Tensor.PairWalks(structure, Tensor.Ones((2, 0), engine), [0, 2, 4], 2), Throws.ArgumentException.With.Message.Contains("at least 1"));
            Assert.That(() => Tensor.PairWalks(structure, Tensor.Ones(2, engine), [0, 2, 4], 2), Throws.ArgumentException);
            Assert.That(() => Tensor.PairWalks(joined, weights, [0, 2, 4], 2), Throws.ArgumentException.With.Message.Contains("Graph 0").And.Message.Contains("node 2"));
            Assert.That(() => Tensor.PairWalks(wide, weights, [0, 2, 4], 2), Throws.ArgumentException.With.Message.Contains("square"));
            Assert.That(() => Tensor.PairWalks(structure, weights, [], 2), Throws.ArgumentException.With.Message.Contains("none"));
            Assert.That(() => Tensor.PairWalks(structure, weights, [0, 2], 2), Throws.ArgumentException.With.Message.Contains("0 and 2"));
            Assert.That(() => Tensor.PairWalks(structure, weights, [1, 4], 2), Throws.ArgumentException.With.Message.Contains("begin with 0"));
            Assert.That(() => Tensor.PairWalks(structure, weights, [0, 2, 3, 4], 2), Throws.ArgumentException.With.Message.Contains("graph 1"));
            Assert.That(() => Tensor.PairWalks(structure, weights, [0, 6, 4], 2), Throws.ArgumentException.With.Message.Contains("graph 0"));
            Assert.That(() => Tensor.PairWalks(structure.Transpose, weights, [0, 2, 4], 2), Throws.ArgumentException);
            Assert.That(() => Tensor.PairWalks(structure, Tensor.Create([1, 2], (2, 1), engine), [0, 2, 4], 2), Throws.ArgumentException);
        });
    }
}
