using Gnn.Datasets;
using Gnn.Datasets.NodeSets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

[TestFixture]
internal sealed class GnnBenchmarkTests
{
    private static readonly int[] CoraClasses = [298, 418, 818, 426, 217, 180, 351];
    private static readonly int[] CiteseerClasses = [249, 596, 701, 508, 668, 590];

    private static readonly TestCaseData[] Real =
    [
        new("benchmark-cora", false, new Figures(2708, 10556, 0, 1433, 49216, 53030558117, CoraClasses, 0.809966, 22619773949)),
        new("benchmark-cora", true, new Figures(2708, 5429, 0, 1433, 49216, 53030558117, CoraClasses, 0.813778, 11758691868)),
        new("Benchmark-Citeseer", false, new Figures(3312, 9196, 124, 3703, 105165, 319175768979, CiteseerClasses, 0.741192, 26530695229)),
        new("benchmark-citeseer", true, new Figures(3312, 4715, 124, 3703, 105165, 319175768979, CiteseerClasses, 0.746129, 13657803028)),
        new("polblogs", false, new Figures(1490, 33433, 3, 0, 0, 0, [758, 732], 0.905782, 22669418918)),
        new("polblogs", true, new Figures(1490, 19025, 3, 0, 0, 0, [758, 732], 0.911537, 12864564296)),
    ];

    private static string Root => Path.GetDirectoryName(SharedData.Require("gnn-benchmark"))!;

    // Three nodes, the arcs 0 to 1, 1 to 0, 2 to 0, and 2 to 2 that weighs nothing; two features.
    private static Dictionary<string, byte[]> Arrays() => new()
    {
        ["adj_data"] = NpzBytes.Floats("(4,)", 1, 2, 1, 0),
        ["adj_indices"] = NpzBytes.Ints(1, 0, 0, 2),
        ["adj_indptr"] = NpzBytes.Ints(0, 1, 2, 4),
        ["adj_shape"] = NpzBytes.Longs("(2,)", 3, 3),
        ["attr_data"] = NpzBytes.Floats("(2,)", 1, 3),
        ["attr_indices"] = NpzBytes.Ints(1, 0),
        ["attr_indptr"] = NpzBytes.Ints(0, 1, 1, 2),
        ["attr_shape"] = NpzBytes.Longs("(2,)", 3, 2),
        ["labels"] = NpzBytes.Longs("(3,)", 1, 0, 1),
    };

    private static void Write(string path, Dictionary<string, byte[]> arrays)
    {
        NpzBytes.Write(path, [.. arrays.Select(pair => (pair.Key, pair.Value))]);
    }

    [TestCaseSource(nameof(Real))]
    public void Load_RealFile_HasTheFigures(string name, bool isDirected, Figures figures)
    {
        using Dataset data = GnnBenchmark.Load(name, Root, isDirected: isDirected);
        figures.Check(data.As<Graph>());
        Assert.That(data.As<Graph>().IsUndirected, Is.EqualTo(!isDirected));
        Assert.That(data.NodeSplits, Is.Empty);
    }

    [Test]
    public void Load_RealCora_HasNames()
    {
        using Dataset data = GnnBenchmark.Load("benchmark-cora", Root);
        Assert.That(data.As<Graph>().ClassNames, Has.Count.EqualTo(7).And.Contains("Rule_Learning"));
        Assert.That(data.Names["node"].Take(2), Is.EqualTo(new[] { "1000012", "100197" }));
    }

