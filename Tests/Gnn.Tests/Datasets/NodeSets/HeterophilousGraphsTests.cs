using Gnn.Datasets;
using Gnn.Datasets.Heterophily;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

[TestFixture]
internal sealed class HeterophilousGraphsTests
{
    private static readonly TestCaseData[] Real =
    [
        new("minesweeper", (5000, 2500, 2500), new Figures(10000, 78804, 0, 7, 10000, 115570917, [8000, 2000], 0.682783, 2617654759302)),
        new("squirrel-filtered", (1053, 718, 452), new Figures(2223, 93996, 0, 2089, 32481, 39882394416, [756, 516, 397, 321, 233], 0.207179, 160014500639)),
        new("squirrel-filtered-directed", (1053, 718, 452),
            new Figures(2223, 65718, 140, 2089, 32481, 39882394416, [756, 516, 397, 321, 233], 0.217414, 113997505780)),
        new("heterophilous-actor", (3648, 2432, 1520),
            new Figures(7600, 53318, 0, 932, 40977, 56583772119, [853, 1337, 1630, 1815, 1965], 0.216737, 754476483819)),
        new("heterophilous-chameleon", (1092, 729, 456),
            new Figures(2277, 62742, 0, 2325, 29157, 37992099163, [456, 460, 453, 521, 387], 0.229926, 101440291642)),
        new("heterophilous-chameleon-directed", (1092, 729, 456),
            new Figures(2277, 36101, 50, 2325, 29157, 37992099163, [456, 460, 453, 521, 387], 0.235007, 60112995965)),
        new("heterophilous-squirrel", (2496, 1664, 1041),
            new Figures(5201, 396706, 0, 2089, 93477, 256186013137, [1042, 1040, 1039, 1040, 1040], 0.222134, 3828008523930)),
        new("heterophilous-squirrel-directed", (2496, 1664, 1041),
            new Figures(5201, 217073, 140, 2089, 93477, 256186013137, [1042, 1040, 1039, 1040, 1040], 0.223943, 2179151384229)),
        new("Heterophilous-Cornell", (87, 59, 37), new Figures(183, 554, 0, 1703, 17240, 1302679229, [38, 16, 30, 82, 17], 0.122744, 4125887)),
        new("heterophilous-texas", (87, 59, 37), new Figures(183, 558, 0, 1703, 15266, 1130051672, [33, 1, 18, 101, 30], 0.060932, 3958117)),
        new("heterophilous-texas-4-classes", (87, 58, 37), new Figures(183, 558, 0, 1703, 15266, 1130051672, [33, 1, 18, 101, 30], 0.060932, 3958117)),
    ];

    private static string Root => Path.GetDirectoryName(SharedData.Require("heterophilous-graphs"))!;

    private static int[] All(NodeSplit split) => [.. split.Train, .. split.Validation, .. split.Test];

    // Three nodes, three edges of which one repeats another the other way round, two features, two splits.
    private static Dictionary<string, byte[]> Arrays() => new()
    {
        ["node_features"] = NpzBytes.Floats("(3, 2)", 0, 1, 2.5f, 0, 0, 0),
        ["node_labels"] = NpzBytes.Longs("(3,)", 1, 0, 1),
        ["edges"] = NpzBytes.Longs("(3, 2)", 0, 1, 2, 1, 1, 2),
        ["train_masks"] = NpzBytes.Bools("(2, 3)", true, false, false, false, true, false),
        ["val_masks"] = NpzBytes.Bools("(2, 3)", false, true, false, false, false, true),
        ["test_masks"] = NpzBytes.Bools("(2, 3)", false, false, true, false, false, false),
    };

    private static void Write(string path, Dictionary<string, byte[]> arrays)
    {
        NpzBytes.Write(path, [.. arrays.Select(pair => (pair.Key, pair.Value))]);
    }

