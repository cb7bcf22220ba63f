using BenchmarkDotNet.Attributes;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Benchmarks;

/// <summary>Reductions over neighbours on a graph of 169,343 nodes and 2.3 million edges.</summary>
[MemoryDiagnoser]
public class SpmmBenchmark : IDisposable
{
    private CpuEngine _engine = null!;
    private SparseStructure _structure = null!;
    private Tensor _values = null!;
    private Tensor _x = null!;

    /// <summary>Columns of the features.</summary>
    [Params(16, 64, 128, 256)]
    public int Width { get; set; }

    /// <summary>Threads of the engine.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes graph, values and features.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _engine = new CpuEngine(Threads);
        _structure = PowerLawGraph.Create();
        _values = Tensor.Uniform(_structure.EntryCount, new RandomSource(0), engine: _engine);
        _x = Tensor.Normal((_structure.ColumnCount, Width), new RandomSource(1), engine: _engine);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _x.Dispose();
        _values.Dispose();
        _structure.Dispose();
        _engine.Dispose();
    }

    /// <summary>The weighted sum.</summary>
    [Benchmark(Baseline = true)]
    public void Sum() => Tensor.SpMM(_structure, _values, _x).Dispose();

    /// <summary>The weighted sum over the transpose: the gradient of a sum.</summary>
    [Benchmark]
    public void Transposed() => Tensor.SpMM(_structure, _values, _x, Reduction.Sum, transposed: true).Dispose();

    /// <summary>The mean.</summary>
    [Benchmark]
    public void Mean() => Tensor.SpMM(_structure, null, _x, Reduction.Mean).Dispose();

    /// <summary>The maximum.</summary>
    [Benchmark]
    public void Max() => Tensor.SpMM(_structure, null, _x, Reduction.Max).Dispose();
}
