using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Layers.Models;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class ModuleTests
{
    private static Sequential Chain(int seed = 1) =>
        new(new Linear(3, 4, new RandomSource(seed)), new BatchNorm(4), new Linear(4, 2, new RandomSource(seed + 1)));

    private static void Train(Module chain, int steps = 1)
    {
        using var scope = new TensorScope();
        for (int step = 0; step < steps; step++)
        {
            ((IFeatureMap)chain).Forward(ForwardContext.ForTraining(new RandomSource(1)), TestGraphs.Features(6, 3, chain.Parameters().First().Value.Engine, $"{step}"));
        }
    }

    private static double[][] Values(Module module)
    {
        IReadOnlyDictionary<string, Tensor> tensors = module.CopyTensors();
        double[][] values = [.. tensors.Values.Select(tensor =>
            tensor.DataType == DataType.Int64 ? [tensor.ToArray<long>()[0]] : tensor.ToArray<double>())];
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        return values;
    }

    [Test]
    public void Freeze_OnePart_TakesNoGradientAndIsNotStepped()
    {
        using var scope = new TensorScope();
        using Sequential chain = Chain();
        var last = (Linear)chain.NamedModules().Single(named => named.Name == "2").Module;
        last.Freeze();
        double[] frozen = last.Weight.ToArray<double>(), trained = chain.First!.Weight.ToArray<double>();
        using var optimizer = new Adam(learningRate: 0.1, weightDecay: 0.1);
        optimizer.Attach(chain.ParameterGroups());

        chain.Forward(ForwardContext.ForTraining(new RandomSource(1)), TestGraphs.Features(6, 3, Engine.Default)).Square().Sum().Backward();
        optimizer.Step();

        Assert.That(last.Parameters().Select(parameter => parameter.Value.Gradient), Is.All.Null);
        Assert.That(last.Parameters().Select(parameter => parameter.Value.RequiresGradient), Is.All.False);
        Assert.That(last.Weight.ToArray<double>(), Is.EqualTo(frozen));
        Assert.That(chain.First.Weight.ToArray<double>(), Is.Not.EqualTo(trained));
    }

    [Test]
    public void Freeze_WholeModule_RecordsNothingUntilItIsThawed()
    {
        using var scope = new TensorScope();
        using Sequential chain = Chain();
        Tensor x = TestGraphs.Features(6, 3, Engine.Default);
        chain.Forward(ForwardContext.Inference, x).Sum().Backward();

        chain.Freeze();
        bool whileFrozen = chain.Forward(ForwardContext.Inference, x).RequiresGradient;
        chain.MoveTo(TestEngines.Reference);
        chain.MoveTo(Engine.Default);
        bool whileFrozenAndMoved = chain.Parameters().Any(parameter => parameter.Value.RequiresGradient);
        Assert.That(chain.Parameters().Select(parameter => parameter.Value.Gradient), Is.All.Null, "freezing drops gradients");
        chain.Unfreeze();
        chain.Forward(ForwardContext.Inference, x).Sum().Backward();

        Assert.That((whileFrozen, whileFrozenAndMoved), Is.EqualTo((false, false)));
        Assert.That(chain.Parameters().Select(parameter => parameter.Value.Gradient), Is.All.Not.Null);
    }

    [Test]
    public void Freeze_BetweenForwardAndBackward_LetsTheOthersHaveTheirGradients()
    {
        using var scope = new TensorScope();
        using Sequential chain = Chain(), same = Chain();
        Tensor x = TestGraphs.Features(6, 3, Engine.Default);
        same.Forward(ForwardContext.Inference, x).Square().Sum().Backward();

        Tensor loss = chain.Forward(ForwardContext.Inference, x).Square().Sum();
        chain.NamedModules().Single(named => named.Name == "2").Module.Freeze();
        loss.Backward();

        Assert.That(chain.First!.Weight.Gradient!.ToArray<double>(), Is.EqualTo(same.First!.Weight.Gradient!.ToArray<double>()));
        Assert.That(chain.Parameters().Last().Value.Gradient, Is.Null);
    }

    [Test]
    public void CopyFrom_SameNamesOnAnotherEngine_TakesParametersAndBuffers()
    {
        using Sequential chain = Chain(), other = Chain(seed: 7);
        Train(other, steps: 3);
        other.MoveTo(TestEngines.Reference);

        chain.CopyFrom(other);

        Assert.That(Values(chain), Is.EqualTo(Values(other)));
        Assert.That(chain.Parameters().Select(parameter => parameter.Value.Engine), Is.All.SameAs(Engine.Default));
        Assert.That(chain.Parameters().Select(parameter => parameter.Value.RequiresGradient), Is.All.True);
        Train(other);
        Assert.That(Values(chain), Is.Not.EqualTo(Values(other)), "the copy has tensors of its own");
    }

    [Test]
    public void SetTensors_SnapshotOfTraining_RestoresRunningStatistics()
    {
        using Sequential chain = Chain();
        Train(chain);
        IReadOnlyDictionary<string, Tensor> snapshot = chain.CopyTensors();
        double[][] before = Values(chain);
        Train(chain, steps: 2);
        Assert.That(Values(chain), Is.Not.EqualTo(before));

        chain.SetTensors(snapshot);

        Assert.That(Values(chain), Is.EqualTo(before));
        foreach (Tensor tensor in snapshot.Values)
        {
            tensor.Dispose();
        }
    }

    [Test]
    public void CopyFrom_OtherNamesOrShapes_ChangesNothingAndNamesThem()
    {
        using Sequential chain = Chain();
        using var shorter = new Sequential(new Linear(3, 4, default));
        using var wider = new Sequential(new Linear(3, 4, default), new BatchNorm(4), new Linear(4, 5, default));
        double[][] before = Values(chain);

        Assert.That(() => chain.CopyFrom(shorter), Throws.ArgumentException.With.Message.Contains("'1.module.weight'"));
        Assert.That(() => shorter.CopyFrom(chain), Throws.ArgumentException.With.Message.Contains("has no tensor '"));
        Assert.That(() => chain.CopyFrom(wider), Throws.ArgumentException.With.Message.Contains("'2.weight'").And.Message.Contains("[5, 4]"));
        Assert.That(Values(chain), Is.EqualTo(before));
    }

    [TestCaseSource(typeof(TestModels), nameof(TestModels.Names))]
    public void Clone_AnyModel_IsAnEqualModelOfItsOwn(string name)
    {
        using GraphModel model = TestModels.Create(name);
        model.MoveTo(TestEngines.Reference);
        model.Parameters().First().Freeze();

        using GraphModel clone = model.Clone();

        Assert.That(clone, Is.TypeOf(model.GetType()));
        Assert.That(Values(clone), Is.EqualTo(Values(model)));
        Assert.That(clone.Summary().ToString(), Is.EqualTo(model.Summary().ToString()));
        Assert.That(clone.Parameters().Select(parameter => parameter.Value.Engine), Is.All.SameAs(TestEngines.Reference));
        Assert.That(clone.Parameters().Zip(model.Parameters(), ReferenceEquals), Is.All.False);
    }

    [TestCase(SafetensorsType.Float32)]
    [TestCase(SafetensorsType.Float64)]
    public void LoadParameters_IntegerBuffer_IsInt64InTheFileAndBack(SafetensorsType type)
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "chain.safetensors");
        using Sequential chain = Chain(), loaded = Chain(seed: 5);
        Train(chain, steps: 3);

        chain.SaveParameters(path, type);
        loaded.LoadParameters(path);

        Assert.That(SafetensorsFile.Read(path).TryFind("1.module.num_batches_tracked", out SafetensorsEntry? entry));
        Assert.That((entry!.Type, entry.Data.Length), Is.EqualTo((SafetensorsType.Int64, 8)));
        Assert.That(Values(loaded), Is.EqualTo(Values(chain)));
        Assert.That(loaded.NamedBuffers().Last().Buffer.ToArray<long>(), Is.EqualTo(new[] { 3L }));
    }

    [Test]
    public void LoadParameters_CounterThatIsNotAnInteger_IsRefused()
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "norm.safetensors");
        using var norm = new BatchNorm(2);
        norm.SaveParameters(path);
        SafetensorsFile.Write(path, [.. SafetensorsFile.Read(path).Entries.Select(entry => entry.Type == SafetensorsType.Int64
            ? new SafetensorsEntry(entry.Name, SafetensorsType.Float32, entry.Shape, new byte[4])
            : entry)]);

        Assert.That(
            () => norm.LoadParameters(path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("num_batches_tracked").And.Message.Contains("expected Int64, got Float32"));
    }

    [Test]
    public void SetBuffer_OtherShapeTypeOrName_IsRefusedAndTheBufferStays()
    {
        using var scope = new TensorScope();
        using var module = new Counter();

        Assert.That(() => module.Count(Tensor.Ones((2, 2))), Throws.ArgumentException.With.Message.Contains("[2, 2]"));
        Assert.That(() => module.Count(Tensor.Create([1L, 2], 2)), Throws.ArgumentException.With.Message.Contains("Int64"));
        Assert.That(() => module.Count(Tensor.Ones(2, TestEngines.Reference)), Throws.ArgumentException.With.Message.Contains("reference"));
        Assert.That(() => module.Count(Tensor.Ones(2), "other"), Throws.ArgumentException.With.Message.Contains("'other'"));
        Assert.That(Values(module)[0], Is.EqualTo(new[] { 0.0, 0 }));
    }

    [Test]
    public void SetBuffer_ResultOfARecordedOperation_HasNoHistoryAndOutlivesItsScope()
    {
        using var module = new Counter();
        using (new TensorScope())
        {
            module.Count(Tensor.Ones(2).WithGradient() * 3);
        }

        Assert.That(Values(module)[0], Is.EqualTo(new[] { 3.0, 3 }));
        Assert.That(module.NamedBuffers().Single().Buffer.RequiresGradient, Is.False);
    }

    [Test]
    public void NamedModules_Parts_FollowTheirModule()
    {
        using var chain = new Sequential(new Linear(3, 4, default), new Sequential(new BatchNorm(4), new ActivationMap(Activation.Relu)));

        Assert.That(chain.NamedModules().Select(named => named.Name), Is.EqualTo(new[] { "", "0", "1", "1.0", "1.0.module" }));
        Assert.That(chain.NamedModules().First().Module, Is.SameAs(chain));
    }

    [Test]
    public void Summary_Chain_IsATableWithTotals()
    {
        using Sequential chain = Chain();
        chain.First!.Freeze();

        ModuleSummary summary = chain.Summary();

        string[] expected =
        [
            "module    type             tensors                                                                                                     elements  bytes",
            "          Sequential                                                                                                                          0      0",
            "0         Linear           weight [4, 3] (frozen), bias [4] (frozen)                                                                          16     64",
            "1         BatchNorm                                                                                                                           0      0",
            "1.module  ColumnBatchNorm  weight [4], bias [4], running_mean [4] (buffer), running_var [4] (buffer), num_batches_tracked [] (buffer)        17     72",
            "2         Linear           weight [2, 4], bias [2]                                                                                           10     40",
            "34 parameters, 16 of them frozen; 9 elements of buffers; 176 bytes",
        ];
        Assert.That(summary.ToString().Split('\n').Select(Squeeze), Is.EqualTo(expected.Select(Squeeze)));
        Assert.That(summary.ToString().Split('\n').SkipLast(1).Select(line => line.Length).Distinct().Count(), Is.EqualTo(1), "columns are aligned");
        Assert.That((summary.ParameterCount, summary.FrozenCount, summary.BufferCount, summary.Bytes), Is.EqualTo((34L, 16L, 9L, 176L)));

        static string Squeeze(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed class Counter : Module
    {
        internal Counter() => AddBuffer("count", Tensor.Zeros(2));

        internal void Count(Tensor value, string name = "count") => SetBuffer(name, value);
    }
}
