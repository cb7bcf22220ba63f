using Gnn.Graphs.Hypergraphs;
using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Hypergraphs;

/// <summary>What every layer over a hypergraph promises, on every engine.</summary>
[TestFixtureSource(nameof(Fixtures))]
internal sealed class HypergraphContractTests(HypergraphCase layerCase, Engine engine)
{
    private static IEnumerable<TestFixtureData> Fixtures =>
        from layer in HypergraphCases.All
        from engine in TestEngines.All
        select new TestFixtureData(layer, engine).SetArgDisplayNames(layer.Name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_AnyHypergraph_GivesFiniteRowsForAllNodes()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        using var module = (Module)Create();

        Tensor y = Run(hypergraph, Features(HypergraphCases.Nodes));

        Assert.That(y.Shape, Is.EqualTo(new Shape(HypergraphCases.Nodes, ((IHypergraphConvolution)module).Outputs)));
        Assert.That(y.AllFinite(), Is.True, "an empty hyperedge and a node without hyperedges do no harm");
    }

    [TestCase(0)]
    [TestCase(2)]
    public void Forward_NoIncidences_GivesFiniteRowsForAllNodes(int hyperedges)
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(4, [.. Enumerable.Repeat(Array.Empty<int>(), hyperedges)], [.. Enumerable.Range(0, hyperedges)], engine);

        Tensor y = Run(hypergraph, Features(4));

