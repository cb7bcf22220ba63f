using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <summary>What every engine must do, primitive by primitive: a subclass names an engine and has all these tests.</summary>
/// <remarks>
/// <para>Expectations are written by hand or computed by plain double-precision models in the tests, from what the engine says it holds after an upload.
/// Every input is a run in the middle of a longer buffer whose other elements are NaN (or the least integer), so that an engine that reads beside the
/// run, or forgets its offset, fails. Every result must have one count; after each test, with all buffers released, no memory may be in use that was not before.</para>
/// <para>The tolerance is relative: 1e-12 in double and 4e-6 in single precision.</para>
/// </remarks>
/// <example><code>public sealed class ReferenceEngineContractTests : EngineContract { protected override Engine CreateEngine() => new ReferenceEngine(); }</code></example>
[TestFixture]
[Category("Kernel")]
public abstract partial class EngineContract
{
    private const int Before = 3;
    private const int After = 2;

    private readonly List<EngineBuffer> _buffers = [];
    private readonly List<IDisposable> _disposables = [];
    private Engine? _engine;
    private long _inUseBefore;

    private Engine Engine => _engine!;

    private double Tolerance => Engine.FloatType == DataType.Float64 ? 1e-12 : 4e-6;

    /// <summary>Makes the engine, once for the fixture, which then disposes it.</summary>
    [OneTimeSetUp]
    public void CreateEngineOnce() => _engine = CreateEngine();

    /// <summary>Ends the engine.</summary>
    [OneTimeTearDown]
    public void DisposeEngine() => _engine?.Dispose();

    /// <summary>Notes the memory in use before a test.</summary>
    [SetUp]
    public void NoteMemory() => _inUseBefore = Engine.Memory.InUse;

    /// <summary>Releases a test's buffers and checks that no memory is left in use.</summary>
    [TearDown]
    public void ReleaseBuffers()
    {
        _buffers.ForEach(buffer => buffer.Release());
        _buffers.Clear();
        _disposables.ForEach(disposable => disposable.Dispose());
        _disposables.Clear();
        Assert.That(Engine.Memory.InUse, Is.EqualTo(_inUseBefore), "Bytes in use after all buffers of the test were released.");
    }

    /// <summary>Makes the engine under test.</summary>
    /// <returns>A new engine.</returns>
    protected abstract Engine CreateEngine();

    /// <summary>Numbers as the engine holds them: in the middle of a buffer of NaN.</summary>
    private BufferView Floats(in Shape shape, params ReadOnlySpan<double> values) => Upload(shape, values, double.NaN);

    private BufferView Ints(params ReadOnlySpan<int> values) => Upload(values.Length, values, int.MinValue);

    private BufferView Longs(params ReadOnlySpan<long> values) => Upload(values.Length, values, long.MinValue);

    private BufferView Bools(params ReadOnlySpan<bool> values) => Upload(values.Length, values, true);

    private BufferView Index(bool isWide, params ReadOnlySpan<int> values)
    {
        if (!isWide)
        {
            return Ints(values);
        }

        long[] wide = new long[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return Longs(wide);
    }

    /// <summary>Uniform random numbers.</summary>
    private BufferView Noise(in Shape shape, ulong stream, double low = -2, double high = 2)
    {
        double[] values = new double[shape.Count];
        new RandomSource(seed: 7).Stream(stream).FillUniform(values, 0, low, high);
        return Floats(shape, values);
    }

    /// <summary>Random multiples of 1/8 in [-2, 2]: products and sums of them are exact in single precision too, and ties are frequent.</summary>
    private BufferView Eighths(in Shape shape, ulong stream)
    {
        double[] values = new double[shape.Count];
        RandomSequence random = new RandomSource(seed: 8).Stream(stream).Sequence();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextInt32(33) - 16) / 8.0;
        }

        return Floats(shape, values);
    }

    private unsafe BufferView Upload<T>(in Shape shape, ReadOnlySpan<T> values, T beside)
        where T : unmanaged
    {
        Assert.That(values.Length, Is.EqualTo(shape.Count), "The test gives as many values as its shape has.");
        var all = new T[Before + values.Length + After];
        all.AsSpan().Fill(beside);
        values.CopyTo(all.AsSpan(Before));
        fixed (T* source = all)
        {
            EngineBuffer buffer = Engine.Upload(source, DataTypeExtensions.Of<T>(), all.Length);
            _buffers.Add(buffer);
            return new BufferView(buffer, Before, shape);
        }
    }

    /// <summary>Takes over a primitive's result: checks owner, type, length and count, and releases it after the test.</summary>
    private BufferView Take(EngineBuffer? buffer, in Shape shape, DataType? type = null)
    {
        Assert.That(buffer, Is.Not.Null);
        _buffers.Add(buffer!);
        Assert.That(buffer!.Engine, Is.SameAs(Engine));
        Assert.That(buffer.DataType, Is.EqualTo(type ?? Engine.FloatType));
        Assert.That(buffer.Length, Is.EqualTo(shape.Count));
        Assert.That(buffer.IsExclusive, Is.True, "A result has one count.");
        return new BufferView(buffer, 0, shape);
    }

    private double[] Doubles(in BufferView view) => Download<double>(view);

    /// <summary>The elements of an Int32 or Int64 view.</summary>
    private long[] Integers(in BufferView view) =>
        view.DataType == DataType.Int64 ? Download<long>(view) : Array.ConvertAll(Download<int>(view), value => (long)value);

    private unsafe T[] Download<T>(in BufferView view)
        where T : unmanaged
    {
        var values = new T[view.Count];
        fixed (T* destination = values)
        {
            Engine.Download(view, destination, DataTypeExtensions.Of<T>());
        }

        return values;
    }

    /// <summary>Fails unless every element is within the tolerance of what is expected; NaN and infinities must be met exactly.</summary>
    private void AssertClose(in BufferView actual, ReadOnlySpan<double> expected, double scale = 1, string? what = null)
    {
        double[] values = Doubles(actual);
        Assert.That(values, Has.Length.EqualTo(expected.Length), what);
        for (int i = 0; i < values.Length; i++)
        {
            bool isClose = double.IsFinite(expected[i])
                ? Math.Abs(values[i] - expected[i]) <= Tolerance * (scale + Math.Abs(expected[i]))
                : values[i].Equals(expected[i]);
            if (!isClose)
            {
                Assert.Fail($"{what}{(what is null ? "" : ": ")}element {i} of {actual.Shape} is {values[i]:R}, expected {expected[i]:R}.");
            }
        }
    }

    /// <summary>Fails unless the elements beside a run are as they were uploaded: NaN.</summary>
    private void AssertUntouchedBeside(in BufferView view)
    {
        Assert.That(Doubles(new BufferView(view.Buffer, 0, Before)), Is.All.NaN);
        Assert.That(Doubles(new BufferView(view.Buffer, Before + view.Count, After)), Is.All.NaN);
    }

    /// <summary>Fails unless an index that is out of range is named by position and value, and nothing is allocated or left behind.</summary>
    private void AssertOutOfRange(Action act, long position, long value, long count)
    {
        long inUse = Engine.Memory.InUse;
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(() => act())!;
        Assert.That(thrown.Message, Does.Match($@"\b{position}\b").And.Contain(FormattableString.Invariant($"{value}")).And.Match($@"\b{count}\b"));
        Assert.That(Engine.Memory.InUse, Is.EqualTo(inUse));
    }
}
