using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.TorchSharp;
using NUnit.Framework;
using Torch = global::TorchSharp.torch;

namespace Gnn.Tests.TorchSharp;

/// <summary>What the contract does not say of an engine on TorchSharp: its memory, its generator, when the host waits.</summary>
[TestFixture]
internal sealed class TorchSharpEngineTests
{
    private TorchSharpEngine _engine = null!;

    [SetUp]
    public void CreateEngine()
    {
        if (TorchSharpRuntime.CpuProblem is { } problem)
        {
            Assert.Ignore(problem);
        }

        _engine = new TorchSharpEngine();
    }

    [TearDown]
    public void DisposeEngine() => _engine?.Dispose();

    [TestCase("gpu")]
    [TestCase("")]
    [TestCase("cuda:")]
    [TestCase("cuda:-1")]
    [TestCase("CUDA")]
    public void Create_DeviceNotWrittenAsStated_IsRefused(string device) =>
        Assert.That(() => new TorchSharpEngine(device), Throws.ArgumentException.With.Message.Contains("cpu, cuda or cuda:N").And.Message.Contains($"'{device}'"));

    [Test]
    public void Create_CudaDeviceThatIsNotThere_SaysWhatToAdd()
    {
        string missing = $"cuda:{TorchSharpRuntime.CudaDeviceCount}";

        NotSupportedException thrown = Assert.Throws<NotSupportedException>(() => _ = new TorchSharpEngine(missing))!;

        Assert.That(thrown.Message, Does.Contain(missing).And.Contain(TorchSharpRuntime.CudaProblem is null ? "numbered from 0" : "dotnet add package TorchSharp-cuda"));
    }