    [TestCase("benchmark-cora", 2485, 7)]
    [TestCase("benchmark-citeseer", 2110, 6)]
    public void LoadNodes_RealFile_SplitsTheLargestComponentByThePapersNumbers(string name, int component, int classes)
    {
        (Graph graph, NodeSplit split) = DatasetCatalog.Find(name).LoadNodes(Root, new RandomSource(7));
        using (graph)
        {
            var components = Components.Weak(graph);
            int[] largest = components.Nodes(components.Largest);
            SplitAudit audit = split.Audit(graph);
            Assert.That(largest, Has.Length.EqualTo(component));
            Assert.That(((int[])[.. split.Train, .. split.Validation, .. split.Test]).Order(), Is.EqualTo(largest));
            Assert.That(audit.Train.ClassCounts, Is.EqualTo(Enumerable.Repeat(20, classes)));
            Assert.That(audit.Validation.ClassCounts, Is.EqualTo(Enumerable.Repeat(30, classes)));
            Assert.That(GnnBenchmark.DrawSplit(graph, new RandomSource(7)).Train.ToArray(), Is.EqualTo(split.Train.ToArray()), "one seed, one split");
            Assert.That(GnnBenchmark.DrawSplit(graph, new RandomSource(8)).Train.ToArray(), Is.Not.EqualTo(split.Train.ToArray()));
        }
    }

