using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class AttentionTests
{
    [Test]
    public void Attention_ForwardAndBackward_HoldsNothingForEachEntry()
    {
        const int nodes = 500, edges = 100_000, heads = 8, width = 64;
        using var engine = new CpuEngine(threads: 2);
        using SparseStructure structure = RandomGraphs.Create(nodes, edges, seed: 1).ToStructure();
        using (var scope = new TensorScope())
        {
            Tensor source = Tensor.Normal((nodes, heads), new RandomSource(1), engine: engine).WithGradient();
            Tensor target = Tensor.Normal((nodes, heads), new RandomSource(2), engine: engine).WithGradient();
            Tensor x = Tensor.Normal((nodes, width), new RandomSource(3), engine: engine).WithGradient();
            Tensor y = Tensor.Attention(structure, source, target, x, dropout: 0.5, random: new RandomSource(4));
            y.Backward(Tensor.Ones(y.Shape, engine));
        }

        // A number for each entry and head would take 3.2 MB, for each entry and column 25.6 MB; a bit for each coefficient, of the gradient with dropout, 0.1 MB.
        // Arguments, results, gradients and what is saved are about 7 arrays of nodes and columns, 0.9 MB.
        Assert.That(engine.Memory.Peak, Is.GreaterThan(4L * nodes * width * 4).And.LessThan(1_600_000));
    }

    [Test]
    public void Attention_DropoutOfTheSameSource_DropsWhatDropoutOfTheSharesDoes()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = RandomGraphs.Create(40, 300, seed: 2).ToStructure();
        var random = new RandomSource(5);
        foreach (Engine engine in TestEngines.All)
        {
            Tensor source = Tensor.Normal((40, 3), random.Stream(1), engine: engine);
            Tensor target = Tensor.Normal((40, 3), random.Stream(2), engine: engine);
            Tensor x = Tensor.Normal((40, 6), random.Stream(3), engine: engine);
            Tensor shares = Tensor.EdgeSoftmax(structure, Tensor.Sddmm(structure, EntryOperation.Add, target, source).LeakyRelu(0.2));
            double[] expected = Tensor.SpMM(structure, shares.Dropout(0.5, random), x).ToArray<double>();

            double[] actual = Tensor.Attention(structure, source, target, x, 0.2, 0.5, random).ToArray<double>();

            // A different mask would change results of the order of 1.
            Assert.That(actual, Is.EqualTo(expected).Within(1e-5), engine.Name);
        }
    }

    [Test]
    public void Attention_ShapesThatDoNotFit_AreNamed()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 3, targets: [0, 1], sources: [2, 0]);
        Tensor source = Tensor.Ones((3, 2)), target = Tensor.Ones((2, 2)), x = Tensor.Ones((3, 4));
        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.Attention(structure, target, source, x), Throws.ArgumentException.With.Message.Contains("[3, H]").And.Message.Contains("[2, H]"));
            Assert.That(() => Tensor.Attention(structure, source, Tensor.Ones((2, 1)), x), Throws.ArgumentException.With.Message.Contains("one H"));
            Assert.That(() => Tensor.Attention(structure, Tensor.Ones((3, 0)), Tensor.Ones((2, 0)), x), Throws.ArgumentException.With.Message.Contains("at least 1"));
            Assert.That(() => Tensor.Attention(structure, source, target, Tensor.Ones((3, 5))), Throws.ArgumentException.With.Message.Contains("multiple of 2 heads"));
            Assert.That(() => Tensor.Attention(structure, source, target, Tensor.Ones((2, 4))), Throws.ArgumentException.With.Message.Contains("3 rows"));
            Assert.That(() => Tensor.Attention(structure.Transpose, source, target, x), Throws.ArgumentException.With.Message.Contains("transpose"));
            Assert.That(() => Tensor.Attention(structure, source, target, x, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Tensor.Attention(structure, source, target, x, 0.2, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => Tensor.Attention(structure, source, target, Tensor.Ones((3, 4), TestEngines.Reference)), Throws.ArgumentException);
        });
    }
}