    [Test]
    public void Create_Threads_AreLibtorchs()
    {
        int before = _engine.ThreadCount;
        try
        {
            using var one = new TorchSharpEngine("cpu", threads: 1);
            Assert.That((one.ThreadCount, Torch.get_num_threads()), Is.EqualTo((1, 1)));
        }
        finally
        {
            Torch.set_num_threads(before);
        }

        Assert.That(() => new TorchSharpEngine("cpu", threads: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new TorchSharpEngine("cpu", threads: CpuEngine.MaxThreadCount + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new TorchSharpEngine("cuda", threads: 2), Throws.ArgumentException.With.Message.Contains("leave it out"));
    }

    [Test]
    public void Allocate_MoreThanThereIs_SaysHowMuchAndWhere()
    {
        // Four petabytes: more than a process can address.
        InsufficientMemoryException thrown = Assert.Throws<InsufficientMemoryException>(() => _engine.Allocate(DataType.Float32, 1L << 50))!;

        Assert.That(thrown.Message, Does.Contain("[1125899906842624]").And.Contain("'torch-cpu'"));
        Assert.That(_engine.Memory.InUse, Is.Zero);
    }

    [Test]
    public void LogSoftmax_LargeScores_LosesNoDigitsToTheirSize()
    {
        using var scope = new TensorScope();
        Tensor y = Tensor.Create([1e6, 1e6], (1, 2), _engine).LogSoftmax();

        Assert.That(y.ToArray<float>(), Is.EqualTo(new[] { -0.6931472f, -0.6931472f }).Within(1e-6f));
    }

    [Test]
    public void SpMMMax_EntryThatWasNotChosen_PassesNoGradientHoweverLargeItsValue()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(1, 2, [0, 0], [0, 1]);
        Tensor values = Tensor.Create([3, double.PositiveInfinity], 2, _engine);
        Tensor x = Tensor.Create([2.0, -1], (2, 1), _engine).WithGradient();

        Tensor.SpMM(structure, values, x, Reduction.Max).Sum().Backward();

        Assert.That(x.Gradient!.ToArray<float>(), Is.EqualTo(new[] { 3f, 0 }));
        x.Gradient.Dispose();
    }

    [Test]
    public void Buffers_MadeInADisposeScope_OutliveIt()
    {
        Tensor kept;
        using (Torch.NewDisposeScope())
        {
            using var scope = new TensorScope();
            kept = (Tensor.Ones((2, 3), _engine) * 2).Exp().Keep();
        }

        Assert.That(kept.ToArray<float>(), Is.All.EqualTo(MathF.Exp(2)).Within(1e-5f));
        kept.Dispose();
        Assert.That(_engine.Memory.InUse, Is.Zero);
    }

    [Test]
    public void Results_ShareNoMemoryWithTheirArguments()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Create([1.0, 2, 3], (1, 3), _engine);
        BufferView view = x.View;
        EngineBuffer[] results =
        [
            _engine.Transpose(view), _engine.Copy(view), _engine.Cast(view, DataType.Float32), _engine.Broadcast(view, (1, 3)),
            _engine.SliceColumns(view, 1, 0, 3), _engine.Concatenate([view], 1), _engine.Reduce(Reduction.Sum, view, 1, 1, 3), _engine.Dropout(view, 0, default),
        ];

        for (int i = 0; i < results.Length; i++)
        {
            var all = new BufferView(results[i], 0, 3);
            _engine.AccumulateInto(all, all, 1);
            results[i].Release();
            Assert.That(x.ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3 }), $"result {i}");
        }
    }

    [Test]
    public void StructureCopy_EndsWithTheStructure()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones((100, 4), _engine);
        long before = _engine.Memory.InUse;
        using (SparseStructure structure = RandomGraphs.Create(100, 900, seed: 3).ToStructure())
        using (new TensorScope())
        {
            Tensor.SpMM(structure, null, x, Reduction.Max).Dispose();
            Assert.That(_engine.Memory.InUse, Is.GreaterThan(before + (900 * sizeof(int))));
        }

        Assert.That(_engine.Memory.InUse, Is.EqualTo(before));
    }

    [Test]
    public void Dropout_DevicesGenerator_FollowsTheSourceAndDropsItsShare()
    {
        using var scope = new TensorScope();
        var source = new RandomSource(5);
        Tensor x = Tensor.Ones(100_000, _engine);

        float[] first = x.Dropout(0.3, source).ToArray<float>();
        float[] again = x.Dropout(0.3, source).ToArray<float>();
        float[] other = x.Dropout(0.3, source.Stream(1)).ToArray<float>();

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
        Assert.That(first.Distinct().Order(), Is.EqualTo(new[] { 0, 1 / 0.7f }).Within(1e-6));

        // Six standard deviations of a binomial share: sqrt(0.3 * 0.7 / 100,000) = 0.00145.
        Assert.That(first.Count(value => value == 0) / 100_000.0, Is.EqualTo(0.3).Within(0.0087));
    }

    [Test]
    public void Dropout_OnTheCpu_LeavesLibtorchsOwnGeneratorAlone()
    {
        using var scope = new TensorScope();
        Torch.manual_seed(9);
        using Torch.Tensor undisturbed = Torch.rand(4);
        Torch.manual_seed(9);
        Tensor.Ones(1000, _engine).Dropout(0.5, new RandomSource(5));
        using Torch.Tensor after = Torch.rand(4);

        Assert.That(after.equal(undisturbed).all().item<bool>(), Is.True);
    }

    [Test]
    public void HostReads_IndexThatWasUploaded_IsCheckedWithoutOne()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones((10, 3), _engine);
        Tensor index = Tensor.Create([3, 9, 0], 3, _engine);

        x.GatherRows(index);
        x.GatherRows(index).ScatterAddRows(index, 10);
        x.ArgMax(1);
        Assert.That(_engine.HostReads, Is.Zero);
        Assert.That(() => x.Rows(0, 9).GatherRows(index), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Element 1"));
        Assert.That(_engine.HostReads, Is.EqualTo(1));
    }

    [Test]
    public void HostReads_IndexComputedOnTheDevice_IsReadOnce()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Ones((10, 3), _engine);
        Tensor index = Tensor.Create([3.0, 9, 0], 3, _engine).Cast(DataType.Int64);

        x.GatherRows(index);
        x.GatherRows(index);

        Assert.That(_engine.HostReads, Is.EqualTo(1));
        Assert.That(() => x.Rows(0, 9).GatherRows(index), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Primitives_FromManyThreads_GiveTheSameBits()
    {
        using SparseStructure structure = RandomGraphs.Create(500, 5000, seed: 3).ToStructure();
        using var outer = new TensorScope();
        Tensor x = Tensor.Normal((500, 16), new RandomSource(1), engine: _engine);
        float[] expected = Forward();

        float[][] results = [.. Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => Forward())];

        Assert.That(results, Is.All.EqualTo(expected));

        float[] Forward()
        {
            using var scope = new TensorScope();
            return Tensor.SpMM(structure, null, Tensor.SpMM(structure, null, x, Reduction.Max), Reduction.Sum).ToArray<float>();
        }
    }

    [Test]
    public void Finaliser_AfterManySteps_HasNothingToFree()
    {
        // A handle that nobody disposed would be freed by TorchSharp's finaliser, some time; it counts the tensors that are left.
        using SparseStructure structure = RandomGraphs.Create(200, 2000, seed: 3).ToStructure();
        Step(structure);
        long alive = Torch.Tensor.TotalCount;

        for (int i = 0; i < 50; i++)
        {
            Step(structure);
        }

        Assert.That(Torch.Tensor.TotalCount, Is.EqualTo(alive));
    }

    private void Step(SparseStructure structure)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal((200, 8), new RandomSource(1), engine: _engine).WithGradient();
        Tensor scores = Tensor.Sddmm(structure, EntryOperation.Dot, x, x, 2);
        Tensor attention = Tensor.EdgeSoftmax(structure, scores.LeakyRelu(0.2));
        Tensor y = Tensor.SpMM(structure, attention, x) + Tensor.SpMM(structure, null, x, Reduction.Max);
        y.Dropout(0.5, new RandomSource(2)).LogSoftmax().Sum().Backward();
        Assert.That(x.Gradient!.AllFinite(), Is.True);
        x.Gradient.Dispose();
    }
}
