using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Tests.Examples;
using Gnn.Training.Links;
using NUnit.Framework;

namespace Gnn.Tests.Training.Links;

[TestFixture]
internal sealed class WalkPoolTests
{
    private static readonly WalkPoolOptions Small = new() { Hidden = 8, WalkLength = 5, Constants = 3 };

    // Another batch or order of nodes sums in another order: a rounding in each step of the walks and of seven linear maps, on logits of about 0.1.
    private const double Rounding = 1e-5;

    private static IEnumerable<WalkPoolOptions> Forms =>
        [Small, Small with { UseLabels = true }, Small with { UseFeatures = true }, Small with { Hops = 1, Heads = 1 }, Small with { UseFeatures = true, UseLabels = true, Heads = 3 }];

    [TestCaseSource(nameof(Forms))]
    public void Score_Batch_IsOneByOneAndSymmetric(WalkPoolOptions options)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using WalkPool model = Create(options);
        (int[] sources, int[] targets) = Pairs(40);

        double[] together = Scores(model, graph, sources, targets);

        Assert.That(together.Distinct().Count(), Is.GreaterThan(20));
        for (int pair = 0; pair < sources.Length; pair++)
        {
            Assert.That(Scores(model, graph, [sources[pair]], [targets[pair]])[0], Is.EqualTo(together[pair]).Within(Rounding), $"pair {pair}");
        }

