using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

/// <summary>What every convolution promises, on every engine.</summary>
[TestFixtureSource(nameof(Fixtures))]
internal sealed class ConvolutionContractTests(ConvolutionCase convolution, Engine engine)
{
    private static IEnumerable<TestFixtureData> Fixtures =>
        from convolution in ConvolutionCases.All
        from engine in TestEngines.All
        select new TestFixtureData(convolution, engine).SetArgDisplayNames(convolution.Name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_NoEdges_GivesFiniteRowsForAllNodes()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine, nodes: 4, edges: 0);

        Tensor y = Run(graph, Features(4));

        Assert.That(y.Shape[0], Is.EqualTo(4));
        Assert.That(y.AllFinite(), Is.True);
    }

    [Test]
    public void Forward_NoNodes_GivesNoRows()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine, nodes: 0, edges: 0);

        Assert.That(Run(graph, Features(0)).Shape[0], Is.Zero);
    }

    [Test]
    public void Forward_IsolatedNode_DependsOnItselfOnly()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        Tensor x = Features(15);
        Tensor changed = Tensor.Concatenate([TestGraphs.Features(14, convolution.Inputs, engine, "other"), x.Rows(14, 1)], 0);

        Assert.That(graph.InDegree(14), Is.Zero, "the last node of a random graph is isolated");
        double[] expected = Run(graph, x).Rows(14, 1).ToArray<double>();
        Assert.That(Run(graph, changed).Rows(14, 1).ToArray<double>(), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Forward_PermutedNodesAndEdges_GivesPermutedRows()
    {
        using var scope = new TensorScope();
        RandomEdges edges = RandomGraphs.Create(15, 40, seed: 3);
        using Graph graph = TestGraphs.Graph(engine);
        int[] renamed = [.. Enumerable.Range(0, 15).Select(node => ((node * 4) + 7) % 15)];
        int[] order = [.. Enumerable.Range(0, 40).Select(edge => convolution.IsOrdered ? edge : (edge * 7) % 40)];
        using Graph permuted = TestGraphs.WithColumns(
            Graph.FromEdges(15, Array.ConvertAll(order, edge => renamed[edges.Sources[edge]]), Array.ConvertAll(order, edge => renamed[edges.Targets[edge]])),
            order,
            engine);
        Tensor x = Features(15);
        int[] back = [.. Enumerable.Range(0, 15).OrderBy(node => renamed[node])];
        Tensor permutedX = x.GatherRows(Tensor.Create(back, 15, engine));

        Tensor y = Run(graph, x);
        Tensor permutedY = Run(permuted, permutedX).GatherRows(Tensor.Create(renamed, 15, engine));

        Assert.That(permutedY.ToArray<double>(), Is.EqualTo(y.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_BatchOfGraphs_GivesTheRowsOfOneByOne()
    {
        using var scope = new TensorScope();
        int[] sizes = [5, 1, 8];
        Graph[] graphs = [.. sizes.Select((size, place) => TestGraphs.Graph(engine, size, edges: 2 * size, seed: (ulong)place))];
        Tensor[] features = [.. sizes.Select((size, place) => TestGraphs.Features(size, convolution.Inputs, engine, $"graph {place}"))];
        using var batch = GraphBatch.FromGraphs(graphs);

        Tensor together = Run(batch.Graph, Tensor.Concatenate(features, 0));
        Tensor apart = Tensor.Concatenate([.. graphs.Select((graph, place) => Run(graph, features[place]))], 0);

        Assert.That(together.ToArray<double>(), Is.EqualTo(apart.ToArray<double>()).Within(Tolerance));
        Array.ForEach(graphs, graph => graph.Dispose());
    }

    [Test]
    public void Forward_SparseFeatures_GivesWhatDenseOnesGive()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        (SparseTensor sparse, Tensor dense) = TestGraphs.SparseFeatures(15, convolution.Inputs, engine);
        using (sparse)
        {
            Assert.That(Run(graph, sparse).ToArray<double>(), Is.EqualTo(Run(graph, dense).ToArray<double>()).Within(Tolerance));
        }
    }

    [Test]
    public void Forward_BlockWithAllEdges_GivesItsTargetsRowsOfTheGraph()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        Tensor x = Features(15);
        IConvolution layer = Create();
        using var module = (Module)layer;
        if (convolution.IsDeep)
        {
            Assert.That(() => layer.PrepareBlocks(graph), Throws.ArgumentException, "it takes more hops than a block has");
            return;
        }

        using var sampler = new NeighborSampler(graph, [-1]);
        using SampledSubgraph batch = sampler.Sample([7, 2, 14, 0], default);
        using IBlockPreparation preparation = layer.PrepareBlocks(graph);
        using Adjacency adjacency = preparation.Prepare(batch, 0);
        Tensor nodes = Tensor.Create(batch.Nodes.ToArray(), batch.Nodes.Length, engine);

        Tensor leading = layer.Forward(ForwardContext.Inference, x.GatherRows(nodes), adjacency);
        Tensor all = Run(graph, x).GatherRows(nodes.Rows(0, 4));

        Assert.That(leading.Shape, Is.EqualTo(all.Shape));

        // Values of blocks are kept in single precision on every engine.
        Assert.That(leading.ToArray<double>(), Is.EqualTo(all.ToArray<double>()).Within(Math.Max(Tolerance, 1e-6)));
    }

    [Test]
    public void Prepare_BipartiteStructure_IsTakenOrRefusedForItsDegrees()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(6, 15, [0, 5, 5], [3, 14, 2]);
        IConvolution layer = Create();
        using var module = (Module)layer;
        if (convolution.NeedsColumns)
        {
            Assert.That(() => layer.Prepare(structure), Throws.ArgumentException);
        }
        else if (convolution.NeedsWholeGraph || convolution.IsDeep)
        {
            Assert.That(() => layer.Prepare(structure), Throws.ArgumentException.With.Message.Contains("bipartite"));
        }
        else
        {
            using Adjacency adjacency = layer.Prepare(structure);
            Assert.That(layer.Forward(ForwardContext.Inference, Features(15), adjacency).Shape[0], Is.EqualTo(6));
        }
    }

    [Test]
    public void Forward_FeaturesForBothSides_GivesWhatOneSetOfThemGives()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        Tensor x = Features(15);
        IConvolution layer = Create();
        using var module = (Module)layer;
        using Adjacency adjacency = layer.Prepare(graph);
        if (layer is not IBipartiteConvolution bipartite)
        {
            return;
        }

        Tensor both = bipartite.Forward(ForwardContext.Inference, x, x.GatherRows(Tensor.Create([.. Enumerable.Range(0, 15)], 15, engine)), adjacency);

        Assert.That(both.ToArray<double>(), Is.EqualTo(layer.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_ActivationAndDropout_AreThoseOfTheResult()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        Tensor x = Features(15);
        IConvolution layer = Create();
        using var module = (Module)layer;
        using Adjacency adjacency = layer.Prepare(graph);

        Tensor fused = layer.Forward(ForwardContext.Inference, x, adjacency, Activation.Tanh, dropout: 0.5);
        Tensor apart = layer.Forward(ForwardContext.Inference, x, adjacency).Tanh();

        Assert.That(fused.ToArray<double>(), Is.EqualTo(apart.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_FeaturesThatDoNotFit_AreRefusedWithBothShapes()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        int inputs = convolution.Inputs;

        Assert.Multiple(() =>
        {
            Assert.That(
                () => Run(graph, TestGraphs.Features(14, inputs, engine)), Throws.ArgumentException.With.Message.Contains($"[14, {inputs}]"));
            if (!convolution.TakesAnyWidth)
            {
                Assert.That(
                    () => Run(graph, TestGraphs.Features(15, inputs + 1, engine)), Throws.ArgumentException.With.Message.Contains($"[15, {inputs + 1}]"));
            }
        });
    }

    [Test]
    public void Forward_ForeignTargets_AreRefusedWithOneSetOfFeatures()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(5, 3, [0, 4], [1, 2]);
        using var adjacency = new Adjacency(structure);
        IConvolution layer = Create();
        using var module = (Module)layer;

        Assert.That(
            () => layer.Forward(ForwardContext.Inference, Features(3), adjacency), Throws.ArgumentException.With.Message.Contains("more targets"));
    }

    private Tensor Features(int nodes) => TestGraphs.Features(nodes, convolution.Inputs, engine);

    private Tensor Run(Graph graph, Features x)
    {
        IConvolution layer = Create();
        using var module = (Module)layer;
        using Adjacency adjacency = layer.Prepare(graph);
        using (NoGrad.Open())
        {
            return layer.Forward(ForwardContext.Inference, x, adjacency);
        }
    }

    private IConvolution Create()
    {
        IConvolution layer = convolution.Make();
        ((Module)layer).MoveTo(engine);
        return layer;
    }
}
