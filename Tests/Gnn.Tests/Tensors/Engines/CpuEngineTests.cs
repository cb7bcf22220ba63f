using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines;

[TestFixture]
[Category("Kernel")]
[Parallelizable(ParallelScope.Self)] // Long at work, much of it on one thread: beside the fixtures that wait for processes.
internal sealed class CpuEngineTests
{
    private static readonly int[] ThreadCounts = [2, 3, 8];

    [TestCaseSource(typeof(EngineCases), nameof(EngineCases.Elementwise))]
    public void Primitive_AllLengths_AgreesWithReference(EngineCase test)
    {
        for (int length = 0; length <= 257; length++)
        {
            Compare(test, new EngineSize(1, length, 0), seed: length);
        }
    }

    [TestCaseSource(typeof(EngineCases), nameof(EngineCases.All))]
    public void Primitive_RandomShapes_AgreesWithReference(EngineCase test)
    {
        var random = new Random(1);
        foreach (int columns in (int[])[0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 40, 64, 65, 100, 129, 257])
        {
            int rows = random.Next(columns > 100 ? 12 : 70);
            Compare(test, new EngineSize(rows, columns, random.Next(300), IsWide: random.Next(2) == 0), seed: columns);
        }

        Compare(test, new EngineSize(0, 5, 0), seed: 1);
        Compare(test, new EngineSize(257, 3, 1000), seed: 2);
        Compare(test, new EngineSize(40, 37, 2600), seed: 3);
        Compare(test, new EngineSize(700, 21, 3500), seed: 4);
    }

    [TestCaseSource(typeof(EngineCases), nameof(EngineCases.All))]
    public void Primitive_AnyThreadCount_GivesTheSameBits(EngineCase test)
    {
        foreach (EngineSize size in (EngineSize[])[new(1500, 40, 9000), new(5000, 7, 30000, IsWide: true)])
        {
            IReadOnlyList<double[]> expected = Run(Alone, test, size, seed: 5);
            for (int i = 0; i < ThreadCounts.Length; i++)
            {
                IReadOnlyList<double[]> actual = Run(Together[i], test, size, seed: 5);
                for (int result = 0; result < expected.Count; result++)
                {
                    // As raw bits, so that NaN equals itself and 0 differs from -0.
                    Assert.That(
                        MemoryMarshal.AsBytes<double>(actual[result]).SequenceEqual(MemoryMarshal.AsBytes<double>(expected[result])),
                        $"{ThreadCounts[i]} threads, {size}, result {result}");
                }
            }
        }
    }

    [Test]
    public void SoftmaxFamily_RowAlone_GivesTheBitsItGivesAmongOthers()
    {
        const int rows = 43;
        foreach (int columns in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 31, 32, 33, 47, 48, 49, 70])
        {
            using var inputs = new EngineInputs(Alone, columns);
            BufferView scores = inputs.Floats((rows, columns), 20, special: true);
            BufferView others = inputs.Floats((rows, columns), 1);
            BufferView weights = inputs.Floats((rows, 1), 1);
            BufferView labels = inputs.Ints((rows, 1), columns, isWide: false);
            Func<BufferView, BufferView, BufferView, BufferView, EngineBuffer>[] calls =
            [
                (x, y, w, l) => Alone.LogSoftmax(x),
                (x, y, w, l) => Alone.Softmax(x),
                (x, y, w, l) => Alone.LogSumExp(x, x.Shape[0], columns, 1),
                (x, y, w, l) => Alone.LogSoftmaxGradient(y, x),
                (x, y, w, l) => Alone.SoftmaxGradient(y, x),
                (x, y, w, l) => Alone.SoftmaxGradient(y, y),
                (x, y, w, l) => Losses(x, l, default),
                (x, y, w, l) => Losses(y, l, w),
            ];
            for (int call = 0; call < calls.Length; call++)
            {
                double[] together = Rows(calls[call], 0, rows);
                for (int row = 0; row < rows; row++)
                {
                    double[] alone = Rows(calls[call], row, 1);
                    Assert.That(
                        MemoryMarshal.AsBytes<double>(alone).SequenceEqual(MemoryMarshal.AsBytes(together.AsSpan(row * alone.Length, alone.Length))),
                        $"row {row} of {columns} columns, call {call}");
                }
            }

            double[] Rows(Func<BufferView, BufferView, BufferView, BufferView, EngineBuffer> call, int first, int count)
            {
                inputs.Return(call(View(scores, columns), View(others, columns), View(weights, 1), View(labels, 1)));
                return inputs.Results[^1];

                BufferView View(BufferView view, int width) => new(view.Buffer, first * width, (count, width));
            }
        }