        Assert.That(Scores(model, graph, targets, sources), Is.EqualTo(together).Within(Rounding), "ends in the other order");
        Assert.That(Scores(model, graph, [], []), Is.Empty);
    }

    [TestCaseSource(nameof(Forms))]
    public void Score_NodesInAnotherOrder_IsTheSame(WalkPoolOptions options)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using WalkPool model = Create(options);
        (int[] sources, int[] targets) = Pairs(30);
        int[] place = new RandomSource(6).Sequence().Permutation(Communities.Nodes);
        int[] inverse = new int[place.Length];
        for (int node = 0; node < place.Length; node++)
        {
            inverse[place[node]] = node;
        }

        using Graph bare = Graph.FromEdges(
            Communities.Nodes, [.. graph.Sources.ToArray().Select(node => place[node])], [.. graph.Targets.ToArray().Select(node => place[node])], isUndirected: true);
        using Graph moved = bare.WithFeatures(graph.Features.ToDense().GatherRows(Tensor.Create(inverse, inverse.Length)));

        double[] scores = Scores(model, moved, [.. sources.Select(node => place[node])], [.. targets.Select(node => place[node])]);

        Assert.That(scores, Is.EqualTo(Scores(model, graph, sources, targets)).Within(Rounding));
    }

    [Test]
    public void Score_AskedLinkThereOrNot_IsTheSameToTheBit()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using WalkPool model = Create(Small with { UseLabels = true });
        foreach (int edge in new[] { 0, 17, 40 })
        {
            (int source, int target) = (graph.Sources[edge], graph.Targets[edge]);
            int[] kept = [.. Enumerable.Range(0, (int)graph.EdgeCount).Where(each =>
                (graph.Sources[each], graph.Targets[each]) != (source, target) && (graph.Sources[each], graph.Targets[each]) != (target, source))];
            using Graph bare = Graph.FromEdges(Communities.Nodes, [.. kept.Select(each => graph.Sources[each])], [.. kept.Select(each => graph.Targets[each])], isUndirected: true);
            using Graph without = bare.WithFeatures(graph.Features);

            Assert.That(Scores(model, without, [source, 3], [target, 50])[0], Is.EqualTo(Scores(model, graph, [source, 3], [target, 50])[0]));
        }
    }

    [Test]
    public void Score_EndsWithLittleAround_IsFinite()
    {
        // 0 - 1 only joined by each other, 2 and 3 alone, a path 4 - 5 - 6, and a loop at 7.
        using Graph bare = Graph.FromEdges(8, [0, 1, 4, 5, 5, 6, 7], [1, 0, 5, 4, 6, 5, 7], isUndirected: true);
        using Graph graph = bare.WithFeatures(Tensor.Ones((8, Communities.Features)));
        foreach (WalkPoolOptions options in Forms)
        {
            using WalkPool model = Create(options);
            double[] scores = Scores(model, graph, [0, 2, 2, 4, 2, 7, 5], [1, 3, 0, 6, 5, 3, 7]);

            Assert.That(scores, Has.All.Matches<double>(double.IsFinite), $"{options}");
            Assert.That(scores[1], Is.EqualTo(scores[0]).Within(Rounding), "two nodes without an edge, and two that only the asked link joins");
            Assert.That(scores[2], Is.Not.EqualTo(scores[0]).Within(Rounding), "two nodes, one of which has a neighbour");
            Assert.That(scores[3], Is.Not.EqualTo(scores[0]).Within(Rounding), "two nodes with a common neighbour");
        }
    }

    [Test]
    public void Score_EndsWithLittleAround_HasGradients()
    {
        using Graph bare = Graph.FromEdges(4, [0, 1], [1, 0], isUndirected: true);
        using Graph graph = bare.WithFeatures(Tensor.Ones((4, 1)));
        using WalkPool model = Create(Small);
        using var scope = new TensorScope();
        using Adjacency adjacency = model.Prepare(graph);
        ForwardContext context = ForwardContext.ForTraining(new RandomSource(2), scope);

        model.Score(context, model.Embed(context, graph.Features, adjacency), adjacency, [0, 2], [1, 3]).Sum().Backward();

        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            Assert.That(parameter.Value.Gradient?.ToArray<double>() ?? [], Has.All.Matches<double>(double.IsFinite), name);
        }
    }

    [Test]
    public void Score_ManyPairsWithoutGradients_IsTheSameInParts()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using WalkPool model = Create(Small);
        (int[] sources, int[] targets) = Pairs(150);

        double[] atOnce = Scores(model, graph, sources, targets);

        using (NoGrad.Open())
        {
            Assert.That(Scores(model, graph, sources, targets), Is.EqualTo(atOnce).Within(Rounding));
            Assert.That(() => Scores(model, graph, sources, targets[..149]), Throws.ArgumentException);
        }
    }

    [Test]
    public void Score_AnyThreads_GivesTheSameBitsForwardAndBackward()
    {
        double[][] results = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var engine = new CpuEngine(threads) { ParallelWork = 0, WakingWork = 0 };
            using Graph graph = Communities.Graph(engine);
            using WalkPool model = Create(Small);
            model.MoveTo(engine);
            (int[] sources, int[] targets) = Pairs(33);
            using var scope = new TensorScope();
            using Adjacency adjacency = model.Prepare(graph);
            ForwardContext context = ForwardContext.ForTraining(new RandomSource(2), scope);
            Tensor scores = model.Score(context, model.Embed(context, graph.Features, adjacency), adjacency, sources, targets);
            scores.Square().Sum().Backward();
            return scores.ToArray<double>().Concat(model.Parameters().SelectMany(parameter => parameter.Value.Gradient!.ToArray<double>())).ToArray();
        })];

        Assert.That(results[1], Is.EqualTo(results[0]));
        Assert.That(results[2], Is.EqualTo(results[0]));
    }

    [Test]
    public void Score_OnTheReferenceEngine_HasTheSlopesOfDifferences()
    {
        using Graph graph = Communities.Graph(TestEngines.Reference);
        using WalkPool model = Create(new WalkPoolOptions { Hidden = 2, WalkLength = 3, Constants = 1, Hops = 1, Heads = 1, Dropout = 0 });
        model.MoveTo(TestEngines.Reference);
        using Adjacency adjacency = model.Prepare(graph);
        Tensor[] leaves = [.. model.NamedParameters().Where(each => each.Name.StartsWith("conv", StringComparison.Ordinal) || each.Name.StartsWith("wp", StringComparison.Ordinal)).Select(each => each.Parameter.Value)];

        GradientCheck.Run(() => model.Score(ForwardContext.Inference, model.Embed(ForwardContext.Inference, graph.Features, adjacency), adjacency, [0, 1, 5], [9, 4, 8]), leaves);
    }

    [Test]
    public void Create_BadArguments_ThrowAndSayWhat()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Refuses(Small with { Hops = 0 }, "Hops");
            Refuses(Small with { MaxNodesPerHop = 0 }, "MaxNodesPerHop");
            Refuses(Small with { Hidden = 0 }, "Hidden");
            Refuses(Small with { Heads = 0 }, "Heads");
            Refuses(Small with { WalkLength = 1 }, "WalkLength");
            Refuses(Small with { Constants = 0 }, "Constants");
            Refuses(Small with { Dropout = 1 }, "Dropout");
            Refuses(Small with { Dropout = double.NaN }, "Dropout");
            Assert.That(() => new WalkPool(-1, random), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new WalkPool(0, random, Small with { UseFeatures = true }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });

        void Refuses(WalkPoolOptions options, string named) =>
            Assert.That(() => new WalkPool(1, random, options), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(named));
    }

    [Test]
    public void Score_BadArguments_ThrowAndSayWhat()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using WalkPool model = Create(Small);
        using var scope = new TensorScope();
        using Adjacency adjacency = model.Prepare(graph);
        using var other = new Adjacency(graph.InEdges);
        Tensor x = model.Embed(ForwardContext.Inference, graph.Features, adjacency);

        Assert.Multiple(() =>
        {
            Assert.That(() => model.Prepare(null!), Throws.ArgumentNullException);
            Assert.That(() => model.Score(ForwardContext.Inference, x, other, [0], [1]), Throws.ArgumentException.With.Message.Contains("Prepare"));
            Assert.That(() => model.Score(ForwardContext.Inference, null!, adjacency, [0], [1]), Throws.ArgumentNullException);
            Assert.That(() => model.Score(ForwardContext.Inference, x, adjacency, [0], [0]), Throws.ArgumentException.With.Message.Contains("both 0"));
            Assert.That(() => model.Score(ForwardContext.Inference, x, adjacency, [0], [60]), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => model.Score(ForwardContext.Inference, x, adjacency, [0, 1], [2]), Throws.ArgumentException);
        });
    }

    [Test]
    public void Link_Celegans_TrainsFromTheCommandLine()
    {
        string data = Path.GetDirectoryName(SharedData.Require("seal"))!;

        var run = CommandLine.Run("link", "--dataset", "celegans", "--model", "walkpool", "--hops", "1", "--epochs", "1", "--data", data, "--json");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        JsonElement json = JsonDocument.Parse(run.LastLine).RootElement;
        Assert.That(json.ToString(), Does.Contain("walkpool"));
        Assert.That(run.Error, Does.Contain("1836 train").Or.Contains("1837 train").And.Contains("214 test"));
    }

    private static WalkPool Create(WalkPoolOptions options) => new(Communities.Features, new RandomSource(1), options);

    private static (int[] Sources, int[] Targets) Pairs(int count)
    {
        RandomSequence draws = new RandomSource(4).Sequence();
        int[] sources = [.. Enumerable.Range(0, count).Select(_ => draws.NextInt32(Communities.Nodes))];
        return (sources, [.. sources.Select(source => (source + 1 + draws.NextInt32(Communities.Nodes - 1)) % Communities.Nodes)]);
    }

    private static double[] Scores(WalkPool model, Graph graph, int[] sources, int[] targets)
    {
        using var scope = new TensorScope();
        using Adjacency adjacency = model.Prepare(graph);
        ForwardContext context = ForwardContext.Inference;
        return model.Score(context, model.Embed(context, graph.Features, adjacency), adjacency, sources, targets).ToArray<double>();
    }
}
