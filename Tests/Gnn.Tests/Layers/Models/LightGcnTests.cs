using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Layers.Convolutions;
using Gnn.Training.Losses;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class LightGcnTests
{
    private static IEnumerable<TestCaseData> Losses => [.. GoldenLayerCases.Of("model_unsup", "lightgcn_2"), .. GoldenLayerCases.Of("model_unsup", "lightgcn_alpha")];

    private static IEnumerable<TestCaseData> Recommendations => GoldenLayerCases.Of("model_unsup", "lightgcn_recommend");

    [TestCaseSource(nameof(Losses))]
    [Category("Golden")]
    public void Forward_GoldenCase_GivesItsOutputsAndGradients(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        using LightGcn model = Model(golden, engine);
        using Graph graph = GraphOf(golden);
        using Adjacency adjacency = model.Prepare(graph);
        int[] labelled = golden.Graph["label_edge_index"].ToInt32();
        int pairs = labelled.Length / 2;

        Tensor z = model.Forward(ForwardContext.Inference, adjacency);
        Tensor rank = LightGcn.Rank(z, Tensor.Create<int>(labelled.AsSpan(0, pairs), pairs, engine), Tensor.Create<int>(labelled.AsSpan(pairs), pairs, engine));
        (Tensor positive, Tensor negative) = (rank.Rows(0, 3), rank.Rows(3, 3));
        Tensor all = BayesianPersonalizedRanking.Of(positive, negative, model.Table, 0.01);
        Tensor some = BayesianPersonalizedRanking.Of(positive, negative, model.Table.GatherRows(Tensor.Create<int>([0, 1, 5, 7], 4, engine)), 0.01);
        Tensor logistic = (rank.Softplus() - (rank * Tensor.Create<double>([1, 1, 1, 0, 0, 0], 6, engine))).Mean();

        golden.AssertOutput("embedding", z);
        golden.AssertOutput("rank", rank);
        golden.AssertOutput("bpr_loss", all);
        golden.AssertOutput("bpr_loss_nodes", some);
        golden.AssertOutput("bce_loss", logistic);
        golden.Backward(("embedding", z), ("rank", rank), ("bpr_loss", all), ("bpr_loss_nodes", some), ("bce_loss", logistic));
        golden.AssertParameterGradients(model);
    }

    [TestCaseSource(nameof(Recommendations))]
    [Category("Golden")]
    public void Recommend_GoldenCase_GivesItsItems(GoldenCase golden, Engine engine)
    {
        using LightGcn model = Model(golden, engine);
        using Graph graph = GraphOf(golden);
        using Adjacency adjacency = model.Prepare(graph);

        int[][] best = model.Recommend(adjacency, 0..5, 5..11, 3);

        Assert.That(best.SelectMany(each => each), Is.EqualTo(golden.Outputs["top"].ToInt32()));
    }

    [Test]
    public void Recommend_ScoresThatTie_GoByTheId()
    {
        using var model = new LightGcn(5, 2, 0, new RandomSource(1));
        using Tensor ones = Tensor.Ones((5, 2));
        model.SetTensors(new Dictionary<string, Tensor> { ["embedding.weight"] = ones, ["alpha"] = Tensor.Ones(1) });
        using Graph graph = Graph.FromEdges(5, [], []);
        using Adjacency adjacency = model.Prepare(graph);

        Assert.That(model.Recommend(adjacency, 0..1, 1..5, 3)[0], Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public void Forward_WithoutLayers_IsTheTable()
    {
        using var scope = new TensorScope();
        using var model = new LightGcn(4, 3, 0, new RandomSource(2));
        using Graph graph = Graph.FromEdges(4, [0, 2], [2, 0]);
        using Adjacency adjacency = model.Prepare(graph);

        Assert.That(model.Forward(ForwardContext.Inference, adjacency).ToArray<double>(), Is.EqualTo(model.Table.ToArray<double>()));
    }

    [Test]
    public void Constructor_WrongAlpha_NamesWhatIsExpected() => Assert.That(
        () => new LightGcn(4, 3, 2, new RandomSource(1), 0.5, 0.5), Throws.ArgumentException.With.Message.Contains("3 finite numbers"));

    [Test]
    public void Prepare_AnotherGraph_IsRefused()
    {
        using var model = new LightGcn(4, 3, 2, new RandomSource(1));
        using Graph graph = Graph.FromEdges(5, [0], [1]);

        Assert.That(() => model.Prepare(graph), Throws.ArgumentException.With.Message.Contains("4 nodes").And.Message.Contains("5 nodes"));
    }

    private static LightGcn Model(GoldenCase golden, Engine engine)
    {
        using var scope = new TensorScope();
        var model = new LightGcn(golden.IntegerArgument("num_nodes", 0), golden.IntegerArgument("embedding_dim", 0), golden.IntegerArgument("num_layers", 0), new RandomSource(1));
        model.MoveTo(engine);
        model.SetTensors(golden.Parameters.ToDictionary(named => named.Key, named => named.Value.ToTensor(engine)));
        return model;
    }

    private static Graph GraphOf(GoldenCase golden)
    {
        int[] edges = golden.Graph["edge_index"].ToInt32();
        return Graph.FromEdges(golden.SourceCount, edges.AsSpan(0, edges.Length / 2), edges.AsSpan(edges.Length / 2));
    }
}
