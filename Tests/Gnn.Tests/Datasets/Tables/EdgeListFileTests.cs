using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class EdgeListFileTests
{
    private static readonly EdgeListOptions Undirected = new() { IsUndirected = true };

    [Test]
    public void Read_Directed_KeepsOrderRepeatsAndIds()
    {
        using Dataset dataset = ReadEdges("# a comment\r\n7 900000000000\r\n\r\n 3\t7\r\n7 900000000000");
        Graph graph = dataset.As<Graph>();
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 2, 1, 2 }));
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "3", "7", "900000000000" }));
    }

    [Test]
    public void Read_IdsWithoutGaps_KeepsThemWithoutNames()
    {
        using Dataset dataset = ReadEdges("0 2\n1 0\n");
        Assert.That(dataset.Names, Is.Empty);
        Assert.That(dataset.As<Graph>().Targets.ToArray(), Is.EqualTo(new[] { 2, 0 }));
    }

    [Test]
    public void Read_NodeCount_KeepsIdsAndNodesWithoutEdges()
    {
        using Dataset dataset = ReadEdges("0 3\n", new EdgeListOptions { NodeCount = 6 });
        Assert.That((dataset.As<Graph>().NodeCount, dataset.As<Graph>().Targets[0]), Is.EqualTo((6, 3)));
        Assert.That(() => ReadEdges("0 6\n", new EdgeListOptions { NodeCount = 6 }), Throws.TypeOf<DataFormatException>().With.Message.Contains("of 0 to 5, got 6"));
    }

    [Test]
    public void Read_Undirected_CountsEachPairOnceWithItsFirstWeight()
    {
        using Dataset dataset = ReadEdges("2 1 0.5\n1 2 7\n0 0 3\n0 2 4\n", Undirected with { HasWeights = true });
        Graph graph = dataset.As<Graph>();
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 0, 1, 2, 2 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 0, 2, 2, 0, 1 }));
        Assert.That(graph.EdgeWeights!.ToArray<float>(), Is.EqualTo(new[] { 3, 4, 0.5f, 4, 0.5f }));
    }

    [TestCase("1 2\n3\n", "line 2, column 2", "expected a target")]
    [TestCase("1 2 5\n", "line 1", "If it is a weight, say so")]
    [TestCase("1 x\n", "line 1, column 3", "got 'x'")]
    [TestCase("1 -2\n", "line 1, column 3", "got -2")]
    [TestCase("1 99999999999999999999\n", "line 1, column 3", "a whole number")]
    public void Read_DamagedLine_IsRefusedWithItsPlace(string text, string place, string message) =>
        Assert.That(() => ReadEdges(text), Throws.TypeOf<DataFormatException>().With.Message.Contains(place).And.Message.Contains(message));

    [Test]
    public void ReadNeighbours_GivesAnEdgeForEachNeighbour()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["a.adjlist"], "1 2 3\n2 1\n3 1\n");
        using Dataset dataset = AdjacencyListFile.Read(scratch["a.adjlist"], Undirected);
        Assert.That((dataset.As<Graph>().NodeCount, dataset.As<Graph>().EdgeCount), Is.EqualTo((3, 4L)));
        Assert.That(() => AdjacencyListFile.Read(scratch["a.adjlist"], Undirected with { HasWeights = true }), Throws.ArgumentException);
        File.WriteAllText(scratch["a.adjlist"], "1 2 3\n2\n");
        Assert.That(() => AdjacencyListFile.Read(scratch["a.adjlist"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 2"));
    }

    [Test]
    public void ReadNeighbours_KarateAsPublished_IsTheClub()
    {
        using Dataset list = AdjacencyListFile.Read(SharedData.Require("embedding/karate.adjlist"), Undirected);
        using Graph club = KarateClub.Load().Graph;
        Assert.That(PairsOf(list.As<Graph>()), Is.EquivalentTo(PairsOf(club)));
        Assert.That(list.Names["node"], Is.EqualTo(Enumerable.Range(1, 34).Select(id => $"{id}")));

        // This copy of the edge list names 9 33 twice, and leaves 9 31 out.
        using Dataset edges = EdgeListFile.Read(SharedData.Require("embedding/karate.edgelist"), Undirected);
        Assert.That(PairsOf(list.As<Graph>()).Except(PairsOf(edges.As<Graph>())), Is.EquivalentTo(new[] { (8, 30), (30, 8) }));
    }

    [Test]
    public void ReadWebGraph_GivesSuccessors()
    {
        using Graph graph = WebGraphFile.Read(Text("4\n1 2 \n\n0\n\n"));
        Assert.That(graph.NodeCount, Is.EqualTo(4));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 0, 2 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 1, 2, 0 }));
    }

    [TestCase("4\n1 2\n\n0\n", "line 5", "the successors of node 3")]
    [TestCase("2\n1\n2\n", "line 3, column 1", "got 2")]
    [TestCase("2\n1\n0\n1\n", "line 4", "expected the end of the file")]
    [TestCase("2000000000\n1\n", "line 1", "the number of nodes")]
    [TestCase("", "line 1", "the number of nodes")]
    public void ReadWebGraph_Damaged_IsRefusedWithItsPlace(string text, string place, string message) =>
        Assert.That(() => WebGraphFile.Read(Text(text)), Throws.TypeOf<DataFormatException>().With.Message.Contains(place).And.Message.Contains(message));

    [Test]
    public void Read_Mutations_ReadsOrRefuses() => Fuzz(ParserFuzz.SuiteRounds);

    [Test, Category(ParserFuzz.LongCategory)]
    [Explicit("20,000 inputs, seconds: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~ManyMutations")]
    public void Read_ManyMutations_ReadsOrRefuses() => Fuzz(ParserFuzz.LongRounds);

    private static void Fuzz(int rounds)
    {
        byte[] edges = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 50).Select(i => $"{i * 3}\t{(i + 7) * 2}\n")));
        byte[] web = Encoding.ASCII.GetBytes("20\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i} {(i * 7) % 20}\n")));
        Assert.That(ParserFuzz.SurvivesMutations(edges, bytes => EdgeListFile.Read(new TextScanner(bytes, "a.txt")).Dispose(), rounds), Is.GreaterThan(rounds / 10));
        Assert.That(ParserFuzz.SurvivesMutations(web, bytes => WebGraphFile.Read(new TextScanner(bytes, "a.txt")).Dispose(), rounds), Is.GreaterThan(rounds / 10));
    }

    private static TextScanner Text(string text) => new(Encoding.ASCII.GetBytes(text), "a.txt");

    private static Dataset ReadEdges(string text, EdgeListOptions? options = null) => EdgeListFile.Read(Text(text), options);

    private static List<(int Source, int Target)> PairsOf(Graph graph) => [.. graph.Sources.ToArray().Zip(graph.Targets.ToArray())];
}
