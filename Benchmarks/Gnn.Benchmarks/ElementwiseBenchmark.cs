using BenchmarkDotNet.Attributes;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Optimizers;

namespace Gnn.Benchmarks;

/// <summary>Operations of one pass over memory, on arrays that caches hold and on such as they do not.</summary>
[MemoryDiagnoser]
public class ElementwiseBenchmark : IDisposable
{
    private const int Width = 64;

    private CpuEngine _engine = null!;
    private Tensor _x = null!;
    private Tensor _y = null!;
    private Parameter _parameter = null!;
    private Tensor _gradient = null!;
    private Adam _adam = null!;
    private ulong _draw;

    /// <summary>Elements of the arrays.</summary>
    [Params(1 << 14, 1 << 24)]
    public int Length { get; set; }

    /// <summary>Threads of the engine.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes the arrays.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _engine = new CpuEngine(Threads);
        Shape shape = (Length / Width, Width);
        _x = Tensor.Normal(shape, new RandomSource(0), engine: _engine);
        _y = Tensor.Normal(shape, new RandomSource(1), engine: _engine);
        _gradient = Tensor.Normal(shape, new RandomSource(2), engine: _engine);
        _parameter = new Parameter(Tensor.Normal(shape, new RandomSource(3), engine: _engine));
        _adam = new Adam();
        _adam.Attach([new ParameterGroup("all", [_parameter])]);
        _parameter.Value.Backward(_gradient);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _adam.Dispose();
        _parameter.Dispose();
        _gradient.Dispose();
        _y.Dispose();
        _x.Dispose();
        _engine.Dispose();
    }

    /// <summary>The sum of two arrays.</summary>
    [Benchmark]
    public void Add() => (_x + _y).Dispose();

    /// <summary>The positive part.</summary>
    [Benchmark]
    public void Relu() => _x.Relu().Dispose();

    /// <summary>The exponential.</summary>
    [Benchmark]
    public void Exp() => _x.Exp().Dispose();

    /// <summary>The logarithm of the softmax of rows of 64.</summary>
    [Benchmark]
    public void LogSoftmax() => _x.LogSoftmax().Dispose();

    /// <summary>Dropout of half the elements.</summary>
    [Benchmark]
    public void Dropout() => _x.Dropout(0.5, new RandomSource(4).Stream(_draw++)).Dispose();

    /// <summary>A step of Adam.</summary>
    [Benchmark]
    public void Adam() => _adam.Step();
}
