using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class HomophilyTests
{
    private static IEnumerable<GoldenCase> GoldenCases => GoldenFile.Cases("utils", "homophily_");

    [Test]
    public void OfEdges_KnownGraphs_AgreesWithPyg()
    {
        using Graph a = SampleGraphs.A();
        using Graph u = SampleGraphs.U();

        Assert.That(Homophily.OfEdges(a), Is.EqualTo(0.333333343).Within(1e-7));
        Assert.That(Homophily.OfEdges(u), Is.EqualTo(0.363636374).Within(1e-7));
    }

    [Test]
    public void OfNodes_KnownGraph_AgreesWithPyg()
    {
        using Graph a = SampleGraphs.A();

        Assert.That(Homophily.OfNodes(a), Is.EqualTo(0.258333355).Within(1e-7));
    }

    [Test]
    public void OfEdgesAndNodes_RandomGraphs_AgreeWithAPlainCount([Range(0, 29)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            var known = sources.Zip(targets).Where(edge => labels[edge.First] >= 0 && labels[edge.Second] >= 0).ToArray();
            var shares = Enumerable.Range(0, labels.Length).Where(node => labels[node] >= 0)
                .Select(node => known.Where(edge => edge.Second == node).Select(IsSame).DefaultIfEmpty().Average())
                .ToArray();
            double byEdge = known.Select(IsSame).DefaultIfEmpty(double.NaN).Average();

            Assert.That(Homophily.OfEdges(graph), Is.EqualTo(byEdge).Within(1e-12));
            Assert.That(Homophily.OfNodes(graph), Is.EqualTo(shares.DefaultIfEmpty(double.NaN).Average()).Within(1e-12));
        }

        double IsSame((int First, int Second) edge) => labels[edge.First] == labels[edge.Second] ? 1 : 0;
    }

    [Test]
    public void OfEdges_NothingToCount_IsNaN()
    {
        using Graph bare = Graph.FromEdges(2, [0], [1]);
        using Graph half = bare.WithLabels([0, -1]);
        using Graph none = bare.WithLabels([-1, -1]);

        Assert.That(Homophily.OfEdges(half), Is.NaN);
        Assert.That(Homophily.OfNodes(half), Is.Zero);
        Assert.That(Homophily.OfNodes(none), Is.NaN);
        Assert.That(() => Homophily.OfEdges(bare), Throws.InvalidOperationException);
    }

    [TestCaseSource(nameof(GoldenCases))]
    [Category("Golden")]
    public void Homophily_GoldenCase_AgreesWithPyg(GoldenCase golden)
    {
        int[] ends = golden.Graph["edge_index"].ToInt32();
        int[] labels = golden.Inputs["y"].ToInt32();
        int[] batch = golden.Inputs.TryGetValue("batch", out GoldenArray? given) ? given.ToInt32() : new int[labels.Length];
        string[] classes = [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"{label}")];
        double[] actual = [.. batch.Distinct().Order().Select(OfPart)];

        golden.AssertClose(golden.Outputs["out"], actual, "homophily");

        // PyG gives a number for each graph of a batch: here each is a graph of its own, with the classes of all.
        double OfPart(int part)
        {
            int[] nodes = [.. Enumerable.Range(0, labels.Length).Where(node => batch[node] == part)];
            int[] edges = [.. Enumerable.Range(0, ends.Length / 2).Where(edge => batch[ends[edge]] == part)];
            int[] sources = [.. edges.Select(edge => Array.IndexOf(nodes, ends[edge]))];
            int[] targets = [.. edges.Select(edge => Array.IndexOf(nodes, ends[(ends.Length / 2) + edge]))];
            using Graph bare = Graph.FromEdges(nodes.Length, sources, targets);
            using Graph graph = bare.WithLabels([.. nodes.Select(node => labels[node])], classes);
            return golden.Arguments.GetProperty("method").GetString() switch
            {
                "edge" => Homophily.OfEdges(graph),
                "node" => Homophily.OfNodes(graph),
                _ => Homophily.ClassInsensitive(graph),
            };
        }
    }

    // Undirected graphs have the assortativity of networkx, which NetworkxTests compares; the others were computed by the formulas, in Python.
    [Test]
    public void AdjustedAndInformativeness_KnownGraphs_AreThoseOfTheFormulas()
    {
        using Graph a = SampleGraphs.A();
        using Graph u = SampleGraphs.U();
        using Graph karate = StatisticsCase.Named("karate").Load();

        Assert.That(Homophily.Adjusted(a), Is.EqualTo(-0.03364737550471064).Within(1e-12));
        Assert.That(Homophily.Adjusted(u), Is.EqualTo(0.019108280254777007).Within(1e-12).And.EqualTo(Assortativity.OfLabels(u)).Within(1e-12));
        Assert.That(Homophily.Adjusted(karate), Is.EqualTo(0.7175308641975308).Within(1e-12));
        Assert.That(Homophily.LabelInformativeness(a), Is.EqualTo(0.011322527485499334).Within(1e-12));
        Assert.That(Homophily.LabelInformativeness(u), Is.EqualTo(0.05386057708655145).Within(1e-12));
        Assert.That(Homophily.LabelInformativeness(karate), Is.EqualTo(0.412629834551389).Within(1e-12));
    }

    [Test]
    public void LabelInformativeness_BipartiteClasses_IsOneWhereHomophilyIsLowest()
    {
        using Graph bare = StatisticsGraphs.Undirected(6, (0, 3), (1, 3), (1, 4), (2, 5), (0, 5));
        using Graph graph = bare.WithLabels([0, 0, 0, 1, 1, 1]);

        Assert.That(Homophily.LabelInformativeness(graph), Is.EqualTo(1).Within(1e-12));
        Assert.That(Homophily.Adjusted(graph), Is.EqualTo(-1).Within(1e-12));
        Assert.That(Homophily.ClassInsensitive(graph), Is.Zero);
    }

    [Test]
    public void LabelInformativeness_MoreClassesThanEdges_IsThatOfTheUsedOnes()
    {
        using Graph u = SampleGraphs.U();
        using Graph spread = u.WithLabels([.. SampleGraphs.LabelsU.Select(label => label * 40)]);

        Assert.That(spread.ClassCount, Is.EqualTo(81));
        Assert.That(Homophily.LabelInformativeness(spread), Is.EqualTo(Homophily.LabelInformativeness(u)).Within(1e-14));
        Assert.That(Homophily.Adjusted(spread), Is.EqualTo(Homophily.Adjusted(u)).Within(1e-14));
    }

    [Test]
    public void Measures_NothingToCount_AreNaN()
    {
        using Graph bare = Graph.FromEdges(3, [0, 1], [1, 0]);
        using Graph one = bare.WithLabels([1, 1, 0]);
        using Graph half = bare.WithLabels([0, -1, 1]);
        using Graph none = bare.WithLabels([-1, -1, -1]);

        Assert.That(new[] { Homophily.Adjusted(one), Homophily.LabelInformativeness(one), Assortativity.OfLabels(one) }, Is.All.NaN);
        Assert.That(new[] { Homophily.Adjusted(half), Homophily.LabelInformativeness(half), Assortativity.OfLabels(half) }, Is.All.NaN);
        Assert.That(new[] { Homophily.Adjusted(none), Homophily.ClassInsensitive(none) }, Is.All.NaN);
        Assert.That(Homophily.ClassInsensitive(one), Is.EqualTo(1 / 3.0).Within(1e-15));
        Assert.That(() => Homophily.Adjusted(bare), Throws.InvalidOperationException);
    }
}
