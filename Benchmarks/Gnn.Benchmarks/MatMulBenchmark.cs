using BenchmarkDotNet.Attributes;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Benchmarks;

/// <summary>The matrix products of a layer: forward, to the weights and to the inputs.</summary>
[MemoryDiagnoser]
public class MatMulBenchmark : IDisposable
{
    private CpuEngine _engine = null!;
    private Tensor _a = null!;
    private Tensor _b = null!;
    private Tensor _g = null!;

    /// <summary>Rows of A, inner length and columns of B.</summary>
    [Params("2708x1433x16", "169343x128x256", "169343x256x40", "1024x1024x1024", "32x16x16")]
    public string Shape { get; set; } = "";

    /// <summary>Threads of the engine.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes the matrices.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] lengths = Array.ConvertAll(Shape.Split('x'), int.Parse);
        _engine = new CpuEngine(Threads);
        _a = Tensor.Normal((lengths[0], lengths[1]), new RandomSource(0), engine: _engine);
        _b = Tensor.Normal((lengths[1], lengths[2]), new RandomSource(1), engine: _engine);
        _g = Tensor.Normal((lengths[0], lengths[2]), new RandomSource(2), engine: _engine);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _a.Dispose();
        _b.Dispose();
        _g.Dispose();
        _engine.Dispose();
    }

    /// <summary>A B.</summary>
    [Benchmark]
    public void Forward() => _a.MatMul(_b).Dispose();

    /// <summary>A^T G.</summary>
    [Benchmark]
    public void ToWeights() => _a.MatMul(_g, transposeThis: true).Dispose();

    /// <summary>G B^T.</summary>
    [Benchmark]
    public void ToInputs() => _g.MatMul(_b, transposeThis: false, transposeOther: true).Dispose();
}