    [Test]
    public void LoadNodes_Polblogs_SplitsTheLargestComponentByShares()
    {
        (Graph graph, NodeSplit split) = DatasetCatalog.Find("polblogs").LoadNodes(Root, new RandomSource(7));
        using (graph)
        {
            var components = Components.Weak(graph);
            int[] all = [.. split.Train, .. split.Validation, .. split.Test];
            Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((122, 122, 978)));
            Assert.That(all.Order(), Is.EqualTo(components.Nodes(components.Largest)));
            Assert.That(split.Audit(graph).Train.ClassCounts, Has.All.InRange(57, 65));
        }
    }

    [Test]
    public void DrawSplit_ScarceClass_NamesIt()
    {
        int[] chain = [.. Enumerable.Range(0, 99)];
        int[] labels = [.. Enumerable.Range(0, 100).Select(node => node < 60 ? 0 : 1)];
        using Graph bare = Graph.FromEdges(100, chain, [.. chain.Select(node => node + 1)]);
        using Graph graph = bare.WithLabels(labels, ["many", "few"]);
        Assert.That(() => GnnBenchmark.DrawSplit(graph, new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("'few' has 40 labelled nodes"));
    }

    [TestCase("amazon-photo", "gnn-benchmark/amazon_electronics_photo.npz")]
    [TestCase("amazon-photo", "gnn-benchmark/rebuilt/amazon_electronics_photo.npz")]
    [TestCase("amazon-computers", "gnn-benchmark/amazon_electronics_computers.npz")]
    [TestCase("coauthor-cs", "gnn-benchmark/ms_academic_cs.npz")]
    [TestCase("coauthor-physics", "gnn-benchmark/ms_academic_phy.npz")]
    public void Load_FileOfAFewNodes_IsRead(string name, string file)
    {
        using var scratch = new ScratchFolder();
        Dictionary<string, byte[]> arrays = Arrays();
        arrays["attr_names"] = Tests.Files.NpyBytes.Raw(1, "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 0x80, 2, (byte)'.');
        Write(scratch[file], arrays);
        using Dataset data = GnnBenchmark.Load(name, scratch.Path);
        Graph graph = data.As<Graph>();
        Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(new[] { (0, 1), (0, 2), (1, 0), (2, 0) }));
        Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(graph.Features.Sparse!.ToDense().ToArray<float>(), Is.EqualTo(new float[] { 0, 1, 0, 0, 3, 0 }));
    }

    [Test]
    public void Load_ArraysThatDoNotFit_SaysWhich()
    {
        (string Array, byte[]? Bytes, string Message)[] cases =
        [
            ("labels", NpzBytes.Longs("(2,)", 1, 0), "labels: expected 3 classes, one for each node, got 2"),
            ("labels", NpzBytes.Longs("(3,)", 1, 0, 3), "labels, node 2: expected a class of 0 to 2, got 3"),
            ("labels", NpzBytes.Longs("(3,)", 1, -1, 0), "labels, node 1: expected a class of 0 to 2, got -1"),
            ("labels", null, "expected an array 'labels'"),
            ("adj_shape", NpzBytes.Longs("(2,)", 3, 4), "adj_shape: expected a square matrix of at least one row, got [3, 4]"),
            ("adj_indices", NpzBytes.Ints(1, 0, 0, 3), "expected an index of 0 to 2, got 3"),
            ("adj_indptr", NpzBytes.Ints(0, 1, 2, 5), "expected 4 pointers from 0 to the 4 entries"),
            ("attr_shape", NpzBytes.Longs("(2,)", 2, 2), "expected 3 pointers"),
            ("attr_shape", NpzBytes.Longs("(2,)", 3, int.MaxValue), "attr_shape: expected at most 16777216 features, got 2147483647"),
            ("attr_data", NpzBytes.Floats("(2,)", 1, float.NaN), "expected a sound structure"),
        ];
        using var scratch = new ScratchFolder();
        string path = scratch["gnn-benchmark/amazon_electronics_photo.npz"];
        foreach ((string array, byte[]? bytes, string message) in cases)
        {
            Dictionary<string, byte[]> arrays = Arrays();
            arrays.Remove(array);
            if (bytes is not null)
            {
                arrays.Add(array, bytes);
            }

            Write(path, arrays);
            Assert.That(() => GnnBenchmark.Load("amazon-photo", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(message), message);
        }
    }

    [Test]
    public void Read_MutatedArray_ReadsOrRefuses(
        [Values("adj_data", "adj_indices", "adj_indptr", "adj_shape", "attr_indices", "attr_indptr", "attr_shape", "labels", "node_names")] string array)
    {
        using var scratch = new ScratchFolder();
        string path = scratch["x.npz"];
        Dictionary<string, byte[]> arrays = Arrays();
        arrays["class_names"] = NpzBytes.Texts("DB", "AI");
        arrays["node_names"] = NpzBytes.Texts("a", "b", "c");
        int refused = ParserFuzz.SurvivesMutations(
            arrays[array],
            bytes =>
            {
                arrays[array] = bytes;
                Write(path, arrays);
                GnnBenchmarkFile.Read(path, isDirected: false, hasNames: true).Dispose();
            },
            rounds: 100);
        Assert.That(refused, Is.GreaterThan(20));
    }

    [Test]
    public void Load_AttributesOfOtherNodes_IsRefused()
    {
        using var scratch = new ScratchFolder();
        Dictionary<string, byte[]> arrays = Arrays();
        arrays["attr_indptr"] = NpzBytes.Ints(0, 1, 2);
        arrays["attr_shape"] = NpzBytes.Longs("(2,)", 2, 2);
        Write(scratch["gnn-benchmark/amazon_electronics_photo.npz"], arrays);
        Assert.That(
            () => GnnBenchmark.Load("amazon-photo", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("attr_shape: expected 3 rows, one for each node, got 2"));
    }

    [Test]
    public void Load_CoraWithTooFewNamesOrCutShort_IsRefused()
    {
        using var scratch = new ScratchFolder();
        Dictionary<string, byte[]> arrays = Arrays();
        arrays["class_names"] = NpzBytes.Texts("DB", "AI");
        arrays["node_names"] = NpzBytes.Texts("a", "b");
        string path = scratch["gnn-benchmark/cora.npz"];
        Write(path, arrays);
        Assert.That(
            () => GnnBenchmark.Load("benchmark-cora", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("expected 3 names, one for each node, got 2"));
        arrays["node_names"] = NpzBytes.Texts("a", "b", "c");
        Write(path, arrays);
        Assert.That(
            () => GnnBenchmark.Load("benchmark-cora", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("with the content hash"));
        using (Dataset tiny = GnnBenchmark.Load("benchmark-cora", scratch.Path, isDirected: true))
        {
            Assert.That(tiny.Names["node"], Is.EqualTo(new[] { "a", "b", "c" }));
        }

        arrays["class_names"] = NpzBytes.Texts("DB");
        Write(path, arrays);
        Assert.That(
            () => GnnBenchmark.Load("benchmark-cora", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("labels, node 0: expected a class of 0 to 0, got 1"));
        byte[] bytes = File.ReadAllBytes(SharedData.Require("gnn-benchmark/cora.npz"));
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.That(() => GnnBenchmark.Load("benchmark-cora", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("cora.npz"));
    }
}
