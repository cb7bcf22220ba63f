using BenchmarkDotNet.Attributes;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Benchmarks;

/// <summary>Attention of eight heads of eight columns and its parts, on a graph of 169,343 nodes and 2.3 million edges.</summary>
[MemoryDiagnoser]
public class AttentionBenchmark : IDisposable
{
    private const int Heads = 8;
    private const int Width = 8;

    private CpuEngine _engine = null!;
    private SparseStructure _structure = null!;
    private Tensor _sources = null!;
    private Tensor _targets = null!;
    private Tensor _features = null!;
    private Tensor _scores = null!;

    /// <summary>Threads of the engine.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Makes graph, scores and features.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _engine = new CpuEngine(Threads);
        _structure = PowerLawGraph.Create();
        _sources = Tensor.Normal((_structure.ColumnCount, Heads), new RandomSource(0), engine: _engine);
        _targets = Tensor.Normal((_structure.RowCount, Heads), new RandomSource(1), engine: _engine);
        _features = Tensor.Normal((_structure.ColumnCount, Heads * Width), new RandomSource(2), engine: _engine);
        _scores = Tensor.Sddmm(_structure, EntryOperation.Add, _targets, _sources);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _scores.Dispose();
        _features.Dispose();
        _targets.Dispose();
        _sources.Dispose();
        _structure.Dispose();
        _engine.Dispose();
    }

    /// <summary>The sum of two scores for each edge and head.</summary>
    [Benchmark]
    public void Scores() => Tensor.Sddmm(_structure, EntryOperation.Add, _targets, _sources).Dispose();

    /// <summary>The softmax over the edges of each target.</summary>
    [Benchmark]
    public void EdgeSoftmax() => Tensor.EdgeSoftmax(_structure, _scores).Dispose();

    /// <summary>All of it: scores, LeakyReLU, softmax, weighted sum.</summary>
    [Benchmark]
    public void Attention()
    {
        using var scope = new TensorScope();
        Tensor.SpMM(_structure, Tensor.EdgeSoftmax(_structure, Tensor.Sddmm(_structure, EntryOperation.Add, _targets, _sources).LeakyRelu(0.2)), _features);
    }
}
