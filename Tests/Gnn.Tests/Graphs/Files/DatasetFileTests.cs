using System.Buffers.Binary;
using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Files;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Files;

/// <summary>Data sets of every kind of structure in files.</summary>
[TestFixture]
internal sealed class DatasetFileTests
{
    private ScratchFolder _scratch = null!;

    private static IEnumerable<TestCaseData> KindsOnEngines =>
        DatasetSamples.Kinds.SelectMany(kind => TestEngines.All.Select(engine => new TestCaseData(kind, engine)));

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [TestCaseSource(nameof(KindsOnEngines))]
    public void OpenDataset_WhatWasSaved_IsEqual(string kind, Engine engine)
    {
        using Dataset saved = DatasetSamples.Full(kind, engine);
        GraphFile.Save(saved, _scratch["a.gnn"], "made of \u00e9");

        using Dataset opened = GraphFile.OpenDataset(_scratch["a.gnn"], engine, GraphFileCheck.Contents);

        Assert.That(opened.Structure, Is.TypeOf(saved.Structure.GetType()));
        Assert.That(opened.ToString(), Is.EqualTo(saved.ToString()), "sizes, and names of columns");
        Assert.That(opened.Structure.ContentHash, Is.EqualTo(saved.Structure.ContentHash));
        Assert.That(opened.ComputeContentHash(), Is.EqualTo(saved.ComputeContentHash()));
        Assert.That(opened.NodeSplits.Select(split => split.ToString()), Is.EqualTo(saved.NodeSplits.Select(split => split.ToString())));
        Assert.That(opened.IndexSplits.Select(split => split.ToString()), Is.EqualTo(saved.IndexSplits.Select(split => split.ToString())));
        Assert.That(opened.Names.Keys, Is.EquivalentTo(saved.Names.Keys));
        foreach ((string key, IReadOnlyList<string> names) in saved.Names)
        {
            Assert.That(opened.Names[key], Is.EqualTo(names), key);
            Assert.That(Enumerable.Range(0, names.Count).Select(at => opened.Names[key][at]), Is.EqualTo(names), key);
        }

        Assert.That(opened.Structure.Validate().Select(defect => defect.Kind), Is.EqualTo(saved.Structure.Validate().Select(defect => defect.Kind)));
        Assert.That(GraphFile.ReadNote(_scratch["a.gnn"]), Is.EqualTo("made of \u00e9"));
        Assert.That(GraphFile.Verify(_scratch["a.gnn"]).ToString(), Does.Contain("sound. ").And.Contain(saved.ToString()));
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void OpenDataset_OfNothing_IsEqual(string kind)
    {
        using Dataset saved = DatasetSamples.Empty(kind);
        GraphFile.Save(saved, _scratch["a.gnn"]);

        using Dataset opened = GraphFile.OpenDataset(_scratch["a.gnn"], check: GraphFileCheck.Contents);

        Assert.That(opened.ComputeContentHash(), Is.EqualTo(saved.ComputeContentHash()));
        Assert.That((opened.NodeSplits.Count, opened.IndexSplits.Count, opened.Names.Count), Is.EqualTo((0, 0, 0)));
        Assert.That(GraphFile.ReadNote(_scratch["a.gnn"]), Is.Empty);
    }

    [Test]
    public void OpenDatasetWithNote_OtherNote_IsNullAndNothingIsChecked()
    {
        using Dataset saved = DatasetSamples.Full(Graph.FileKind, Engine.Default);
        GraphFile.Save(saved, _scratch["a.gnn"], "made of x");
        using Dataset? opened = GraphFile.OpenDatasetWithNote(_scratch["a.gnn"], "made of x", check: GraphFileCheck.Contents);
        Assert.That(opened!.ComputeContentHash(), Is.EqualTo(saved.ComputeContentHash()));
        Assert.That(GraphFile.OpenDatasetWithNote(_scratch["a.gnn"], "made of y"), Is.Null);
        Assert.That(GraphFile.OpenDatasetWithNote(_scratch["a.gnn"], ""), Is.Null);

        byte[] bytes = File.ReadAllBytes(_scratch["a.gnn"]);
        bytes[FileFrame.HeaderBytes] ^= 1;
        File.WriteAllBytes(_scratch["b.gnn"], bytes);
        Assert.That(() => GraphFile.OpenDatasetWithNote(_scratch["b.gnn"], "made of x", check: GraphFileCheck.Checksums), Throws.TypeOf<DataFormatException>());
        Assert.That(GraphFile.OpenDatasetWithNote(_scratch["b.gnn"], "made of y", check: GraphFileCheck.Checksums), Is.Null);

        GraphFile.Save(saved.Structure, _scratch["c.gnn"]);
        using Dataset? bare = GraphFile.OpenDatasetWithNote(_scratch["c.gnn"], "");
        Assert.That(bare!.Structure, Is.EqualTo(saved.Structure), "a file without a note");
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Save_StructureAlone_OpensAsWhatItIs(string kind)
    {
        using Dataset saved = DatasetSamples.Full(kind, Engine.Default);
        GraphFile.Save(saved.Structure, _scratch["a.gnn"]);

        using IGraphStructure any = GraphFile.Open<IGraphStructure>(_scratch["a.gnn"]);
        Assert.That(any, Is.EqualTo(saved.Structure));
        using Dataset dataset = GraphFile.OpenDataset(_scratch["a.gnn"]);
        Assert.That(dataset.Structure, Is.EqualTo(saved.Structure));
        Assert.That(dataset.Names, Is.Empty);
        var tries = new Dictionary<string, Func<IGraphStructure>>
        {
            [Graph.FileKind] = () => GraphFile.Open(_scratch["a.gnn"]),
            [GraphSet.FileKind] = () => GraphFile.Open<GraphSet>(_scratch["a.gnn"]),
            [Hypergraph.FileKind] = () => GraphFile.Open<Hypergraph>(_scratch["a.gnn"]),
            [SignedGraph.FileKind] = () => GraphFile.Open<SignedGraph>(_scratch["a.gnn"]),
            [TemporalGraph.FileKind] = () => GraphFile.Open<TemporalGraph>(_scratch["a.gnn"]),
            [HeteroGraph.FileKind] = () => GraphFile.Open<HeteroGraph>(_scratch["a.gnn"]),
        };
        foreach ((string expected, Func<IGraphStructure> open) in tries)
        {
            if (expected == kind)
            {
                using IGraphStructure opened = open();
                Assert.That(opened, Is.EqualTo(saved.Structure));
            }
            else
            {
                Assert.That(open, Throws.TypeOf<DataFormatException>().With.Message.Contains($"kind '{expected}', got '{kind}'"));
            }
        }
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Save_SameDataset_IsTheSameBytes(string kind)
    {
        using Dataset saved = DatasetSamples.Full(kind, Engine.Default);
        GraphFile.Save(saved, _scratch["a.gnn"], "note");
        using Dataset opened = GraphFile.OpenDataset(_scratch["a.gnn"]);
        GraphFile.Save(opened, _scratch["b.gnn"], "note");
        var reversed = new Dataset(opened.Structure)
        {
            NodeSplits = opened.NodeSplits,
            IndexSplits = opened.IndexSplits,
            Names = opened.Names.Reverse().ToDictionary(pair => pair.Key, pair => pair.Value),
        };
        GraphFile.Save(reversed, _scratch["c.gnn"], "note");

        byte[] bytes = File.ReadAllBytes(_scratch["a.gnn"]);
        Assert.That(File.ReadAllBytes(_scratch["b.gnn"]), Is.EqualTo(bytes));
        Assert.That(File.ReadAllBytes(_scratch["c.gnn"]), Is.EqualTo(bytes), "names in another order");
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    public void Open_Checksums_FindsAChangedArrayThatLayoutDoesNot(string kind)
    {
        byte[] bytes = DatasetSamples.SmallFile(kind);
        bytes[FileFrame.HeaderBytes] ^= 1;
        FileSamples.Write(bytes, _scratch["a.gnn"]);

        Assert.That(
            () => GraphFile.OpenDataset(_scratch["a.gnn"], check: GraphFileCheck.Checksums),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("expected the checksum").And.Message.Contains(_scratch["a.gnn"]));
        Assert.That(() => GraphFile.OpenDataset(_scratch["a.gnn"], check: (GraphFileCheck)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(SignedGraph.FileKind, "signs", 0, 5, "section 'signs', element 0: expected 1 or -1, got 5")]
    [TestCase(SignedGraph.FileKind, "signs", 0, 0xff, "section 'signs', element 0: expected the sign of the edge's reverse, got -1")]
    [TestCase(SignedGraph.FileKind, "edges/sources", 0, 2, "section 'in/edges', entry 1")]
    [TestCase(TemporalGraph.FileKind, "events/times", 8, 1, "section 'events/times', element 1: expected a time below 2^63 - 1 that is not before the last (2), got 1")]
    [TestCase(TemporalGraph.FileKind, "events/sources", 0, 2, "section 'events/sources', element 0: expected a number in [0, 2), got 2")]
    [TestCase(TemporalGraph.FileKind, "events/targets", 0, 1, "section 'events/targets', element 0: expected a number in [2, 3), got 1")]
    [TestCase(TemporalGraph.FileKind, "events/positions", 3, 0x80, "section 'events/positions', element 0: expected a number in [0, 2147483647)")]
    [TestCase(TemporalGraph.FileKind, "node/x/columns", 0, 9, "section 'node/x/columns', entry 0: expected a number in [0, 3), got 9")]
    [TestCase(Hypergraph.FileKind, "members/columns", 0, 7, "section 'members/columns', entry 0: expected a number in [0, 3), got 7")]
    [TestCase(Hypergraph.FileKind, "members/edges", 0, 1, "section 'members")]
    [TestCase(GraphSet.FileKind, "graphs/nodes", 4, 9, "section 'graphs/nodes', element 2: expected offsets that never fall, got 9 and then 3")]
    [TestCase(GraphSet.FileKind, "graphs/edges", 0, 1, "expected offsets from 0 to 3, got 1 to 3")]
    [TestCase(GraphSet.FileKind, "edges/sources", 0, 2, "Graph 0 of 2")]
    [TestCase(GraphSet.FileKind, "edges/targets", 0, 0, "Graph 0 of 2")]
    [TestCase(HeteroGraph.FileKind, "edges/0/sources", 0, 3, "section 'edges/0/sources', element 0: expected a number in [0, 3), got 3")]
    [TestCase(HeteroGraph.FileKind, "edges/0/targets", 0, 0, "section 'edges/0/in/edges'")]
    [TestCase(HeteroGraph.FileKind, "edges/0/in/columns", 0, 1, "section 'edges/0/in/transpose/entries'")]
    [TestCase(HeteroGraph.FileKind, "node/0/x/columns", 0, 9, "section 'node/0/x/columns', entry 0: expected a number in [0, 3), got 9")]
    [TestCase(Graph.FileKind, "splits/0/train", 0, 2, "node 2 is in 'train' and in 'test'")]
    [TestCase(Graph.FileKind, "indexSplits/0/train", 0, 3, "'indexSplits/0/train' has 3 after 3")]
    [TestCase(Graph.FileKind, "indexSplits/0/test", 0, 4, "expected a split of 4 items, three lists that rise, in range and disjoint")]
    [TestCase(Graph.FileKind, "names/0/offsets", 4, 9, "section 'names/0/offsets', element 0: expected offsets that never fall up to 3, got 0 and then 9")]
    [TestCase(Graph.FileKind, "names/0/offsets", 8, 2, "section 'names/0/bytes', text 1: expected UTF-8")]
    [TestCase(Graph.FileKind, "names/0/offsets", 12, 4, "expected offsets from 0 to 3, got 0 to 4")]
    [TestCase(Graph.FileKind, "names/0/bytes", 0, 0xff, "section 'names/0/bytes', text 0: expected UTF-8")]
    public void Verify_WrongContentWithRightChecksum_NamesThePlace(string kind, string section, int at, byte value, string expected)
    {
        bool isThere = false;
        byte[] bytes = FileSamples.Remake(DatasetSamples.SmallFile(kind), section: (entry, content) =>
        {
            if (entry.Name == section)
            {
                (content[at], isThere) = (value, true);
            }
        });
        FileSamples.Write(bytes, _scratch["a.gnn"]);

        Assert.That(isThere, Is.True);
        Assert.That(GraphFile.Verify(_scratch["a.gnn"]).Defects, Has.Count.GreaterThanOrEqualTo(1).And.One.Contains(expected));
        Assert.That(() => GraphFile.OpenDataset(_scratch["a.gnn"], check: GraphFileCheck.Contents), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void Names_OffsetsOutOfTheFile_AreRefusedWhenTheyAreFollowed()
    {
        byte[] bytes = FileSamples.Remake(DatasetSamples.SmallFile(Graph.FileKind), section: (entry, content) =>
        {
            if (entry.Name == "names/0/offsets")
            {
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), int.MaxValue);
            }
        });
        FileSamples.Write(bytes, _scratch["a.gnn"]);
        using Dataset opened = GraphFile.OpenDataset(_scratch["a.gnn"]);

        Assert.That(() => opened.Names["node"][0], Throws.TypeOf<DataFormatException>().With.Message.Contains("'names/0/offsets'"));
        Assert.That(() => opened.Names["node"][3], Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(opened.Names["node"][2], Is.Empty);
    }

    [TestCase(HeteroGraph.FileKind, "\"name\":\"c\",\"nodes\"", "\"name\":\"a/b\",\"nodes\"", "got 'a/b' again")]
    [TestCase(HeteroGraph.FileKind, "\"target\":1", "\"target\":2", "'target', a whole number from 0 to 1, got 2")]
    [TestCase(HeteroGraph.FileKind, "\"nodes\":3}", "\"nodes\":4}", "expected")]
    [TestCase(HeteroGraph.FileKind, "\"relation\":\"to\"", "\"relation\":\" \"", "relations that are not blank")]
    [TestCase(TemporalGraph.FileKind, "\"sources\":2", "\"sources\":4", "'sources', a whole number from 0 to 3, got 4")]
    [TestCase(Graph.FileKind, "\"item\":\"item\"", "\"item\":\"\"", "expected a 'item' that is not blank")]
    [TestCase(Graph.FileKind, "\"name\":\"public\",\"nodes\":3", "\"name\":\"public\",\"nodes\":4", "expected a split of 3 nodes, got one of 4")]
    [TestCase(Graph.FileKind, "\"name\":\"public\",\"nodes\":3", "\"name\":\"public\"", "expected 'nodes', got none")]
    [TestCase(Graph.FileKind, "\"of\":\"node\",\"count\":3", "\"of\":\"node\",\"count\":2", "section 'names/0/offsets'")]
    [TestCase(Graph.FileKind, "\"type\":\"uint8\"", "\"type\":\"int8\"", "section 'names/0/bytes'")]
    [TestCase(SignedGraph.FileKind, "\"type\":\"int8\"", "\"type\":\"uint8\"", "section 'signs' at offset")]
    public void OpenDataset_TableOfAnotherFile_IsRefused(string kind, string from, string to, string expected)
    {
        byte[] bytes = FileSamples.Remake(DatasetSamples.SmallFile(kind), table =>
        {
            Assert.That(table, Does.Contain(from));
            return table.Replace(from, to, StringComparison.Ordinal);
        });
        FileSamples.Write(bytes, _scratch["a.gnn"]);
        Assert.That(() => GraphFile.OpenDataset(_scratch["a.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void OpenDataset_GraphFileWithAnEmptyListOfSplits_IsReadAsOneWithout()
    {
        using Dataset saved = DatasetSamples.Empty(Graph.FileKind);
        GraphFile.Save(saved, _scratch["a.gnn"]);
        byte[] bytes = FileSamples.Remake(
            File.ReadAllBytes(_scratch["a.gnn"]), table => table.Replace("\"properties\":{", "\"properties\":{\"splits\":[],", StringComparison.Ordinal));
        FileSamples.Write(bytes, _scratch["b.gnn"]);

        using Dataset opened = GraphFile.OpenDataset(_scratch["b.gnn"], check: GraphFileCheck.Contents);
        Assert.That(opened.ComputeContentHash(), Is.EqualTo(saved.ComputeContentHash()));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Save_NameOfHalfACharacter_IsRefused(bool isKey)
    {
        // An attribute cannot hold half a character.
        (string key, string name) = isKey ? ("a\ud83d", "a") : ("node", "a\ud83d");
        using Dataset bare = DatasetSamples.Empty(Graph.FileKind);
        var dataset = new Dataset(bare.Structure) { Names = new Dictionary<string, IReadOnlyList<string>> { [key] = [name] } };
        Assert.That(() => GraphFile.Save(dataset, _scratch["a.gnn"]), Throws.ArgumentException.With.Message.Contains("surrogate"));
        Assert.That(() => GraphFile.Save(bare, _scratch["a.gnn"], "\ud83d"), Throws.ArgumentException.With.Message.Contains("surrogate"));
        Assert.That(File.Exists(_scratch["a.gnn"]), Is.False);
    }

    [Test]
    public void Save_SplitOfNoTypesNodes_IsRefused()
    {
        using HeteroGraph graph = HeteroGraph.Create(("a", 3), ("b", 5));
        var dataset = new Dataset(graph) { NodeSplits = [new NodeSplit("a", 3, [0], [], []), new NodeSplit("b", 4, [0], [], [])] };
        Assert.That(() => GraphFile.Save(dataset, _scratch["a.gnn"]), Throws.ArgumentException.With.Message.Contains("'b' is of 4 nodes").And.Message.Contains("3 or 5"));
    }

    [TestCaseSource(typeof(DatasetSamples), nameof(DatasetSamples.Kinds))]
    [Platform("Linux")]
    public void Dispose_OfStructureAndNames_EndsTheMapping(string kind)
    {
        using (Dataset saved = DatasetSamples.Full(kind, Engine.Default))
        {
            GraphFile.Save(saved, _scratch["a.gnn"]);
        }

        Dataset opened = GraphFile.OpenDataset(_scratch["a.gnn"]);
        Assert.That(IsMapped(), Is.True);
        opened.Dispose();
        Assert.That(opened.Names["node"][0], Is.EqualTo("a"), "Names outlive the structure.");
        foreach (IDisposable names in opened.Names.Values.Cast<IDisposable>())
        {
            names.Dispose();
        }

        Assert.That(IsMapped(), Is.False);
        byte[] bytes = FileSamples.Remake(File.ReadAllBytes(_scratch["a.gnn"]), table => table.Replace("\"names/2/bytes\"", "\"?\"", StringComparison.Ordinal));
        FileSamples.Write(bytes, _scratch["a.gnn"]);
        Assert.That(() => GraphFile.OpenDataset(_scratch["a.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("got none"));
        Assert.That(IsMapped(), Is.False, "What was opened before the defect is ended.");

        bool IsMapped() => File.ReadAllText("/proc/self/maps").Contains(_scratch["a.gnn"], StringComparison.Ordinal);
    }

    /// <remarks>Run with <c>dotnet test -c Release Tests/Gnn.Tests --filter "FullyQualifiedName~DatasetFileTests"</c>.</remarks>
    [Test]
    [Category("Long")]
    [Explicit("100 MB; prints what it measures")]
    public void OpenDataset_HundredMegabytes_OpensAtTheSpeedOfMemory()
    {
        const int nodes = 300_000;
        using var graph = FileSamples.Chain(
            Graph.FromEdges(nodes, [.. Enumerable.Range(0, nodes)], [.. Enumerable.Range(0, nodes).Reverse()]),
            graph => graph.WithFeatures(Tensor.Normal((nodes, 64), new RandomSource(1))));
        var dataset = new Dataset(graph)
        {
            NodeSplits = [new NodeSplit("all", nodes, [.. Enumerable.Range(0, nodes)], [], [])],
            Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = [.. Enumerable.Range(0, nodes).Select(node => $"node {node}")] },
        };
        GraphFile.Save(dataset, _scratch["a.gnn"]);
        foreach (GraphFileCheck check in Enum.GetValues<GraphFileCheck>())
        {
            double[] times = [.. Enumerable.Range(0, 5).Select(_ => Milliseconds(check))];
            TestContext.Out.WriteLine(FormattableString.Invariant($"{check}: {string.Join(", ", times.Select(time => time.ToString("0.0")))} ms of {new FileInfo(_scratch["a.gnn"]).Length / 1e6:0} MB"));
            Assert.That(times.Min(), Is.LessThan(check == GraphFileCheck.Layout ? 20 : 500));
        }

        double Milliseconds(GraphFileCheck check)
        {
            long start = Stopwatch.GetTimestamp();
            using Dataset opened = GraphFile.OpenDataset(_scratch["a.gnn"], check: check);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
