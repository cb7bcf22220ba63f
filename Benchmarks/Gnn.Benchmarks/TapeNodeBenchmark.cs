using BenchmarkDotNet.Attributes;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Benchmarks;

/// <summary>One recorded operation on 16 numbers, forward and backward, in a chain of 256: time and managed bytes of a node of the tape.</summary>
[MemoryDiagnoser]
public class TapeNodeBenchmark : IDisposable
{
    private const int Chain = 256;
    private const int Numbers = 16;

    private CpuEngine _engine = null!;
    private Tensor _x = null!;
    private Tensor _gradient = null!;

    /// <summary>Makes the numbers.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _engine = new CpuEngine(1);
        _x = Tensor.Normal(Numbers, new RandomSource(0), engine: _engine).WithGradient();
        _gradient = Tensor.Ones(Numbers, _engine);
    }

    /// <summary>Frees what <see cref="Setup"/> made.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _gradient.Dispose();
        _x.Dispose();
        _engine.Dispose();
    }

    /// <summary>Forward and backward.</summary>
    [Benchmark(OperationsPerInvoke = Chain)]
    public void ForwardAndBackward()
    {
        using var scope = new TensorScope();
        Build().Backward(_gradient);
        _x.ClearGradient();
    }

    /// <summary>Forward alone, recorded.</summary>
    [Benchmark(OperationsPerInvoke = Chain)]
    public void Forward()
    {
        using var scope = new TensorScope();
        Build();
    }

    /// <summary>Forward alone, not recorded.</summary>
    [Benchmark(OperationsPerInvoke = Chain)]
    public void ForwardWithoutGradient()
    {
        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        Build();
    }

    private Tensor Build()
    {
        Tensor h = _x;
        for (int node = 0; node < Chain; node++)
        {
            h = h.Relu();
        }

        return h;
    }
}
