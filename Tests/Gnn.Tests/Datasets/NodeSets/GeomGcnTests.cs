using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Heterophily;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Transforms;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

[TestFixture]
internal sealed class GeomGcnTests
{
    private const string Header = "node_id\tfeature\tlabel\n";
    private const string Nodes = Header + "1\t0,1,0\t0\n0\t1,0,0\t1\n2\t0,0,0\t1\n";
    private const string Edges = "node_id\tnode_id\n0\t1\n1\t0\n2\t2\n0\t1\n0\t2\n";

    private static readonly TestCaseData[] Undirected =
    [
        new("texas", (87, 59, 37), new Figures(183, 574, 16, 1703, 15266, 1130051672, [33, 1, 18, 101, 30], 0.087108, 4164985)),
        new("cornell", (87, 59, 37), new Figures(183, 557, 3, 1703, 15266, 1130051672, [33, 1, 18, 101, 30], 0.299820, 3749388)),
        new("Chameleon", (1092, 729, 456), new Figures(2277, 62792, 50, 2325, 29157, 37992099163, [456, 460, 453, 521, 387], 0.230539, 101608345574)),
        new("squirrel", (2496, 1664, 1041), new Figures(5201, 396846, 140, 2089, 93477, 256186013137, [1042, 1040, 1039, 1040, 1040], 0.222409, 3830064948702)),
        new("film", (3648, 2432, 1520), new Figures(7600, 53411, 93, 932, 40977, 56583772119, [853, 1337, 1630, 1815, 1965], 0.218101, 756321885525)),
    ];

    private static readonly TestCaseData[] Directed =
    [
        new("texas", new Figures(183, 325, 16, 1703, 15266, 1130051672, [33, 1, 18, 101, 30], 0.107692, 2417714)),
        new("cornell", new Figures(183, 298, 3, 1703, 15266, 1130051672, [33, 1, 18, 101, 30], 0.305369, 2042469)),
        new("chameleon", new Figures(2277, 36101, 50, 2325, 29157, 37992099163, [456, 460, 453, 521, 387], 0.235007, 60112995965)),
        new("squirrel", new Figures(5201, 217073, 140, 2089, 93477, 256186013137, [1042, 1040, 1039, 1040, 1040], 0.223943, 2179151384229)),
        new("film", new Figures(7600, 33391, 122, 932, 40977, 56583772119, [853, 1337, 1630, 1815, 1965], 0.219341, 474136351753)),
    ];

    private static string Root => Path.GetDirectoryName(SharedData.Require("geom-gcn"))!;

    private static int[] All(NodeSplit split) => [.. split.Train, .. split.Validation, .. split.Test];

    private static (int Train, int Validation, int Test)[] Sizes(IEnumerable<NodeSplit> splits) =>
        [.. splits.Select(split => (split.Train.Length, split.Validation.Length, split.Test.Length))];

    private static TextScanner Scan(string text) => new(Encoding.UTF8.GetBytes(text), "nodes.txt", (byte)'\t');