    [TestCaseSource(nameof(Real))]
    public void Load_RealFile_HasTheFiguresAndTenSplits(string name, (int Train, int Validation, int Test) sizes, Figures figures)
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = HeterophilousGraphs.Load(name, Root);
        using (graph)
        {
            figures.Check(graph);
            Assert.That(graph.IsUndirected, Is.EqualTo(!name.EndsWith("-directed", StringComparison.Ordinal)));
            Assert.That(graph.Features.Sparse is null, Is.EqualTo(name == "minesweeper"), "words are sparse");
            Assert.That(splits.Select(split => split.Name), Is.EqualTo(Enumerable.Range(0, 10).Select(i => $"split {i}")));
            Assert.That((splits[0].Train.Length, splits[0].Validation.Length, splits[0].Test.Length), Is.EqualTo(sizes));
            Assert.That(splits.Select(split => split.Train.ToArray().Sum()), Is.Unique, "ten different splits");
        }
    }

    [Test]
    public void Load_SquirrelFiltered_HasSplitsOfSeveralSizes()
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = HeterophilousGraphs.Load("squirrel-filtered", Root);
        using (graph)
        {
            Assert.That(splits.Select(split => split.Test.Length), Is.EqualTo(new[] { 452, 443, 450, 450, 449, 455, 446, 433, 483, 416 }));
        }
    }

    [Test]
    public void Load_TexasOfFourClasses_HasTheOneNodeInNoSplit()
    {
        (Graph graph, IReadOnlyList<NodeSplit> splits) = HeterophilousGraphs.Load("heterophilous-texas-4-classes", Root);
        using (graph)
        {
            int alone = graph.HostLabels.IndexOf(1);
            Assert.That(splits, Has.All.Matches<NodeSplit>(split => !All(split!).Contains(alone)));
        }
    }

    [TestCase("roman-empire", "roman_empire", false)]
    [TestCase("amazon-ratings", "amazon_ratings", false)]
    [TestCase("questions", "questions", false)]
    [TestCase("tolokers", "tolokers", false)]
    [TestCase("chameleon-filtered", "chameleon_filtered", true)]
    [TestCase("heterophilous-wisconsin", "wisconsin", true)]
    public void Load_FileOfAFewNodes_HasBothDirectionsOnce(string name, string file, bool isSparse)
    {
        using var scratch = new ScratchFolder();
        Write(scratch[$"heterophilous-graphs/data/{file}.npz"], Arrays());
        (Graph graph, IReadOnlyList<NodeSplit> splits) = HeterophilousGraphs.Load(name, scratch.Path);
        using (graph)
        {
            Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(new[] { (0, 1), (1, 0), (1, 2), (2, 1) }));
            Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
            Assert.That(graph.Features.Sparse is not null, Is.EqualTo(isSparse));
            Assert.That((graph.Features.Dense ?? graph.Features.Sparse!.ToDense()).ToArray<float>(), Is.EqualTo(new[] { 0, 1, 2.5f, 0, 0, 0 }));
            Assert.That(splits.Select(split => split.ToString()), Is.EqualTo(new[]
            {
                "NodeSplit 'split 0': 1 train, 1 validation, 1 test of 3 nodes", "NodeSplit 'split 1': 1 train, 1 validation, 0 test of 3 nodes",
            }));
            Assert.That((splits[1].Train[0], splits[1].Validation[0]), Is.EqualTo((1, 2)));
        }
    }

    [Test]
    public void Load_DirectedFileOfAFewNodes_KeepsTheEdges()
    {
        using var scratch = new ScratchFolder();
        Write(scratch["heterophilous-graphs/data/chameleon_filtered_directed.npz"], Arrays());
        (Graph graph, _) = HeterophilousGraphs.Load("chameleon-filtered-directed", scratch.Path);
        using (graph)
        {
            Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(new[] { (0, 1), (2, 1), (1, 2) }));
        }
    }

    [Test]
    public void Read_ArraysThatDoNotFit_SaysWhich()
    {
        (string Array, byte[]? Bytes, string Message)[] cases =
        [
            ("node_labels", NpzBytes.Longs("(3,)", 1, 0, 3), "node_labels, element 2: expected a class of 0 to 2, got 3"),
            ("node_labels", NpzBytes.Longs("(3,)", 1, 0, -1), "node_labels, element 2: expected a class"),
            ("node_labels", NpzBytes.Longs("(0,)"), "node_labels: expected an array [N] = [any], got [0]"),
            ("node_labels", NpzBytes.Longs("(3, 1)", 1, 0, 1), "node_labels: expected an array [N] = [any], got [3, 1]"),
            ("node_features", NpzBytes.Floats("(2, 2)", 0, 1, 2, 0), "node_features: expected an array [N, F] = [3, any], got [2, 2]"),
            ("node_features", NpzBytes.Floats("(3, 1)", 0, 1, float.NaN), "expected a sound structure"),
            ("edges", NpzBytes.Longs("(2, 3)", 0, 1, 2, 1, 1, 2), "edges: expected an array [E, 2] = [any, 2], got [2, 3]"),
            ("edges", NpzBytes.Longs("(1, 2)", 0, 3), "edges, element 1: expected a node of 0 to 2, got 3"),
            ("train_masks", NpzBytes.Bools("(1, 2)", true, false), "train_masks: expected an array [splits, N] = [any, 3], got [1, 2]"),
            ("val_masks", NpzBytes.Bools("(1, 3)", true, false, false), "val_masks: expected an array [splits, N] = [2, 3], got [1, 3]"),
            ("test_masks", NpzBytes.Bools("(2, 3)", false, true, false, false, false, false), "split 0, node 1: expected each node in one part at most"),
            ("test_masks", NpzBytes.Floats("(2, 3)", 0, 0, 0, 0, 0, 0), "expected bools"),
            ("edges", null, "expected an array 'edges'"),
        ];
        using var scratch = new ScratchFolder();
        string path = scratch["heterophilous-graphs/data/tolokers.npz"];
        foreach ((string array, byte[]? bytes, string message) in cases)
        {
            Dictionary<string, byte[]> arrays = Arrays();
            arrays.Remove(array);
            if (bytes is not null)
            {
                arrays.Add(array, bytes);
            }

            Write(path, arrays);
            Assert.That(() => HeterophilousGraphs.Load("tolokers", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(message), message);
        }
    }

    [Test]
    public void Read_MutatedArray_ReadsOrRefuses(
        [Values("node_features", "node_labels", "edges", "train_masks", "val_masks", "test_masks")] string array, [Values] bool isSparse)
    {
        using var scratch = new ScratchFolder();
        string path = scratch["x.npz"];
        Dictionary<string, byte[]> arrays = Arrays();
        int refused = ParserFuzz.SurvivesMutations(
            arrays[array],
            bytes =>
            {
                arrays[array] = bytes;
                Write(path, arrays);
                HeterophilousFile.Read(path, isDirected: false, isSparse).Dispose();
            },
            rounds: 100);
        Assert.That(refused, Is.GreaterThan(20));
    }

    [Test]
    public void Read_TruncatedFile_IsRefused()
    {
        using var scratch = new ScratchFolder();
        string path = scratch["cornell.npz"];
        byte[] bytes = File.ReadAllBytes(SharedData.Require("heterophilous-graphs/data/cornell.npz"));
        foreach (int length in (int[])[0, 1, 100, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.That(() => HeterophilousFile.Read(path, isDirected: false, isSparse: true), Throws.TypeOf<DataFormatException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() =>
        Assert.That(
            () => HeterophilousGraphs.Load("texas"),
            Throws.ArgumentException.With.Message.Contains("minesweeper, tolokers").And.Message.Contains("heterophilous-texas"));
}
