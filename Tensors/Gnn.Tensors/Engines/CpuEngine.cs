using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines;

/// <summary>The default engine: single precision, vector instructions, its own threads and pooled memory.</summary>
/// <remarks>
/// <para>Work and sums are cut by shapes and structures alone, so a result has the same bits at any number of threads. Small work stays on the calling
/// thread. Many threads may use one engine: while one of them occupies the engine's threads, the others work alone.</para>
/// <para>The environment variable <c>GNN_KERNEL</c> (scalar, 128, 256 or 512) forces the width of the vectors, for tests and measurements; results at
/// other widths agree to rounding.</para>
/// </remarks>
public sealed unsafe partial class CpuEngine : HostEngine
{
    /// <summary>The largest number of threads an engine can have.</summary>
    public const int MaxThreadCount = ForkJoinPool.MaxThreadCount;

    private readonly ForkJoinPool _pool;

    /// <summary>Starts an engine.</summary>
    /// <param name="threads">How many threads work on a primitive, the caller's included, 1 to 1024; null for as many as <c>GNN_THREADS</c> says, or else
    /// the processors that this process may use.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of range.</exception>
    /// <exception cref="ArgumentException">The environment variable <c>GNN_THREADS</c> or <c>GNN_KERNEL</c> has an invalid value.</exception>
    public CpuEngine(int? threads = null)
    {
        if (threads is < 1 or > MaxThreadCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(threads),
                threads,
                $"'threads' must be 1 to {MaxThreadCount}: leave it out to use {ForkJoinPool.ThreadsVariable} or all processors.");
        }

        KernelVariable.Parse(Environment.GetEnvironmentVariable(KernelVariable.Name));
        _pool = new ForkJoinPool(threads ?? ForkJoinPool.DefaultThreadCount);
    }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override DataType FloatType => DataType.Float32;

    /// <summary>How many threads work on a primitive, the caller's included.</summary>
    public override int ThreadCount => _pool.ThreadCount;

    /// <summary>Work, in nanoseconds of one thread, below which sharing it with threads that are awake costs more than it saves. Tests share everything.</summary>
    internal double ParallelWork { get; init; } = 40_000;

    /// <summary>The same where threads sleep and must be woken.</summary>
    internal double WakingWork { get; init; } = 120_000;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pool.Dispose();
        }

        base.Dispose(disposing);
    }

    private static float* Floats(in BufferView view) => (float*)At(view);

    private HostBuffer NewFloats(long length, out float* values)
    {
        HostBuffer buffer = New(DataType.Float32, length);
        values = (float*)buffer.Pointer;
        return buffer;
    }

    private HostBuffer NewZeros(long length, out float* values)
    {
        HostBuffer buffer = NewFloats(length, out values);
        var job = new ClearJob { Y = values, Length = length };
        RunChunks(ref job, Runs.CountOf(length), length * 0.1);
        return buffer;
    }

    /// <summary>Does a job on all threads if its work, in nanoseconds of one thread, is worth it, else on the calling thread.</summary>
    private void RunChunks<TJob>(ref TJob job, long chunks, double work)
        where TJob : struct, IChunkJob
    {
        if (work >= ParallelWork && ThreadCount > 1)
        {
            bool wakes = work >= WakingWork;
            if (wakes || _pool.IsAwake)
            {
                _pool.Run(ref job, checked((int)chunks), wakes);
                return;
            }
        }

        for (int chunk = 0; chunk < chunks; chunk++)
        {
            job.Execute(chunk);
        }
    }

    /// <summary>The same for a job that is written for all widths of vectors.</summary>
    private void RunVectors<TJob>(in TJob job, long chunks, double work)
        where TJob : struct, IVectorJob
    {
        var vectorJob = new VectorJob<TJob>(job);
        RunChunks(ref vectorJob, chunks, work);
    }
}