    private static void WriteGraph(string root, string name, string nodes, string edges)
    {
        string folder = Path.Combine(root, "geom-gcn", "new_data", name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, GeomGcnFiles.Nodes), nodes);
        File.WriteAllText(Path.Combine(folder, GeomGcnFiles.Edges), edges);
    }

    // Masks as bytes and as truth values, in turn, as the release has them.
    private static void WriteSplits(string root, string name, byte[] train, byte[] validation, byte[] test)
    {
        for (int i = 0; i < GeomGcnFiles.SplitCount; i++)
        {
            byte[] Mask(byte[] mask) => i % 2 == 0 ? NpzBytes.Bytes(mask) : NpzBytes.Bools($"({mask.Length},)", [.. mask.Select(cell => cell == 1)]);
            string path = Path.Combine(root, "geom-gcn", "splits", GeomGcnFiles.SplitName(name, i));
            NpzBytes.Write(path, ("train_mask", Mask(train)), ("val_mask", Mask(validation)), ("test_mask", Mask(test)));
        }
    }

    [TestCaseSource(nameof(Undirected))]
    public void Load_RealFiles_HasTheFiguresAndTenSplits(string name, (int Train, int Validation, int Test) sizes, Figures figures)
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load(name, Root, keepDefects: true);
        using (graph)
        {
            figures.Check(graph);
            Assert.That(graph.IsUndirected);
            Assert.That(splits.Select(split => split.Name), Is.EqualTo(Enumerable.Range(0, 10).Select(i => $"split {i}")));
            Assert.That(Sizes(splits), Has.All.EqualTo(sizes));
            Assert.That(splits.Select(split => split.Train.ToArray().Sum()), Is.Unique, "ten different splits");
        }
    }

    [TestCaseSource(nameof(Directed))]
    public void Load_RealFilesDirected_HasTheEdgesOfTheFile(string name, Figures figures)
    {
        (Graph graph, _) = GeomGcn.Load(name, Root, isDirected: true, keepDefects: true);
        using (graph)
        {
            figures.Check(graph);
            Assert.That(graph.IsUndirected, Is.False);
        }
    }

    [TestCase("cora-geom", 1192, 796, 497)]
    [TestCase("pubmed-geom", 9463, 6310, 3944)]
    public void Load_GraphOfPlanetoid_HasTenSplitsOfThePublishedSizes(string name, int train, int validation, int test)
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load(name, Root);
        using (graph)
        {
            Assert.That(Sizes(splits), Is.EqualTo(Enumerable.Repeat((train, validation, test), 10)));
            Assert.That(splits.Select(split => split.Train.ToArray().Sum()), Is.Unique, "ten different splits");
        }
    }

    [Test]
    public void Load_Cornell_IsRefusedWithTheCure()
    {
        Assert.That(
            () => GeomGcn.Load("cornell", Root),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("got those of texas")
                .And.Message.Contains("heterophilous-cornell").And.Message.Contains("keepDefects"));
        Assert.That(() => DatasetCatalog.Find("cornell").Load(Root), Throws.TypeOf<DataFormatException>());
    }

    [Test]
    public void Load_CornellWithItsDefect_HasTheHomophilyOfPapersThatUsedIt()
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load("cornell", Root, keepDefects: true);
        using (graph)
        using (Graph plain = graph.WithoutSelfLoops())
        {
            Assert.That(Homophily.OfEdges(plain), Is.EqualTo(0.296).Within(5e-4));
            Assert.That(Sizes(splits), Is.EqualTo(Enumerable.Repeat((87, 59, 37), 10)));
        }
    }

    [Test]
    public void Load_CornellWithNodesOfItsOwn_IsRead()
    {
        using var scratch = new ScratchFolder();
        WriteGraph(scratch.Path, "cornell", Nodes, Edges);
        WriteSplits(scratch.Path, "cornell", [1, 0, 0], [0, 1, 0], [0, 0, 1]);
        using Dataset data = DatasetCatalog.Find("cornell").Load(scratch.Path);
        Assert.That(data.As<Graph>().NodeCount, Is.EqualTo(3));
    }

    [Test]
    public void Load_CoraGeom_SplitsTheLargestComponentOnly()
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load("cora-geom", Root);
        using (graph)
        {
            var components = Components.Weak(graph);
            int[] largest = components.Nodes(components.Largest);
            Assert.That(largest, Has.Length.EqualTo(2485));
            Assert.That(splits, Has.All.Matches<NodeSplit>(split => largest.SequenceEqual(All(split!).Order())));
            (Graph planetoid, _) = Planetoid.Load("cora", Root);
            using (planetoid)
            {
                Assert.That(graph.ContentHash, Is.EqualTo(planetoid.ContentHash));
            }
        }
    }

    [Test]
    public void Load_CiteseerGeomAsPublished_HasThePublishedSizes()
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load("citeseer-geom", Root, keepDefects: true);
        using (graph)
        {
            Assert.That(graph.HostLabels.ToArray().Count(label => label == 0), Is.EqualTo(249 + 15));
            Assert.That(Sizes(splits), Is.EqualTo(Enumerable.Range(0, 10).Select(i => i is 4 or 5 ? (1017, 679, 424) : (1596, 1065, 666))));
        }
    }

    [Test]
    public void Load_CiteseerGeom_LeavesOutWhatHasNoClass()
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load("citeseer-geom", Root);
        using (graph)
        {
            Assert.That(graph.HostLabels.ToArray().Count(label => label < 0), Is.EqualTo(15));
            Assert.That(splits.Select(split => split.Train.Length + split.Validation.Length + split.Test.Length),
                Is.EqualTo(Enumerable.Range(0, 10).Select(i => i is 4 or 5 ? 2110 : 3312)));
            Assert.That(splits.SelectMany(split => split.Audit(graph).Problems), Is.Empty);
        }
    }

    [Test]
    public void Load_WisconsinOfAFewPages_IsRead()
    {
        using var scratch = new ScratchFolder();
        WriteGraph(scratch.Path, "wisconsin", Nodes, Edges);
        WriteSplits(scratch.Path, "wisconsin", [1, 0, 0], [0, 0, 1], [0, 1, 0]);
        (Graph graph, IReadOnlyList<NodeSplit> splits) = GeomGcn.Load("wisconsin", scratch.Path);
        using (graph)
        {
            Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(new[] { (0, 1), (0, 2), (1, 0), (2, 0), (2, 2) }));
            Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }), "rows are by id");
            Assert.That(graph.Features.Sparse!.ToDense().ToArray<float>(), Is.EqualTo(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 0 }));
            Assert.That(splits, Has.Count.EqualTo(10));
            Assert.That(splits, Has.All.Matches<NodeSplit>(split => All(split!).SequenceEqual([0, 2, 1])));
        }
    }

    [Test]
    public void Read_ListsOfFeatures_MayRepeatOneAndReachTheNumberOfTheHeader()
    {
        var table = GeomGcnTable.Read(Scan("node_id\tfeature(feature_amount:4)\tlabel\n0\t4,1,4\t0\n1\t0\t1\n"));
        using SparseTensor features = table.ToFeatures();
        Assert.That(features.Structure.ColumnCount, Is.EqualTo(5));
        Assert.That(features.Structure.Row(0).ToArray(), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(features.Structure.Row(1).ToArray(), Is.EqualTo(new[] { 0 }));
    }

    [TestCase("", "line 1: expected a header, got the end of the file")]
    [TestCase(Header, "line 1, column 1: expected a row for each node")]
    [TestCase(Header + "0\t0,1\t0\n1\t0,1,0\t0\n", "line 3, column 10: expected 2 features as in the first row, got 3")]
    [TestCase(Header + "0\t0,2\t0\n", "expected 0 or 1 as feature 1, got '2'")]
    [TestCase(Header + "0\t0,\t0\n", "expected 0 or 1 as feature 1, got the end of the features")]
    [TestCase(Header + "0\t0;1\t0\n", "expected 0 or 1 as feature 0, got '0;1'")]
    [TestCase(Header + "0\t0,1\n", "line 2, column 6: expected a class, got the end of the line")]
    [TestCase(Header + "0\t0,1\t0\n2\t0,1\t0\n", "line 3: expected each node of 0 to 1 once in the 2 rows, got 2")]
    [TestCase(Header + "0\t0,1\t0\n0\t0,1\t0\n", "line 3: expected each node of 0 to 1 once in the 2 rows, got 0")]
    [TestCase(Header + "0\t0,1\t7\n", "line 2: expected a class below the number of nodes, 1, got 7")]
    [TestCase("a\tfeature(feature_amount:x)\tc\n0\t1\t0\n", "expected the highest feature, 0 to 16777215")]
    [TestCase("a\tfeature(feature_amount:3)\tc\n0\t1,4\t0\n", "expected features of 0 to 3 with commas between them, got '4'")]
    [TestCase("a\tfeature(feature_amount:3)\tc\n0\t1,\t0\n", "expected features of 0 to 3 with commas between them, got ''")]
    public void Read_DamagedNodes_NamesTheLine(string text, string message) =>
        Assert.That(
            () => GeomGcnTable.Read(Scan(text)),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("nodes.txt: ").And.Message.Contains(message));

    [TestCase(Nodes)]
    [TestCase("node_id\tfeature(feature_amount:4)\tlabel\n0\t4,1,4\t0\n1\t0\t1\n2\t2,3\t0\n")]
    public void Read_MutatedNodes_ReadsOrRefuses(string text)
    {
        int refused = ParserFuzz.SurvivesMutations(
            Encoding.UTF8.GetBytes(text), bytes => GeomGcnTable.Read(new TextScanner(bytes, "nodes.txt", (byte)'\t')).ToFeatures().Dispose());
        Assert.That(refused, Is.GreaterThan(200));
    }

    [Test]
    public void ReadEdges_MutatedText_ReadsOrRefuses()
    {
        int refused = ParserFuzz.SurvivesMutations(
            Encoding.UTF8.GetBytes(Edges), bytes => GeomGcnFiles.ReadEdges(new TextScanner(bytes, "edges.txt", (byte)'\t'), 3));
        Assert.That(refused, Is.GreaterThan(200));
    }

    [Test]
    public void Load_EdgesOrMasksThatDoNotFit_IsRefused()
    {
        using var scratch = new ScratchFolder();
        WriteSplits(scratch.Path, "wisconsin", [1, 0, 0], [0, 0, 1], [0, 1, 0]);
        void Refuses(string message) =>
            Assert.That(() => GeomGcn.Load("wisconsin", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
        WriteGraph(scratch.Path, "wisconsin", Nodes, "node_id\tnode_id\n0\t3\n");
        Refuses("line 2, column 3: expected the target of an edge of 0 to 2, got 3");
        WriteGraph(scratch.Path, "wisconsin", Nodes, "node_id\tnode_id\n0\n");
        Refuses("line 2, column 2: expected the target of an edge, got the end of the line");
        WriteGraph(scratch.Path, "wisconsin", Nodes, "");
        Refuses("line 1: expected a header");
        WriteGraph(scratch.Path, "wisconsin", Nodes, Edges);
        WriteSplits(scratch.Path, "wisconsin", [1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0]);
        Refuses("wisconsin_split_0.6_0.2_0.npz: train_mask: expected 3 elements, one for each node, got 4");
        WriteSplits(scratch.Path, "wisconsin", [1, 0, 0], [1, 0, 1], [0, 1, 0]);
        Refuses("split 0, node 0: expected each node in one part at most, got it in two");
    }

    [Test]
    public void Load_TexasCutShort_IsRefused()
    {
        using var scratch = new ScratchFolder();
        string nodes = File.ReadAllText(SharedData.Require("geom-gcn/new_data/texas/" + GeomGcnFiles.Nodes));
        string edges = File.ReadAllText(SharedData.Require("geom-gcn/new_data/texas/" + GeomGcnFiles.Edges));
        WriteSplits(scratch.Path, "texas", new byte[183], new byte[183], new byte[183]);
        WriteGraph(scratch.Path, "texas", nodes[..^1000], edges);
        Assert.That(() => GeomGcn.Load("texas", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 184"));
        WriteGraph(scratch.Path, "texas", nodes, edges);
        Assert.That(() => GeomGcn.Load("texas", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("with the content hash"));
    }

    [Test]
    public void Load_WrongArguments_SaysWhich()
    {
        Assert.That(() => GeomGcn.Load("actor"), Throws.ArgumentException.With.Message.Contains("squirrel, film, cora-geom"));
        Assert.That(() => GeomGcn.Load("cora-geom", Root, isDirected: true), Throws.ArgumentException.With.Message.Contains("no directed form"));
    }
}
