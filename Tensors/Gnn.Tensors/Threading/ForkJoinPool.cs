using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Gnn.Tensors.Threading;

/// <summary>A fixed set of threads that share the chunks of one job at a time with the thread that brings it.</summary>
/// <remarks>
/// <para>
/// The caller decides the chunks and the pool only who does which, so a job whose chunks write to places of their own gives the same bits at
/// any number of threads. The caller always takes part, and waits only for threads that have begun a chunk, never for one that is still asleep.
/// </para>
/// <para>
/// A run inside a chunk, of this or any other pool, and a run while another thread's job occupies the pool do their chunks on the calling
/// thread, so a pool neither deadlocks nor queues. Threads spin for a moment after a job and then sleep.
/// </para>
/// </remarks>
internal sealed unsafe class ForkJoinPool : IDisposable
{
    /// <summary>The largest number of threads.</summary>
    public const int MaxThreadCount = 1024;

    /// <summary>The environment variable that sets <see cref="DefaultThreadCount"/>.</summary>
    public const string ThreadsVariable = "GNN_THREADS";

    [ThreadStatic]
    private static bool _insideChunk;

    private readonly ForkJoinState _state = new();
    private readonly Thread[] _threads;
    private volatile bool _disposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="threadCount">How many threads work on a job, the caller's included: from 1, which starts none, to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threadCount"/> is out of range.</exception>
    public ForkJoinPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threadCount, MaxThreadCount);
        ThreadCount = threadCount;
        _threads = new Thread[threadCount - 1];

        // The threads know the state and not the pool, so that a pool nobody holds any more is finalised and ends them.
        ForkJoinState state = _state;
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(() =>
            {
                _insideChunk = true;
                state.Work();
            })
            {
                IsBackground = true,
                Name = $"Gnn worker {i + 1}",
            };
            _threads[i].UnsafeStart();
        }
    }

    ~ForkJoinPool()
    {
        // Null if the constructor refused its argument.
        _state?.Stop();
    }

    /// <summary>Whether any thread but the caller's would start on a job at once.</summary>
    public bool IsAwake => _state.Sleeping < _threads.Length;

    /// <summary>The number of threads to use where nobody says: GNN_THREADS if it is set, else the processors this process may use.</summary>
    /// <exception cref="ArgumentException">GNN_THREADS is not a whole number from 1 to 1024.</exception>
    public static int DefaultThreadCount => ParseThreadCount(Environment.GetEnvironmentVariable(ThreadsVariable));

    /// <summary>How many threads work on a job, the caller's included.</summary>
    public int ThreadCount { get; }

    /// <summary>Does all chunks of a job and returns when they are done.</summary>
    /// <typeparam name="TJob">The type of the job.</typeparam>
    /// <param name="job">The job: all threads work on one copy of it, which is copied back at the end.</param>
    /// <param name="chunkCount">The number of chunks, zero or more.</param>
    /// <param name="wakes">Whether threads that sleep are woken for it; else those that are awake take part.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chunkCount"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    /// <remarks>
    /// If a chunk throws, chunks that have not begun are skipped, and the first exception is thrown here with its own stack. No allocation.
    /// </remarks>
    public void Run<TJob>(ref TJob job, int chunkCount, bool wakes = true)
        where TJob : struct, IChunkJob
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunkCount);
        ObjectDisposedException.ThrowIf(_disposed, this);
        bool nested = _insideChunk;
        if (nested || chunkCount <= 1 || ThreadCount == 1 || !_state.TryOccupy())
        {
            RunInline(ref job, chunkCount, nested);
            return;
        }

        // On the stack the job does not move, so that the threads can share it by address.
        TJob local = job;
        ExceptionDispatchInfo? failure;
        _insideChunk = true;
        try
        {
            failure = _state.Run(&Drain<TJob>, Unsafe.AsPointer(ref local), chunkCount, wakes);
        }
        finally
        {
            _insideChunk = false;
            _state.Vacate();
        }

        job = local;
        GC.KeepAlive(this);
        failure?.Throw();
    }

    /// <summary>Ends the threads and waits for them. A job that another thread is running is finished by that thread.</summary>
    /// <exception cref="InvalidOperationException">Called from a chunk that one of the pool's own threads does.</exception>
    public void Dispose()
    {
        if (Array.IndexOf(_threads, Thread.CurrentThread) >= 0)
        {
            throw new InvalidOperationException("A pool cannot be disposed of by a chunk that runs on it: let Run return first.");
        }

        _disposed = true;
        _state.Stop();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The number that a value of GNN_THREADS means; null or empty means the processors this process may use.</summary>
    internal static int ParseThreadCount(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Math.Min(Environment.ProcessorCount, MaxThreadCount);
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MaxThreadCount)
        {
            return count;
        }

        throw new ArgumentException(
            $"The environment variable {ThreadsVariable} must be a whole number from 1 to {MaxThreadCount}, got '{value}'. " +
            $"Correct it, or unset it to use all {Environment.ProcessorCount} processors.");
    }

    private static void RunInline<TJob>(ref TJob job, int chunkCount, bool nested)
        where TJob : struct, IChunkJob
    {
        _insideChunk = true;
        try
        {
            for (int chunk = 0; chunk < chunkCount; chunk++)
            {
                job.Execute(chunk);
            }
        }
        finally
        {
            _insideChunk = nested;
        }
    }

    private static void Drain<TJob>(ForkJoinState state, void* job)
        where TJob : struct, IChunkJob
    {
        try
        {
            while (state.TryTake(out int chunk))
            {
                Unsafe.AsRef<TJob>(job).Execute(chunk);
            }
        }
#pragma warning disable CA1031 // Whatever a chunk throws belongs to the caller of Run, which may be another thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            state.Fail(exception);
        }
    }
}
