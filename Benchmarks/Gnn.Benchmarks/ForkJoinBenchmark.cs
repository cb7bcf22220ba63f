using BenchmarkDotNet.Attributes;
using Gnn.Tensors.Threading;

namespace Gnn.Benchmarks;

/// <summary>What it costs to share work among an engine's threads, without the work, and beside it the runtime's own loop.</summary>
[MemoryDiagnoser]
public class ForkJoinBenchmark : IDisposable
{
    private static readonly Action<int> Nothing = static _ => { };

    private ForkJoinPool _pool = null!;
    private ParallelOptions _options = null!;

    /// <summary>Threads of the pool, the caller's included.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Starts the threads.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _pool = new ForkJoinPool(Threads);
        _options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _pool.Dispose();
    }

    /// <summary>As many empty chunks as threads.</summary>
    [Benchmark(Baseline = true)]
    public void Pool()
    {
        EmptyJob job = default;
        _pool.Run(ref job, Threads);
    }

    /// <summary>64 empty chunks, which the threads take one by one.</summary>
    [Benchmark]
    public void PoolOfManyChunks()
    {
        EmptyJob job = default;
        _pool.Run(ref job, 64);
    }

    /// <summary>The same by Parallel.For, as many as threads.</summary>
    [Benchmark]
    public void ParallelFor() => Parallel.For(0, Threads, _options, Nothing);

    private struct EmptyJob : IChunkJob
    {
        public readonly void Execute(int chunk)
        {
        }
    }
}
