using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class LightGclTests
{
    private const int Users = 4;
    private const int Items = 5;

    // Who chose what; item 4 was chosen by nobody.
    private static readonly (int User, int Item)[] Chosen = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 3), (3, 2), (3, 3), (3, 0)];

    [Test]
    public void Embed_ViewOfFullRank_IsPropagationItself()
    {
        using var scope = new TensorScope();
        using var model = new LightGcl(Users + Items, 3, 1, new RandomSource(3), new LightGclOptions { Rank = Users, Passes = 60 });
        using Graph graph = Bipartite();
        using RecommendationAdjacency adjacency = model.Prepare(graph, Users, new RandomSource(4));

        RecommendationViews views = model.Embed(ForwardContext.ForTraining(new RandomSource(5)), adjacency);

        // Of four singular values all are kept, so that both views see one matrix.
        Assert.That(views.Global!.ToArray<double>(), Is.EqualTo(views.Local.ToArray<double>()).Within(1e-4));
    }

    [Test]
    public void Embed_LowRank_IsTheBestApproximation()
    {
        using var scope = new TensorScope();
        using var model = new LightGcl(Users + Items, 3, 1, new RandomSource(3), new LightGclOptions { Rank = 1, Passes = 60 });
        using Graph graph = Bipartite();
        using RecommendationAdjacency adjacency = model.Prepare(graph, Users, new RandomSource(4));

        double[] users = adjacency.UserFactors!.ToArray<double>();
        double[] items = adjacency.ItemFactors!.ToArray<double>();

        // The largest singular value of a normalised connected bipartite graph is 1, its vectors the roots of the degrees over the root of the edges.
        int[] userDegrees = [.. Enumerable.Range(0, Users).Select(user => Chosen.Count(pair => pair.User == user))];
        int[] itemDegrees = [.. Enumerable.Range(0, Items).Select(item => Chosen.Count(pair => pair.Item == item))];
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                Assert.That(users[user] * items[item], Is.EqualTo(Math.Sqrt(userDegrees[user] * itemDegrees[item]) / Chosen.Length).Within(1e-5), $"user {user}, item {item}");
            }
        }
    }

    [Test]
    public void Embed_Inference_HasOneViewWithoutDropout()
    {
        using var scope = new TensorScope();
        using var model = new LightGcl(Users + Items, 3, 2, new RandomSource(3), new LightGclOptions { Rank = 2, EdgeDropout = 0.5 });
        using Graph graph = Bipartite();
        using RecommendationAdjacency adjacency = model.Prepare(graph, Users, new RandomSource(4));

        RecommendationViews first = model.Embed(ForwardContext.Inference, adjacency);
        RecommendationViews second = model.Embed(ForwardContext.Inference, adjacency);
        RecommendationViews trained = model.Embed(ForwardContext.ForTraining(new RandomSource(5)), adjacency);

        Assert.That(first.Global, Is.Null);
        Assert.That(second.Local.ToArray<double>(), Is.EqualTo(first.Local.ToArray<double>()));
        Assert.That(trained.Local.ToArray<double>(), Is.Not.EqualTo(first.Local.ToArray<double>()));
    }

    [Test]
    public void Embed_OnTheReferenceEngine_HasTheGradientOfBothViews()
    {
        using var scope = new TensorScope();
        using var model = new LightGcl(Users + Items, 2, 2, new RandomSource(3), new LightGclOptions { Rank = 2 });
        model.MoveTo(TestEngines.Reference);
        using Graph graph = Bipartite();
        using RecommendationAdjacency adjacency = model.Prepare(graph, Users, new RandomSource(4));

        GradientCheck.Run(
            () =>
            {
                RecommendationViews views = model.Embed(ForwardContext.ForTraining(new RandomSource(5)), adjacency);
                return views.Local + (views.Global! * 2);
            },
            model.Table);
    }

    [Test]
    public void Prepare_EdgeBetweenUsers_IsRefused()
    {
        using var model = new LightGcl(Users + Items, 3, 1, new RandomSource(3), new LightGclOptions { Rank = 1 });
        using Graph graph = Graph.FromEdges(Users + Items, [0, 1], [1, 0]);

        Assert.That(() => model.Prepare(graph, Users, new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("must join a user and an item"));
    }

    [Test]
    public void Prepare_RankAboveTheUsers_IsRefused()
    {
        using var model = new LightGcl(Users + Items, 3, 1, new RandomSource(3), new LightGclOptions { Rank = Users + 1 });
        using Graph graph = Bipartite();

        Assert.That(() => model.Prepare(graph, Users, new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("lower LightGclOptions.Rank"));
    }

    private static Graph Bipartite()
    {
        int[] users = [.. Chosen.Select(pair => pair.User)];
        int[] items = [.. Chosen.Select(pair => Users + pair.Item)];
        return Graph.FromEdges(Users + Items, [.. users, .. items], [.. items, .. users]);
    }
}
