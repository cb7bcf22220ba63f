using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Sampling.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Heterogeneous;

/// <summary>What every layer over several types promises, on every engine.</summary>
[TestFixtureSource(nameof(Fixtures))]
internal sealed class HeteroContractTests(HeteroCase layerCase, Engine engine)
{
    private static IEnumerable<TestFixtureData> Fixtures =>
        from layer in HeteroCases.All
        from engine in TestEngines.All
        select new TestFixtureData(layer, engine).SetArgDisplayNames(layer.Name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_AnyGraph_GivesRowsOfTheTypesThatEdgesLeadTo()
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(engine);

        IReadOnlyDictionary<string, Tensor> rows = Run(graph, HeteroFeatures.Of(graph));

        Assert.That(rows.Keys, Is.EquivalentTo(["author", "paper"]));
        Assert.That((rows["author"].Shape[0], rows["paper"].Shape[0]), Is.EqualTo((6L, 9L)));
        Assert.That(rows.Values.All(row => row.AllFinite()), Is.True, "nodes without edges and a type of edges without edges do no harm");
    }

    [Test]
    public void Forward_PermutedNodes_GivesPermutedRows()
    {
        using var scope = new TensorScope();
        static int Rename(string type, int node) => type switch
        {
            "author" => ((node * 5) + 2) % 6,
            "paper" => ((node * 4) + 7) % 9,
            _ => (node + 1) % 3,
        };
        using HeteroGraph graph = HeteroCases.Graph(engine);
        using HeteroGraph permuted = HeteroCases.Graph(engine, Rename);

        IReadOnlyDictionary<string, Tensor> rows = Run(graph, HeteroFeatures.Of(graph));
        IReadOnlyDictionary<string, Tensor> other = Run(permuted, HeteroFeatures.Of(permuted));

        foreach ((string type, Tensor expected) in rows)
        {
            int[] renamed = [.. Enumerable.Range(0, (int)expected.Shape[0]).Select(node => Rename(type, node))];
            Tensor actual = other[type].GatherRows(Tensor.Create(renamed, renamed.Length, engine));
            Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(Tolerance), type);
        }
    }

    [Test]
    public void Forward_SparseFeatures_GiveWhatDenseOnesGive()
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(engine);
        var sparse = new Dictionary<string, Features>();
        var dense = new Dictionary<string, Features>();
        foreach ((string type, int inputs) in HeteroCases.NodeTypes)
        {
            (SparseTensor some, Tensor all) = TestGraphs.SparseFeatures(graph.NodeCount(type), inputs, engine);
            (sparse[type], dense[type]) = (some, all);
        }

        IReadOnlyDictionary<string, Tensor> rows = Run(graph, new HeteroFeatures(sparse));
        foreach ((string type, Tensor expected) in Run(graph, new HeteroFeatures(dense)))
        {
            Assert.That(rows[type].ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(Tolerance), type);
        }

        foreach (Features features in sparse.Values)
        {
            features.Sparse!.Dispose();
        }
    }

    [Test]
    public void Forward_BlockWithAllEdges_GivesItsTargetsRowsOfTheGraph()
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(engine);
        IHeteroConvolution layer = Create();
        using var module = (Module)layer;
        using var sampler = new HeteroNeighborSampler(graph, [-1]);
        using SampledHeteroSubgraph batch = sampler.Sample("paper", [.. Enumerable.Range(0, 9).Reverse()], default);
        using HeteroAdjacency adjacency = layer.Prepare(batch.Blocks[0]);
        var features = new HeteroFeatures(graph.NodeTypes.Select(type =>
        {
            Tensor nodes = Tensor.Create(batch.Nodes(type).ToArray(), batch.Nodes(type).Length, engine);
            return KeyValuePair.Create(type, (Features)graph.Nodes(type)[ColumnNames.Features].GatherRows(nodes));
        }));

        // All papers are seeds, so that a mean over the papers is that of the graph.
        Tensor papers = layer.Forward(ForwardContext.Inference, features, adjacency)["paper"];
        Tensor expected = Run(graph, HeteroFeatures.Of(graph))["paper"].GatherRows(Tensor.Create(batch.Nodes("paper")[..9].ToArray(), 9, engine));

        Assert.That(papers.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_GraphWithoutNodesOfATargetType_GivesNoRows()
    {
        using var scope = new TensorScope();
        HeteroGraph graph = HeteroGraph.Create([("author", 2), ("paper", 0), ("venue", 1)]);
        foreach (EdgeType type in HeteroCases.EdgeTypes)
        {
            using HeteroGraph before = graph;
            graph = before.WithEdges(type, [], []);
        }

        using HeteroGraph empty = graph;
        var features = new HeteroFeatures(HeteroCases.NodeTypes.Select(type =>
            KeyValuePair.Create(type.Type, (Features)TestGraphs.Features(graph.NodeCount(type.Type), type.Inputs, engine))));

        IReadOnlyDictionary<string, Tensor> rows = Run(graph, features);

        Assert.That((rows["author"].Shape[0], rows["paper"].Shape[0]), Is.EqualTo((2L, 0L)));
        Assert.That(rows["author"].AllFinite(), Is.True);
    }

    [Test]
    public void Forward_FeaturesThatDoNotFit_AreRefused()
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(engine);
        Dictionary<string, Features> good = graph.NodeTypes.ToDictionary(type => type, type => HeteroFeatures.Of(graph)[type]);

        Assert.Multiple(() =>
        {
            Assert.That(() => Run(graph, With("author", TestGraphs.Features(5, 5, engine))), Throws.ArgumentException.With.Message.Contains("[5, 5]"));
            Assert.That(() => Run(graph, With("venue", TestGraphs.Features(3, 7, engine))), Throws.ArgumentException.With.Message.Contains("7"));
            Assert.That(
                () => Run(graph, new HeteroFeatures(good.Where(pair => pair.Key != "venue"))), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'venue'"));
        });

        HeteroFeatures With(string type, Tensor x) => new(good.Select(pair => pair.Key == type ? KeyValuePair.Create(type, (Features)x) : pair));
    }

    [Test]
    public void Prepare_GraphWithoutAnEdgeType_IsRefused()
    {
        using HeteroGraph graph = HeteroCases.Graph(engine);
        using HeteroGraph without = graph.WithoutEdges(HeteroCases.Cites);
        IHeteroConvolution layer = Create();
        using var module = (Module)layer;

        Assert.That(() => layer.Prepare(without), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("paper-cites-paper"));
    }

    /// <summary>Compares the gradients with central differences; on the reference engine, see <see cref="HeteroGradientTests"/>.</summary>
    internal void CheckGradients()
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(engine);
        IHeteroConvolution layer = Create();
        using var module = (Module)layer;
        using HeteroAdjacency adjacency = layer.Prepare(graph);
        Tensor[] x = [.. HeteroCases.NodeTypes.Select(type => TestGraphs.Features(graph.NodeCount(type.Type), type.Inputs, engine, type.Type).WithGradient())];
        var features = new HeteroFeatures(HeteroCases.NodeTypes.Select((type, place) => KeyValuePair.Create(type.Type, (Features)x[place])));

        double error = GradientCheck.Run(
            () =>
            {
                IReadOnlyDictionary<string, Tensor> rows = layer.Forward(ForwardContext.Inference, features, adjacency);
                return Tensor.Concatenate([.. rows.Values.Select(row => row.Reshape(row.Shape.Count))], 0);
            },
            [.. x, .. module.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    private IReadOnlyDictionary<string, Tensor> Run(HeteroGraph graph, HeteroFeatures x)
    {
        IHeteroConvolution layer = Create();
        using var module = (Module)layer;
        using HeteroAdjacency adjacency = layer.Prepare(graph);
        using (NoGrad.Open())
        {
            return layer.Forward(ForwardContext.Inference, x, adjacency);
        }
    }

    private IHeteroConvolution Create()
    {
        IHeteroConvolution layer = layerCase.Make();
        ((Module)layer).MoveTo(engine);
        return layer;
    }
}