        static EngineBuffer Losses(BufferView x, BufferView labels, BufferView gradient)
        {
            EngineBuffer losses = Alone.CrossEntropy(x, labels, out EngineBuffer saved);
            if (gradient.IsEmpty)
            {
                saved.Release();
                return losses;
            }

            losses.Release();
            EngineBuffer result = Alone.CrossEntropyGradient(x, labels, new BufferView(saved, 0, saved.Length), gradient);
            saved.Release();
            return result;
        }
    }

    [Test]
    public unsafe void RowJob_ChunksInAnyOrder_DoNotTouchEachOther()
    {
        for (int columns = 1; columns <= 50; columns++)
        {
            long rows = Runs.RowsOf(columns) + 21;
            using var inputs = new EngineInputs(Alone, columns);
            var x = (float*)((HostBuffer)inputs.Floats((rows, columns)).Buffer).Pointer;
            AssertSameInAnyOrder<RowKernels.LogSoftmax>(x, rows, columns);
            AssertSameInAnyOrder<RowKernels.SoftmaxGradient>(x, rows, columns);
        }
    }

    [Test]
    public void AllFinite_OneElement_IsFound([Values(1, 15, 257, 100_000)] int length, [Values] bool isLast)
    {
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue])
        {
            using var inputs = new EngineInputs(TestEngines.Cpu, 1);
            var values = new float[length];
            values[isLast ? length - 1 : 0] = value;
            Assert.That(TestEngines.Cpu.AllFinite([inputs.Upload(values, Gnn.Tensors.DataType.Float32, length)]), Is.EqualTo(float.IsFinite(value)));
        }
    }

    [Test]
    public void Index_OutOfRange_IsNamed([Values] bool isWide)
    {
        using var inputs = new EngineInputs(TestEngines.Cpu, 1);
        Gnn.Tensors.Engines.BufferView x = inputs.Floats((3, 2));
        Gnn.Tensors.Engines.BufferView index = isWide
            ? inputs.Upload<long>([0, 1, 1L << 40], Gnn.Tensors.DataType.Int64, 3)
            : inputs.Upload<int>([0, 1, -1], Gnn.Tensors.DataType.Int32, 3);
        foreach (Action call in (Action[])
            [
                () => TestEngines.Cpu.GatherRows(x, index),
                () => TestEngines.Cpu.ScatterAddRows(x, index, 3),
                () => TestEngines.Cpu.Pick(x, index),
            ])
        {
            Assert.That(call, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(isWide ? "1099511627776" : "-1"));
        }
    }

    [Test]
    public void Constructor_ThreadsOutOfRange_NamesTheCure([Values(-1, 0, 1025)] int threads) =>
        Assert.That(() => new CpuEngine(threads), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("leave it out"));

    [Test]
    public void Constructor_Threads_AreCounted()
    {
        using var engine = new CpuEngine(3);
        Assert.That(engine.ThreadCount, Is.EqualTo(3));
        Assert.That(engine.Name, Is.EqualTo("cpu"));
        Assert.That(engine.FloatType, Is.EqualTo(Gnn.Tensors.DataType.Float32));
    }

    [Test]
    public void KernelVariable_Values_AreRead()
    {
        Assert.That(KernelVariable.Parse(null), Is.EqualTo(KernelVariable.Widest));
        Assert.That(KernelVariable.Parse(""), Is.EqualTo(KernelVariable.Widest));
        Assert.That(KernelVariable.Parse("scalar"), Is.Zero);
        Assert.That(
            () => KernelVariable.Parse("avx"),
            Throws.ArgumentException.With.Message.Contains("GNN_KERNEL").And.Message.Contains("'avx'").And.Message.Contains("unset it"));
        if (KernelVariable.Widest < 512)
        {
            Assert.That(() => KernelVariable.Parse("512"), Throws.ArgumentException.With.Message.Contains("smaller width"));
        }
    }

    [Test]
    public void VectorWidth_RuntimeSwitches_AreObeyed()
    {
        string? kernel = Environment.GetEnvironmentVariable(KernelVariable.Name);
        int allowed = IsOff("EnableHWIntrinsic") ? 128 : IsOff("EnableAVX") || IsOff("EnableAVX2") ? 128 : IsOff("EnableAVX512") ? 256 : 512;
        Assert.That(VectorWidth.Bits, Is.EqualTo(KernelVariable.Parse(kernel)).And.LessThanOrEqualTo(allowed));
        if (string.IsNullOrEmpty(kernel) && allowed == 512)
        {
            Assert.That(VectorWidth.Bits, Is.EqualTo(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128));
        }
    }

    private static CpuEngine Alone { get; } = new(1);

    private static CpuEngine[] Together { get; } = Array.ConvertAll(ThreadCounts, count => new CpuEngine(count) { ParallelWork = 0, WakingWork = 0 });

    private static bool IsOff(string name) => Environment.GetEnvironmentVariable("DOTNET_" + name) is "0";

    private static unsafe void AssertSameInAnyOrder<TKernel>(float* x, long rows, long columns)
        where TKernel : struct, IRowKernel
    {
        float[] forth = new float[rows * columns];
        float[] back = new float[rows * columns];
        foreach ((float[] result, int first) in new[] { (forth, 0), (back, 1) })
        {
            fixed (float* y = result)
            {
                var job = new VectorJob<RowJob<TKernel>>(new() { A = x, B = x, Y = y, Rows = rows, Columns = columns });
                job.Execute(first);
                job.Execute(1 - first);
            }
        }

        Assert.That(MemoryMarshal.AsBytes<float>(back).SequenceEqual(MemoryMarshal.AsBytes<float>(forth)), $"{typeof(TKernel).Name}, {columns} columns");
    }

    private static IReadOnlyList<double[]> Run(Engine engine, EngineCase test, EngineSize size, int seed)
    {
        using var inputs = new EngineInputs(engine, seed);
        test.Run(inputs, size);
        return inputs.Results;
    }

    private static void Compare(EngineCase test, EngineSize size, int seed)
    {
        IReadOnlyList<double[]> expected = Run(TestEngines.Reference, test, size, seed);
        IReadOnlyList<double[]> actual = Run(TestEngines.Cpu, test, size, seed);
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        for (int result = 0; result < expected.Count; result++)
        {
            Assert.That(actual[result], Has.Length.EqualTo(expected[result].Length), $"{size}, result {result}");
            for (int i = 0; i < expected[result].Length; i++)
            {
                double right = (float)expected[result][i];
                double got = actual[result][i];
                if (right.Equals(got))
                {
                    continue;
                }

                // The terms of a sum are of the order of 10.
                double tolerance = (1e-5 * Math.Abs(right)) + (test.IsSum ? 1e-6 * Math.Max(10, size.Rows + size.Columns) : 1e-40);
                if (!(Math.Abs(right - got) <= tolerance))
                {
                    Assert.Fail($"{size}, result {result}, element {i}: expected {right}, got {got}.");
                }
            }
        }
    }
}
