using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Files;

[TestFixture]
internal sealed class GraphFileTests
{
    private ScratchFolder _scratch = null!;

    [SetUp]
    public void SetUp() => _scratch = new ScratchFolder();

    [TearDown]
    public void TearDown() => _scratch.Dispose();

    [TestCaseSource(typeof(TestEngines), nameof(TestEngines.All))]
    public void Open_WhatWasSaved_IsEqual(Engine engine)
    {
        using Graph graph = FileSamples.Everything(engine);
        GraphFile.Save(graph, _scratch["a.gnn"]);

        using Graph opened = GraphFile.Open(_scratch["a.gnn"], engine, GraphFileCheck.Contents);

        Assert.That(opened, Is.EqualTo(graph));
        Assert.That(opened.ToString(), Is.EqualTo(graph.ToString()));
        Assert.That(opened.ClassNames, Is.EqualTo(graph.ClassNames));
        foreach ((ColumnTable got, ColumnTable expected) in new[] { (opened.Nodes, graph.Nodes), (opened.Edges, graph.Edges), (opened.Globals, graph.Globals) })
        {
            Assert.That(got.ToString(), Is.EqualTo(expected.ToString()), "names, order, types and shapes");
        }

        AssertSame(opened.InEdges, graph.InEdges);
        AssertSame(opened.Features.Sparse!.Structure, graph.Features.Sparse!.Structure);
        using Dataset dataset = GraphFile.OpenDataset(_scratch["a.gnn"], engine);
        Assert.That(dataset.NodeSplits, Is.Empty);
        Assert.That(dataset.Structure, Is.EqualTo(graph));
    }

    [Test]
    public void Open_RandomGraphs_AreEqualAndSound()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            int nodes = (int)seed * 7;
            RandomEdges edges = RandomGraphs.Create(nodes, nodes == 0 ? 0 : 5 * (int)seed * (int)seed, seed);
            using Graph graph = Graph.FromEdges(nodes, edges.Sources, edges.Targets);
            string path = _scratch[$"{seed}.gnn"];
            GraphFile.Save(graph, path);

