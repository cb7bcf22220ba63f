using Gnn.Datasets;
using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Networks;

/// <summary>The real files: counts as published, and the same content at each reading.</summary>
[TestFixture]
internal sealed class NetworkDatasetsTests
{
    private static readonly string[] Present =
    [
        "blogcatalog", "ppi", "pos", "brazil-airports", "europe-airports", "usair", "ns", "celegans", "power", "email-eu-core", "ego-facebook", "wiki-vote",
        "ca-astroph", "ca-grqc-largest", "p2p-gnutella08", "cnr-2000", "movie-actors",
    ];

    private static string Root => Path.GetDirectoryName(SharedData.Require("snap"))!;

    [TestCaseSource(nameof(Present))]
    public void Load_RealFiles_GivesTheCountsAndTheKnownContent(string name)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = entry.Load(Root);
        Assert.That(DatasetSize.Of(dataset.Structure), Is.EqualTo(entry.Size));
        Assert.That(entry.ContentHash, Is.EqualTo(dataset.ComputeContentHash()), "loading checks it, where it is known");
        using Dataset again = entry.Load(Root);
        Assert.That(again.ComputeContentHash(), Is.EqualTo(entry.ContentHash));
    }

    [Test]
    public void Entries_OfFilesThatAreNotHere_HaveCountsAndNoHash()
    {
        string[] absent = [.. NetworkSources.Entries.Select(entry => entry.Name).Except(Present)];
        Assert.That(absent, Is.EquivalentTo(new[] { "usa-airports", "pb", "yeast", "router", "ecoli", "ca-grqc" }));
        Assert.That(absent.Select(name => DatasetCatalog.Find(name).Size!.Edges), Is.All.Positive);
        Assert.That(absent.Select(name => DatasetCatalog.Find(name).ContentHash), Is.All.Null);
    }

    [TestCase("blogcatalog", 39, 14476, 0)]
    [TestCase("ppi", 50, 6640, 894)]
    [TestCase("pos", 40, 6770, 222)]
    public void Load_MultiLabelGraph_GivesItsAssignmentsAndLoops(string name, int labels, int assignments, int loops)
    {
        using Graph graph = MultiLabelGraphs.Load(name, Root);
        Tensor column = graph.Nodes[MultiLabelGraphs.LabelsColumn];
        float[] values = column.ToArray<float>();
        Assert.That(column.Shape, Is.EqualTo(new Shape(graph.NodeCount, labels)));
        Assert.That((values.Count(value => value == 1), values.Count(value => value == 0)), Is.EqualTo((assignments, values.Length - assignments)));
        Assert.That(values.Chunk(labels).Min(row => row.Sum()), Is.EqualTo(1), "each node has a label");
        Assert.That(LoopsOf(graph), Is.EqualTo(loops));
        Assert.That(graph.IsUndirected);
        if (name != "pos")
        {
            Assert.That(graph.EdgeWeights, Is.Null);
            return;
        }

        float[] weights = graph.EdgeWeights!.ToArray<float>();
        Assert.That((weights.Min(), weights.Max()), Is.EqualTo((0.5f, 1941.5f)));
    }

    [Test]
    public void Load_OnAnEngine_MakesTheColumnsThere()
    {
        using Graph graph = MultiLabelGraphs.Load("POS", Root, TestEngines.Reference);
        Assert.That(graph.Nodes[MultiLabelGraphs.LabelsColumn].Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(graph.EdgeWeights!.Engine, Is.SameAs(TestEngines.Reference));
    }

    [Test]
    public void Load_Ns_HasNodesWithoutEdges()
    {
        using Graph graph = SealGraphs.Load("NS", Root);
        Assert.That(Enumerable.Range(0, graph.NodeCount).Count(node => graph.InDegree(node) == 0), Is.EqualTo(128));
        Assert.That(LoopsOf(graph), Is.Zero);
    }

    [TestCase("brazil-airports", new[] { 32, 32, 32, 35 }, 71)]
    [TestCase("europe-airports", new[] { 99, 99, 99, 102 }, 2)]
    public void Load_Airports_GivesClassesAndLoops(string name, int[] classes, int loops)
    {
        using Graph graph = Airports.Load(name, Root);
        Assert.That(Enumerable.Range(0, 4).Select(label => graph.HostLabels.Count(label)), Is.EqualTo(classes));
        Assert.That(LoopsOf(graph), Is.EqualTo(loops));
    }

    [Test]
    public void Load_EmailEuCore_IsDirectedWithDepartments()
    {
        using Graph graph = SnapGraphs.Load("email-eu-core", Root);
        Assert.That(graph.IsUndirected, Is.False);
        Assert.That(LoopsOf(graph), Is.EqualTo(642));
        Assert.That(PairsOf(graph), Is.EqualTo(16064));
        Assert.That((graph.ClassCount, graph.HostLabels.Count(4), graph.HostLabels.Count(-1)), Is.EqualTo((42, 109, 0)));
    }

    [Test]
    public void Load_WikiVote_KeepsThePublishedIds()
    {
        using Dataset dataset = DatasetCatalog.Find("wiki-vote").Load(Root);
        Graph graph = dataset.As<Graph>();
        IReadOnlyList<string> ids = dataset.Names["node"];
        Assert.That((ids.Count, ids[0], ids[^1]), Is.EqualTo((7115, "3", "8297")));
        Assert.That((ids[graph.Sources[0]], ids[graph.Targets[0]]), Is.EqualTo(("30", "1412")), "the first line");
        Assert.That(PairsOf(graph), Is.EqualTo(100762));
    }

    [Test]
    public void Load_Cnr2000_GivesThePublishedFigures()
    {
        using Graph graph = CnrWeb.Load(Root);
        int[] degrees = new int[graph.NodeCount];
        foreach (int source in graph.Sources)
        {
            degrees[source]++;
        }

        Assert.That((LoopsOf(graph), degrees.Max(), degrees.Count(degree => degree == 0)), Is.EqualTo((87442, 2716, 78056)));
        Assert.That(graph.Targets[..3].ToArray(), Is.EqualTo(new[] { 1, 342, 343 }));
    }

    [Test]
    public void Load_MovieActors_GivesCasts()
    {
        using Hypergraph casts = MovieActors.Load(Root);
        Assert.That(casts.IncidenceCount, Is.EqualTo(1470404));
        Assert.That(Enumerable.Range(0, casts.HyperedgeCount).Max(casts.Size), Is.EqualTo(294));
        Assert.That(casts.MembersOf(1).ToArray(), Is.EqualTo(new[] { 0, 1 }));
    }

    private static int LoopsOf(Graph graph)
    {
        int loops = 0;
        for (int edge = 0; edge < graph.EdgeCount; edge++)
        {
            loops += graph.Sources[edge] == graph.Targets[edge] ? 1 : 0;
        }

        return loops;
    }

    private static int PairsOf(Graph graph)
    {
        var pairs = new HashSet<(int, int)>();
        for (int edge = 0; edge < graph.EdgeCount; edge++)
        {
            (int a, int b) = (graph.Sources[edge], graph.Targets[edge]);
            if (a != b)
            {
                pairs.Add((Math.Min(a, b), Math.Max(a, b)));
            }
        }

        return pairs.Count;
    }
}
