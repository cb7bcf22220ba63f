using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.MessagePassing;
using Gnn.Layers.Pooling;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Pooling;

[TestFixture]
internal sealed class TopKPoolingTests
{
    private static readonly RandomSource Source = new(1);

    private static IEnumerable<TestCaseData> Cases => GoldenLayerCases.Of("pool", "topk_").Concat(GoldenLayerCases.Of("pool", "sag_"));

    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Cases))]
    [Category("Golden")]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        int[] batch = golden.Graph["batch"].ToInt32();
        using SparseStructure nodesOfGraphs = SparseStructure.FromEdges(2, batch.Length, batch, [.. Enumerable.Range(0, batch.Length)]);
        Tensor x = golden.Inputs["x"].ToTensor(engine).WithGradient();
        Tensor? edges = golden.Graph.TryGetValue("edge_attr", out GoldenArray? table) ? table.ToTensor(engine).WithGradient() : null;
        var context = ForwardContext.ForTraining(new RandomSource(2));
        using Module pooling = Create(golden);
        pooling.MoveTo(engine);
        golden.LoadInto(pooling);

        using PooledGraph pooled = pooling is TopKPooling topK
            ? topK.Forward(context, x, structure, nodesOfGraphs)
            : ((SagPooling)pooling).Forward(context, x, structure, nodesOfGraphs);
        Tensor? kept = edges is null ? null : pooled.GatherEdges(edges);
        golden.Backward(kept is null ? [("x", pooled.X), ("score", pooled.Scores)] : [("x", pooled.X), ("score", pooled.Scores), ("edge_attr", kept)]);

        golden.AssertOutput("x", pooled.X);
        golden.AssertOutput("score", pooled.Scores);
        Assert.That(pooled.NodeIds.ToArray(), Is.EqualTo(golden.Outputs["perm"].ToInt32()));
        Assert.That(EdgeIndex(pooled.Structure), Is.EqualTo(golden.Outputs["edge_index"].ToInt32()));
        Assert.That(GraphOfNode(pooled), Is.EqualTo(golden.Outputs["batch"].ToInt32()));
        golden.AssertInputGradient("x", x);
        golden.AssertParameterGradients(pooling);
        if (kept is not null)
        {
            golden.AssertOutput("edge_attr", kept);
            golden.AssertInputGradient("edge_attr", edges!);
        }
    }

    [TestCaseSource(nameof(Engines))]
    public void Forward_EqualScores_KeepsTheLowerNodes(Engine engine)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(5, 5, [1, 0, 4], [0, 2, 3]);
        using SparseStructure nodesOfGraphs = SparseStructure.FromRows(5, [0, 3, 3, 5], [0, 1, 2, 3, 4]);
        using var pooling = new TopKPooling(1, Source);
        pooling.MoveTo(engine);

        using PooledGraph pooled = pooling.Forward(ForwardContext.Inference, Tensor.Ones((5, 1), engine), structure, nodesOfGraphs);

        Assert.That(pooled.NodeIds.ToArray(), Is.EqualTo(new[] { 0, 1, 3 }));
        Assert.That(pooled.EdgeIds.ToArray(), Is.EqualTo(new[] { 0 }));
        Assert.That(Enumerable.Range(0, 3).Select(pooled.NodesOfGraphs.RowLength), Is.EqualTo(new long[] { 2, 0, 1 }));
    }

    [Test]
    public void Forward_RatioAndCount_KeepTheNodesThatTheySay()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(30, 30, [], []);
        using SparseStructure nodesOfGraphs = SparseStructure.FromRows(30, [0, 30], [.. Enumerable.Range(0, 30)]);
        Tensor x = TestGraphs.Features(30, 2, Engine.Default);

        Assert.Multiple(() =>
        {
            Assert.That(Kept(new TopKOptions { Ratio = 0.1 }), Is.EqualTo(3));
            Assert.That(Kept(new TopKOptions { Ratio = 0.11 }), Is.EqualTo(4));
            Assert.That(Kept(new TopKOptions { Ratio = 1 }), Is.EqualTo(30));
            Assert.That(Kept(new TopKOptions { Count = 7 }), Is.EqualTo(7));
            Assert.That(Kept(new TopKOptions { Count = 70 }), Is.EqualTo(30));
            Assert.That(Kept(new TopKOptions { MinimumScore = 1 }), Is.EqualTo(1), "the best always stays");
            Assert.That(Kept(new TopKOptions { MinimumScore = 0 }), Is.EqualTo(30));
        });

        int Kept(TopKOptions options)
        {
            using var pooling = new TopKPooling(2, Source, options);
            using PooledGraph pooled = pooling.Forward(ForwardContext.Inference, x, structure, nodesOfGraphs);
            return pooled.NodeIds.Length;
        }
    }

    [Test]
    public void Forward_PooledTwice_HasTheGradientsOfCentralDifferences([Values] bool hasLeast)
    {
        using SparseStructure structure = TestGraphs.Random(nodes: 9, edges: 20);
        using SparseStructure nodesOfGraphs = SparseStructure.FromRows(9, [0, 4, 9], [.. Enumerable.Range(0, 9)]);
        using var first = new SagPooling(new GcnConv(3, 1, Source), Source, new TopKOptions { Ratio = 0.8, Multiplier = 2 });
        using var second = new TopKPooling(3, Source, hasLeast ? new TopKOptions { MinimumScore = 0.2 } : new TopKOptions { Nonlinearity = Activation.Sigmoid });
        first.MoveTo(TestEngines.Reference);
        second.MoveTo(TestEngines.Reference);
        using Tensor x = TestGraphs.Features(9, 3, TestEngines.Reference).WithGradient();
        var made = new List<PooledGraph>();

        double error = GradientCheck.Run(
            () =>
            {
                PooledGraph once = first.Forward(ForwardContext.Inference, x, structure, nodesOfGraphs);
                PooledGraph twice = second.Forward(ForwardContext.Inference, once.X, once.Structure, once.NodesOfGraphs);
                made.AddRange([once, twice]);
                return Tensor.SpMM(twice.Structure, null, twice.X) + twice.X;
            },
            [x, .. first.Parameters().Concat(second.Parameters()).Select(parameter => parameter.Value)]);

        made.ForEach(pooled => pooled.Dispose());
        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Forward_GraphsNotOneAfterAnother_AreRefused()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random(nodes: 3, edges: 4);
        using SparseStructure mixed = SparseStructure.FromRows(3, [0, 2, 3], [0, 2, 1]);
        using var pooling = new TopKPooling(2, Source);

        Assert.That(
            () => pooling.Forward(ForwardContext.Inference, Tensor.Zeros((3, 2)), structure, mixed),
            Throws.ArgumentException.With.Message.Contains("one graph after another"));
    }

    [Test]
    public void Constructor_OptionsOutOfRange_AreRefused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new TopKPooling(2, Source, new TopKOptions { Ratio = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new TopKPooling(2, Source, new TopKOptions { Count = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new TopKPooling(2, Source, new TopKOptions { MinimumScore = 2 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new TopKPooling(0, Source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    private static Module Create(GoldenCase golden)
    {
        var options = new TopKOptions
        {
            Ratio = golden.NumberArgument("ratio", 0.5),
            MinimumScore = golden.Arguments.TryGetProperty("min_score", out _) ? golden.NumberArgument("min_score", 0) : null,
            Multiplier = golden.NumberArgument("multiplier", 1),
            Nonlinearity = golden.Name == "topk_sigmoid" ? Activation.Sigmoid : Activation.Tanh,
        };
        return golden.Name switch
        {
            "sag_gcn" => new SagPooling(new GcnConv(4, 1, Source), Source, options),
            "sag_min_score" => new SagPooling(new RootedSum(4, 1), Source, options),
            _ => new TopKPooling(4, Source, options),
        };
    }

    private static int[] EdgeIndex(SparseStructure structure)
    {
        int[] ends = new int[2 * structure.EntryCount];
        for (int row = 0; row < structure.RowCount; row++)
        {
            for (long entry = structure.RowPointers[row]; entry < structure.RowPointers[row + 1L]; entry++)
            {
                ends[structure.EdgeIds[entry]] = structure.ColumnIndices[entry];
                ends[structure.EntryCount + structure.EdgeIds[entry]] = row;
            }
        }

        return ends;
    }

    private static IEnumerable<int> GraphOfNode(PooledGraph pooled) =>
        Enumerable.Range(0, pooled.NodesOfGraphs.RowCount).SelectMany(graph => Enumerable.Repeat(graph, (int)pooled.NodesOfGraphs.RowLength(graph)));

    /// <summary>The default scorer of PyTorch Geometric: W_1 of the sum of neighbours and W_2 of the node itself.</summary>
    private sealed class RootedSum : MessagePassingLayer
    {
        private readonly Linear _neighbors;
        private readonly Linear _root;

        internal RootedSum(int inputs, int outputs)
        {
            _neighbors = AddModule("lin_rel", new Linear(inputs, outputs, Source));
            _root = AddModule("lin_root", new Linear(inputs, outputs, Source, new LinearOptions { Bias = false }));
        }

        protected override Tensor Message(in ForwardContext context, Messages edges) => edges.Source(edges.Sources.ToDense());

        protected override Tensor Update(in ForwardContext context, Tensor aggregate, Messages edges) =>
            _neighbors.Forward(aggregate) + _root.Forward(edges.Targets);
    }
}
