using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Files;

/// <summary>Graphs whose arrays lie in a file: who keeps it mapped, and that nothing writes to it.</summary>
[TestFixture]
internal sealed class MappedGraphTests
{
    private ScratchFolder _scratch = null!;
    private Graph _graph = null!;

    [SetUp]
    public void SetUp()
    {
        _scratch = new ScratchFolder();
        using Graph saved = FileSamples.Chain(
            SampleGraphs.A(), graph => graph.WithFeatures(Tensor.Normal((10, 6), new RandomSource(1))), graph => graph.WithNodeColumn("s", SparseTensor.Identity(10)));
        GraphFile.Save(saved, _scratch["a.gnn"]);
        _graph = GraphFile.Open(_scratch["a.gnn"]);
    }

    [TearDown]
    public void TearDown()
    {
        _graph.Dispose();
        _scratch.Dispose();
    }

    [Test]
    [Platform("Linux")]
    public void Dispose_LastHolder_EndsTheMapping()
    {
        Assert.That(IsMapped(), Is.True);
        Graph derived = _graph.WithLabels([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        Tensor kept = _graph.Nodes["x"].Rows(2, 3).Keep();
        _graph.Dispose();
        Assert.That(derived.InEdges.Row(0).ToArray(), Is.EqualTo(new[] { 1, 6, 3, 8 }));
        Assert.That(derived.OutDegree(0), Is.EqualTo(3));
        derived.Dispose();
        Assert.That(IsMapped(), Is.True, "A tensor made of a column shares its elements.");
        Assert.That(kept.ToArray<float>().Any(value => value != 0), Is.True);
        kept.Dispose();
        Assert.That(IsMapped(), Is.False);
    }

    [Test]
    [Platform("Linux")]
    public void Open_AlteredFile_LeavesNothingMapped()
    {
        _graph.Dispose();
        byte[] bytes = File.ReadAllBytes(_scratch["a.gnn"]);
        foreach (string name in (string[])["\"node/s/values\"", "\"in/transpose/entries\"", "\"edges/targets\""])
        {
            byte[] missing = FileSamples.Remake(bytes, table => table.Replace($"\"name\":{name}", "\"name\":\"?\"", StringComparison.Ordinal));
            Assert.That(() => FileSamples.Open(missing, _scratch["a.gnn"]), Throws.TypeOf<Gnn.Tensors.Files.DataFormatException>().With.Message.Contains("got none"));
            Assert.That(IsMapped(), Is.False, name);
        }
    }

    [Test]
    public void Columns_OfTheEnginesType_TakeNoMemoryOfTheEngine()
    {
        using var engine = new CpuEngine(threads: 1);
        long structures = HostMemory.Statistics.InUse;
        using Graph opened = GraphFile.Open(_scratch["a.gnn"], engine);
        Assert.That(engine.Memory.InUse, Is.Zero);
        Assert.That(opened.Nodes["x"].ToArray<float>(), Is.EqualTo(_graph.Nodes["x"].ToArray<float>()));
        _ = opened.OutEdges;
        Assert.That(HostMemory.Statistics.InUse, Is.EqualTo(structures));
    }

    [Test]
    public void Operations_OnMappedArrays_AreThoseOnCopies()
    {
        using var scope = new TensorScope();
        using Graph copy = Graph.FromEdges(10, _graph.Sources, _graph.Targets);
        Tensor x = _graph.Nodes["x"];
        Tensor xCopy = Tensor.Create(x.ToArray<float>(), x.Shape).WithGradient();
        Tensor xMapped = x.Detach().WithGradient();
        using var mapped = new Adjacency(_graph.InEdges);
        using var copied = new Adjacency(copy.InEdges);

        Tensor y = Tensor.SpMM(mapped, xMapped, Reduction.Mean);
        Tensor yCopy = Tensor.SpMM(copied, xCopy, Reduction.Mean);
        (y * y).Sum().Backward();
        (yCopy * yCopy).Sum().Backward();

        Assert.That(y.ToArray<float>(), Is.EqualTo(yCopy.ToArray<float>()));
        Assert.That(xMapped.Gradient!.ToArray<float>(), Is.EqualTo(xCopy.Gradient!.ToArray<float>()));
    }

    [Test]
    public void Epilogue_OfAMappedTensor_LeavesTheFileAsItIs()
    {
        // Alone with its elements, the tensor's buffer would be written over if it were not a file's.
        Tensor column = Mapped();
        float[] before = column.ToArray<float>();
        using Tensor y = Tensor.Epilogue(column, activation: UnaryOperation.Relu);
        Assert.That(y.ToArray<float>(), Is.EqualTo(before.Select(value => Math.Max(value, 0))));
        Assert.That(y.View.Buffer.IsReadOnly, Is.False, "The result has a buffer of its own.");
    }

    [TestCaseSource(typeof(TestEngines), nameof(TestEngines.All))]
    public void OptimizerStep_OnAMappedTensor_IsRefusedWithTheCure(Engine engine)
    {
        using Tensor source = Tensor.Ones((4, 2), engine);
        using Graph saved = FileSamples.Chain(Graph.FromEdges(4, [], []), graph => graph.WithNodeColumn("w", source.Detach()));
        GraphFile.Save(saved, _scratch["w.gnn"]);
        using Graph opened = GraphFile.Open(_scratch["w.gnn"], engine);
        using Tensor other = Tensor.Zeros((4, 2), engine);
        BufferView w = opened.Nodes["w"].View;
        if (!w.Buffer.IsReadOnly)
        {
            // On an engine of its own memory the column is a copy, which a step may change.
            Assert.That(engine, Is.Not.InstanceOf<HostEngine>());
            Assert.That(() => engine.AccumulateInto(w, other.View, 1), Throws.Nothing);
            return;
        }

        Assert.That(
            () => engine.AdamStep(w, other.View, other.View, other.View, new AdamStep(1, 0.1, 0.9, 0.999, 1e-8, 0, Decoupled: false)),
            Throws.InvalidOperationException.With.Message.Contains("Copy"));
        Assert.That(
            () => engine.SgdStep(w, other.View, default, new SgdStep(IsFirst: true, 0.1, 0, 0, 0, Nesterov: false)), Throws.InvalidOperationException);
        Assert.That(() => engine.AccumulateInto(w, other.View, 1), Throws.InvalidOperationException);
        Assert.That(opened.Nodes["w"].ToArray<double>(), Is.All.EqualTo(1));
    }

    [Test]
    public void Open_InAScope_OutlivesIt()
    {
        Graph opened;
        using (new TensorScope())
        {
            opened = GraphFile.Open(_scratch["a.gnn"]);
        }

        using (opened)
        {
            Assert.That(opened, Is.EqualTo(_graph));
        }
    }

    [Test]
    public void Mapping_SharedAfterItsEnd_IsRefused()
    {
        using var handle = File.OpenHandle(_scratch["a.gnn"]);
        var mapping = new FileMapping(handle, RandomAccess.GetLength(handle));
        using NativeArray<int> array = NativeArray<int>.Over(mapping, 64, 4);
        mapping.Dispose();
        Assert.That(mapping.IsDisposed, Is.False);
        Assert.That(() => NativeArray<int>.Over(mapping, 64, mapping.Length), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => NativeArray<long>.Over(mapping, mapping.Length, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        array.Dispose();
        array.Dispose();
        Assert.That(mapping.IsDisposed, Is.True);
        Assert.That(mapping.Share, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => array[0], Throws.InstanceOf<ObjectDisposedException>());
    }

    private static Tensor Mapped()
    {
        using var scratch = new ScratchFolder();
        using Graph saved = FileSamples.Chain(Graph.FromEdges(4, [], []), graph => graph.WithNodeColumn("w", Tensor.Normal((4, 8), new RandomSource(3))));
        GraphFile.Save(saved, scratch["w.gnn"]);
        using Graph opened = GraphFile.Open(scratch["w.gnn"]);
        return opened.Nodes["w"].Detach();
    }

    private bool IsMapped() => File.ReadAllText("/proc/self/maps").Contains(_scratch["a.gnn"], StringComparison.Ordinal);
}