            using Graph opened = GraphFile.Open(path);
            Assert.That(opened, Is.EqualTo(graph), $"seed {seed}");
            AssertSame(opened.InEdges, graph.InEdges);
            Assert.That(GraphFile.Verify(path).Defects, Is.Empty, $"seed {seed}");
        }
    }

    [Test]
    public void Open_AnotherEngine_ConvertsFloatingColumns()
    {
        using var reference = new ReferenceEngine();
        using Graph graph = FileSamples.Chain(SampleGraphs.U(), graph => graph.WithNodeColumn("a", Tensor.Create([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 9, reference)));
        GraphFile.Save(graph, _scratch["a.gnn"]);

        using Graph opened = GraphFile.Open(_scratch["a.gnn"], Engine.Default);

        Assert.That(opened.Nodes["a"].DataType, Is.EqualTo(DataType.Float32));
        Assert.That(opened.Nodes["a"].ToArray<float>(), Is.EqualTo(graph.Nodes["a"].ToArray<float>()));
        Assert.That(opened.HostLabels.ToArray(), Is.EqualTo(SampleGraphs.LabelsU));
    }

    [Test]
    public void Save_ArraysOfAnyType_AreKept()
    {
        using SparseStructure narrow = SparseStructure.FromEdges(3, 4, [2, 0, 2], [3, 1, 0]);
        using SparseStructure wide = new RandomEdges(3, 4, [2, 0, 2], [3, 1, 0]).ToStructure(isWide: true);
        var writer = new SectionWriter("test");
        writer.Add("narrow", narrow);
        writer.Add("wide", wide);
        using var times = new NativeArray<long>([long.MinValue, 0, long.MaxValue]);
        using var marks = new NativeArray<bool>([true, false]);
        writer.Add("times", times);
        writer.Add("marks", marks);
        writer.Write(_scratch["a.gnn"], CancellationToken.None);

        using SectionFile file = SectionFile.Open(_scratch["a.gnn"]);
        using SparseStructure opened = file.Structure("wide", 3, 4, 3);
        Assert.That(opened.RowPointers.IsWide && opened.EdgeIds.IsWide && opened.Transpose.EntryIds!.IsWide, Is.True);
        AssertSame(opened, narrow);
        using SparseStructure openedNarrow = file.Structure("narrow", 3, 4, 3);
        Assert.That(openedNarrow.RowPointers.IsWide, Is.False);
        AssertSame(openedNarrow, narrow);
        using NativeArray<long> openedTimes = file.Array<long>("times", 3);
        using NativeArray<bool> openedMarks = file.Array<bool>("marks", 2);
        Assert.That(openedTimes.Span().ToArray(), Is.EqualTo(times.Span().ToArray()));
        Assert.That(openedMarks.Span().ToArray(), Is.EqualTo(marks.Span().ToArray()));
        Assert.That(() => file.Array<int>("times", 3), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected Int32 [3], got Int64 [3]"));
    }

    [Test]
    public void Save_SameGraph_IsTheSameBytes()
    {
        using Graph graph = FileSamples.Everything(Engine.Default);
        GraphFile.Save(graph, _scratch["a.gnn"]);
        using Graph opened = GraphFile.Open(_scratch["a.gnn"]);
        GraphFile.Save(opened, _scratch["b.gnn"]);

        Assert.That(File.ReadAllBytes(_scratch["b.gnn"]), Is.EqualTo(File.ReadAllBytes(_scratch["a.gnn"])));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows replaces no file that is mapped.")]
    public void Save_OverTheFileThatIsOpen_LeavesTheOpenGraphAsItWas()
    {
        using Graph first = SampleGraphs.A();
        using Graph second = SampleGraphs.U();
        GraphFile.Save(first, _scratch["a.gnn"]);
        using Graph opened = GraphFile.Open(_scratch["a.gnn"]);

        GraphFile.Save(second, _scratch["a.gnn"]);

        Assert.That(opened, Is.EqualTo(first));
        using Graph reopened = GraphFile.Open(_scratch["a.gnn"]);
        Assert.That(reopened, Is.EqualTo(second));
    }

    [Test]
    public void Save_Cancelled_LeavesTheOldFileAndNoOther()
    {
        using Graph graph = SampleGraphs.A();
        File.WriteAllText(_scratch["a.gnn"], "old");
        Assert.That(() => GraphFile.Save(graph, _scratch["a.gnn"], cancellation: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllText(_scratch["a.gnn"]), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_scratch.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Save_NameOfHalfACharacter_IsRefused()
    {
        using Graph graph = FileSamples.Chain(SampleGraphs.A(), graph => graph.WithNodeColumn("a\ud83d", Tensor.Zeros(10)));
        Assert.That(() => GraphFile.Save(graph, _scratch["a.gnn"]), Throws.ArgumentException.With.Message.Contains("surrogate"));
    }

    [Test]
    public void OpenDataset_SplitsThatWereSaved_AreTheSame()
    {
        using Graph graph = SampleGraphs.A();
        NodeSplit[] splits = [new("public", 10, [5, 1], [], [9, 0]), new("\u00e9", 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], [])];
        GraphFile.Save(new Dataset(graph) { NodeSplits = splits }, _scratch["a.gnn"]);

        using Dataset dataset = GraphFile.OpenDataset(_scratch["a.gnn"]);
        IReadOnlyList<NodeSplit> read = dataset.NodeSplits;

        Assert.That(read.Select(split => split.ToString()), Is.EqualTo(splits.Select(split => split.ToString())));
        Assert.That(read[0].Train.ToArray(), Is.EqualTo(new[] { 1, 5 }));
        Assert.That(read[0].Test.ToArray(), Is.EqualTo(new[] { 0, 9 }));
        Assert.That(() => GraphFile.Save(new Dataset(graph) { NodeSplits = [new NodeSplit("other", 9, [], [], [])] }, _scratch["b.gnn"]), Throws.ArgumentException.With.Message.Contains("10"));
    }

    [Test]
    public void Verify_SoundFile_SaysWhatItHolds()
    {
        using Graph graph = SampleGraphs.A();
        GraphFile.Save(graph, _scratch["a.gnn"]);
        GraphFileReport report = GraphFile.Verify(_scratch["a.gnn"]);

        Assert.That(report.IsSound, Is.True);
        Assert.That(report.ToString(), Does.Contain("sound. Graph: 10 nodes, 24 edges (directed), nodes y, 10 sections"));
        Assert.That(report.Length, Is.EqualTo(new FileInfo(_scratch["a.gnn"]).Length));
    }

    [Test]
    public void Open_OfAnotherKind_NamesBoth()
    {
        new SectionWriter("hypergraph").Write(_scratch["a.gnn"], CancellationToken.None);
        Assert.That(() => GraphFile.Open(_scratch["a.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("'graph', got 'hypergraph'"));
        Assert.That(GraphFile.Verify(_scratch["a.gnn"]).Defects, Has.One.Contains("expected 'nodes', got none"));
        new SectionWriter("tree").Write(_scratch["b.gnn"], CancellationToken.None);
        Assert.That(GraphFile.Verify(_scratch["b.gnn"]).Defects, Has.One.Contains("'tree'").And.One.Contains("temporal-graph"));
        Assert.That(() => GraphFile.Open<IGraphStructure>(_scratch["b.gnn"]), Throws.TypeOf<DataFormatException>().With.Message.Contains("got 'tree'"));
    }

    [Test]
    public void Open_NoFile_IsAnIOException()
    {
        Assert.That(() => GraphFile.Open(_scratch["none.gnn"]), Throws.InstanceOf<IOException>());
        Assert.That(() => GraphFile.Verify(_scratch["none.gnn"]), Throws.InstanceOf<IOException>());
    }

    /// <summary>The same arrays; a structure is compared with another by all that it gives out.</summary>
    private static void AssertSame(SparseStructure got, SparseStructure expected)
    {
        Assert.That((got.RowCount, got.ColumnCount, got.EntryCount), Is.EqualTo((expected.RowCount, expected.ColumnCount, expected.EntryCount)));
        Assert.That(Values(got.RowPointers), Is.EqualTo(Values(expected.RowPointers)));
        Assert.That(got.ColumnIndices.Span().ToArray(), Is.EqualTo(expected.ColumnIndices.Span().ToArray()));
        Assert.That(Values(got.EdgeIds), Is.EqualTo(Values(expected.EdgeIds)));
        Assert.That(got.IsTranspose, Is.EqualTo(expected.IsTranspose));
        if (!got.IsTranspose)
        {
            AssertSame(got.Transpose, expected.Transpose);
            Assert.That(Values(got.Transpose.EntryIds!), Is.EqualTo(Values(expected.Transpose.EntryIds!)));
        }
    }

    private static long[] Values(IndexArray array)
    {
        long[] values = new long[array.Length];
        for (long i = 0; i < values.Length; i++)
        {
            values[i] = array[i];
        }

        return values;
    }
}