        Assert.That(y.Shape[0], Is.EqualTo(4));
        Assert.That(y.AllFinite(), Is.True);
    }

    [Test]
    public void Forward_NoNodes_GivesNoRows()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(0, [], [], engine);

        Assert.That(Run(hypergraph, Features(0)).Shape[0], Is.Zero);
    }

    [Test]
    public void Forward_IsolatedNode_DependsOnItselfOnly()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        int last = HypergraphCases.Nodes - 1;
        Tensor x = Features(HypergraphCases.Nodes);
        Tensor changed = Tensor.Concatenate([TestGraphs.Features(last, HypergraphCases.Inputs, engine, "other"), x.Rows(last, 1)], 0);

        Assert.That(hypergraph.Degree(last), Is.Zero);
        double[] expected = Run(hypergraph, x).Rows(last, 1).ToArray<double>();
        Assert.That(Run(hypergraph, changed).Rows(last, 1).ToArray<double>(), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Forward_NodeOfSharedHyperedges_MattersToTheOthersOfThem()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        Tensor x = Features(HypergraphCases.Nodes);
        Tensor changed = Tensor.Concatenate([x.Rows(0, 1) * 3, x.Rows(1, HypergraphCases.Nodes - 1)], 0);
        Tensor before = Run(hypergraph, x), after = Run(hypergraph, changed);

        Assert.That(HypergraphCases.Members[0], Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(after.Rows(1, 2).ToArray<double>(), Is.Not.EqualTo(before.Rows(1, 2).ToArray<double>()).Within(1e-4));

        // A node's attention over hyperedges that count as the mean of their nodes sees those of node 6 too: one step further.
        if (layerCase.Name != "hypergraph_over_hyperedges_loops")
        {
            Assert.That(after.Rows(7, 1).ToArray<double>(), Is.EqualTo(before.Rows(7, 1).ToArray<double>()).Within(Tolerance), "node 7 shares none with node 0");
        }
    }

    [Test]
    public void Forward_PermutedNodes_GivesPermutedRows()
    {
        using var scope = new TensorScope();
        static int Rename(int node) => ((node * 4) + 7) % HypergraphCases.Nodes;
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        using Hypergraph permuted = HypergraphCases.Create(engine, Rename);
        Tensor x = Features(HypergraphCases.Nodes);
        int[] renamed = [.. Enumerable.Range(0, HypergraphCases.Nodes).Select(Rename)];
        int[] back = [.. Enumerable.Range(0, HypergraphCases.Nodes).OrderBy(Rename)];

        Tensor y = Run(hypergraph, x);
        Tensor permutedY = Run(permuted, x.GatherRows(Tensor.Create(back, back.Length, engine))).GatherRows(Tensor.Create(renamed, renamed.Length, engine));

        Assert.That(permutedY.ToArray<double>(), Is.EqualTo(y.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_PermutedHyperedges_GivesTheSameRows()
    {
        using var scope = new TensorScope();
        int count = HypergraphCases.Members.Length;
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        using Hypergraph permuted = HypergraphCases.Create(engine, rename: null, [.. Enumerable.Range(0, count).Select(hyperedge => ((hyperedge * 3) + 5) % count)]);
        Tensor x = Features(HypergraphCases.Nodes);

        Assert.That(Run(permuted, x).ToArray<double>(), Is.EqualTo(Run(hypergraph, x).ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_EmptyHyperedge_TakesNoPart()
    {
        using var scope = new TensorScope();
        int[] others = [.. Enumerable.Range(0, HypergraphCases.Members.Length).Where(hyperedge => HypergraphCases.Members[hyperedge].Length > 0)];
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        using Hypergraph without = HypergraphCases.Create(engine, rename: null, others);
        Tensor x = Features(HypergraphCases.Nodes);

        Assert.That(others, Has.Length.LessThan(HypergraphCases.Members.Length));
        Assert.That(Run(without, x).ToArray<double>(), Is.EqualTo(Run(hypergraph, x).ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_SparseFeatures_GivesWhatDenseOnesGive()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        (SparseTensor sparse, Tensor dense) = TestGraphs.SparseFeatures(HypergraphCases.Nodes, HypergraphCases.Inputs, engine);
        using (sparse)
        {
            Assert.That(Run(hypergraph, sparse).ToArray<double>(), Is.EqualTo(Run(hypergraph, dense).ToArray<double>()).Within(Tolerance));
        }
    }

    [Test]
    public void Forward_AnyEngine_GivesWhatTheReferenceGives()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        using Hypergraph reference = HypergraphCases.Create(TestEngines.Reference);
        IHypergraphConvolution layer = layerCase.Make();
        using var module = (Module)layer;
        module.MoveTo(TestEngines.Reference);
        using HypergraphAdjacency adjacency = layer.Prepare(reference);
        Tensor expected = layer.Forward(
            ForwardContext.Inference, TestGraphs.Features(HypergraphCases.Nodes, HypergraphCases.Inputs, TestEngines.Reference), adjacency);

        Assert.That(Run(hypergraph, Features(HypergraphCases.Nodes)).ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(Math.Max(Tolerance, 1e-6)));
    }

    [Test]
    public void Forward_ActivationAndDropout_AreThoseOfTheResult()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        Tensor x = Features(HypergraphCases.Nodes);
        IHypergraphConvolution layer = Create();
        using var module = (Module)layer;
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);

        foreach (Activation activation in new[] { Activation.Relu, Activation.Tanh })
        {
            Tensor fused = layer.Forward(ForwardContext.Inference, x, adjacency, activation, dropout: 0.5);
            Tensor apart = layer.Forward(ForwardContext.Inference, x, adjacency);

            Assert.That(fused.ToArray<double>(), Is.EqualTo((activation == Activation.Relu ? apart.Relu() : apart.Tanh()).ToArray<double>()).Within(Tolerance));
        }
    }

    [Test]
    public void Forward_FeaturesThatDoNotFit_AreRefusedWithTheirShape()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);

        Assert.Multiple(() =>
        {
            Assert.That(() => Run(hypergraph, Features(10)), Throws.ArgumentException.With.Message.Contains("[10, 5]").And.Message.Contains("11"));
            Assert.That(
                () => Run(hypergraph, TestGraphs.Features(HypergraphCases.Nodes, 6, engine)), Throws.ArgumentException.With.Message.Contains("[11, 6]"));
        });
    }

    [Test]
    public void Prepare_DisposedAdjacency_LeavesTheHypergraph()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        IHypergraphConvolution layer = Create();
        using var module = (Module)layer;
        layer.Prepare(hypergraph).Dispose();

        Assert.That(Run(hypergraph, Features(HypergraphCases.Nodes)).AllFinite(), Is.True);
        Assert.That(hypergraph.HyperedgeWeights!.ToArray<double>(), Has.Length.EqualTo(HypergraphCases.Members.Length));
    }

    /// <summary>Compares the gradients with central differences; on the reference engine, see <see cref="HypergraphGradientTests"/>.</summary>
    internal void CheckGradients()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(engine);
        IHypergraphConvolution layer = Create();
        using var module = (Module)layer;
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);
        Tensor x = Features(HypergraphCases.Nodes).WithGradient();

        double error = GradientCheck.Run(
            () => layer.Forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency), [x, .. module.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    private Tensor Features(int nodes) => TestGraphs.Features(nodes, HypergraphCases.Inputs, engine);

    private Tensor Run(Hypergraph hypergraph, Features x)
    {
        IHypergraphConvolution layer = Create();
        using var module = (Module)layer;
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);
        using (NoGrad.Open())
        {
            return layer.Forward(ForwardContext.Inference, x, adjacency);
        }
    }

    private IHypergraphConvolution Create()
    {
        IHypergraphConvolution layer = layerCase.Make();
        ((Module)layer).MoveTo(engine);
        return layer;
    }
}
