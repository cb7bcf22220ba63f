using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class HopConvolutionTests
{
    [Test]
    public void DagnnConv_AnyGraph_IsTheFormulaInDenseAlgebra()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        using var layer = new DagnnConv(4, new RandomSource(1), new DagnnOptions { Hops = 3 });
        layer.MoveTo(TestEngines.Reference);
        using Adjacency adjacency = layer.Prepare(structure);
        Tensor x = TestGraphs.Features(15, 4, TestEngines.Reference);
        Tensor dense = Dense(adjacency);
        Tensor gate = layer.Parameters().Single().Value;

        Tensor expected = x * x.MatMul(gate, transposeThis: false, transposeOther: true).Sigmoid();
        Tensor hop = x;
        for (int k = 1; k <= 3; k++)
        {
            hop = dense.MatMul(hop);
            expected += hop * hop.MatMul(gate, transposeThis: false, transposeOther: true).Sigmoid();
        }

        Assert.That(layer.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-12));
    }

    [TestCase(null)]
    [TestCase(7.5)]
    public void ChebConv_PlainLaplacian_IsTheFormulaInDenseAlgebra(double? lambdaMax)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(4, 4, targets: [1, 0, 2, 1, 2, 2], sources: [0, 1, 1, 2, 2, 0]);
        using Tensor weights = Tensor.Create([1.0, 2, 3, 0.5, 9, 1.5], 6, TestEngines.Reference);
        using var layer = new ChebConv(3, 2, new RandomSource(1), new ChebOptions { Normalization = ChebNormalization.None, LambdaMax = lambdaMax });
        layer.MoveTo(TestEngines.Reference);
        using Adjacency adjacency = layer.Prepare(structure, weights);

        // Degrees over outgoing edges but the loop: 2.5, 5, 0.5, 0.
        double scale = 2 / (lambdaMax ?? 10);
        double[] expected =
        [
            (2.5 * scale) - 1, -2 * scale, 0, 0,
            -1 * scale, (5 * scale) - 1, -0.5 * scale, 0,
            -1.5 * scale, -3 * scale, (0.5 * scale) - 1, 0,
            0, 0, 0, -1,
        ];
        Assert.That(Dense(adjacency).ToArray<double>(), Is.EqualTo(expected).Within(1e-12));
        Tensor x = TestGraphs.Features(4, 3, TestEngines.Reference);
        Tensor once = Tensor.Create(expected, (4, 4), TestEngines.Reference).MatMul(x);
        Tensor twice = (Tensor.Create(expected, (4, 4), TestEngines.Reference).MatMul(once) * 2) - x;
        Tensor[] maps = [.. layer.NamedParameters().Where(named => named.Name != "bias").Select(named => named.Parameter.Value.Transpose())];
        Tensor y = x.MatMul(maps[0]) + once.MatMul(maps[1]) + twice.MatMul(maps[2]);
        Assert.That(layer.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>(), Is.EqualTo(y.ToArray<double>()).Within(1e-12));
    }

    [Test]
    public void AppnpConv_DropoutOfEdges_KeepsTheMeanOfOneHop()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        using var layer = new AppnpConv(new AppnpOptions { Hops = 1, Dropout = 0.5, Normalization = GcnNormalization.None });
        layer.MoveTo(TestEngines.Reference);
        using Adjacency adjacency = layer.Prepare(structure);
        Tensor x = TestGraphs.Features(15, 2, TestEngines.Reference);
        double[] expected = layer.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();
        const int draws = 4000;
        double[] mean = new double[expected.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            using var step = new TensorScope();
            double[] y = layer.Forward(ForwardContext.ForTraining(new RandomSource(3).Stream((ulong)draw)), x, adjacency).ToArray<double>();
            for (int place = 0; place < y.Length; place++)
            {
                mean[place] += y[place] / draws;
            }
        }

        // A sum of at most 20 edges, each of variance at most 1: five deviations of the mean are 5 sqrt(20 / 4000) = 0.35.
        Assert.That(mean, Is.EqualTo(expected).Within(0.35));
    }

    [Test]
    public void PrepareBlocks_SeveralHops_SaysWhatToDo()
    {
        using Graph graph = TestGraphs.Graph(TestEngines.Reference);
        using var layer = new SgConv(3, 2, new RandomSource(1));

        Assert.That(() => layer.PrepareBlocks(graph), Throws.ArgumentException.With.Message.Contains("one hop each"));
    }

    [Test]
    public void Constructors_OptionsOutOfRange_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new SgConv(3, 2, random, new SgOptions { Hops = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new SsgConv(3, 2, random, new SsgOptions { Alpha = 1.5 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new TagConv(3, 2, random, new TagOptions { Hops = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new ChebConv(3, 2, random, new ChebOptions { Order = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new ChebConv(3, 2, random, new ChebOptions { LambdaMax = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AppnpConv(new AppnpOptions { Dropout = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new DagnnConv(3, random, new DagnnOptions { Hops = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new MixHopConv(3, 2, random, new MixHopOptions { Powers = [1, 1] }), Throws.ArgumentException);
            Assert.That(() => new ArmaConv(3, 2, random, new ArmaOptions { Stacks = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Gcn2Conv(3, random, new Gcn2Options { Theta = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new TransformerConv(3, 2, random, new TransformerOptions { Gate = true, RootWeight = false }), Throws.ArgumentException);
            Assert.That(() => new Gatv2Conv(3, 4, 2, random, new Gatv2Options { ShareWeights = true }), Throws.ArgumentException);
        });
    }

    /// <summary>The adjacency as a matrix.</summary>
    private static Tensor Dense(Adjacency adjacency)
    {
        using var sparse = new SparseTensor(adjacency.Structure, adjacency.Values!.Detach());
        return sparse.ToDense();
    }
}
