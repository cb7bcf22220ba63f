using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Gnn.Tensors.Threading;

/// <summary>What the threads of a <see cref="ForkJoinPool"/> share: the job, its next chunk and a gate.</summary>
/// <remarks>
/// The gate is one word: the number of the job, whether threads may still enter it, and how many are inside. A job's fields are written before
/// its gate opens and stay until it is shut and the last thread has left, so a thread that has entered reads them without a lock.
/// </remarks>
internal sealed unsafe class ForkJoinState
{
    private const int SpinCount = 10_000;
    private const int JoinSpinCount = 200;
    private const long InsideMask = (1L << 31) - 1;
    private const long OpenFlag = 1L << 31;
    private const int JobShift = 32;
    private const long JobUnit = 1L << JobShift;

    private readonly object _bed = new();
    private Counters _counters;
    private delegate*<ForkJoinState, void*, void> _drain;
    private void* _job;
    private int _chunkCount;
    private ExceptionDispatchInfo? _failure;
    private int _occupied;
    private int _sleeping;
    private volatile bool _stopped;

    /// <summary>The number of threads that have gone to sleep.</summary>
    public int Sleeping => Volatile.Read(ref _sleeping);

    /// <summary>Takes the state for one caller, if no other has it.</summary>
    public bool TryOccupy() => Volatile.Read(ref _occupied) == 0 && Interlocked.CompareExchange(ref _occupied, 1, 0) == 0;

    /// <summary>Ends what <see cref="TryOccupy"/> began.</summary>
    public void Vacate() => Volatile.Write(ref _occupied, 0);

    /// <summary>Does a job together with the threads that are in time for it.</summary>
    /// <returns>What the first failing chunk threw, if one did.</returns>
    public ExceptionDispatchInfo? Run(delegate*<ForkJoinState, void*, void> drain, void* job, int chunkCount, bool wakes)
    {
        Debug.Assert((_counters.Gate & (OpenFlag | InsideMask)) == 0, "The last job has not ended.");
        _drain = drain;
        _job = job;
        _chunkCount = chunkCount;
        _counters.NextChunk = 0;
        Interlocked.Exchange(ref _counters.Gate, ((_counters.Gate & ~InsideMask) + JobUnit) | OpenFlag);
        if (wakes && Volatile.Read(ref _sleeping) > 0)
        {
            Wake(chunkCount - 1);
        }

        drain(this, job);
        Interlocked.And(ref _counters.Gate, ~OpenFlag);
        Join();
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        return failure;
    }

    /// <summary>Hands out the next chunk of the job, unless there is none or one has failed.</summary>
    public bool TryTake(out int chunk)
    {
        if (Volatile.Read(ref _failure) is not null)
        {
            chunk = 0;
            return false;
        }

        // 64 bits: each thread counts once past the end, which may be the largest 32-bit number.
        long next = Interlocked.Increment(ref _counters.NextChunk) - 1;
        chunk = (int)next;
        return next < _chunkCount;
    }

    /// <summary>Keeps the first exception of the job.</summary>
    public void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
    }

    /// <summary>Ends all threads as soon as they are out of the job.</summary>
    public void Stop()
    {
        _stopped = true;
        lock (_bed)
        {
            Monitor.PulseAll(_bed);
        }
    }

    /// <summary>The life of a thread.</summary>
    public void Work()
    {
        long lastJob = 0;
        while (AwaitJob(lastJob))
        {
            long gate = Volatile.Read(ref _counters.Gate);
            if (!IsNew(gate, lastJob) || Interlocked.CompareExchange(ref _counters.Gate, gate + 1, gate) != gate)
            {
                continue;
            }

            lastJob = gate >>> JobShift;
            _drain(this, _job);
            Interlocked.Decrement(ref _counters.Gate);
        }
    }

    private static bool IsNew(long gate, long lastJob) => (gate & OpenFlag) != 0 && gate >>> JobShift != lastJob;

    /// <summary>Waits for a job that the thread has not been in; false when there will be none.</summary>
    private bool AwaitJob(long lastJob)
    {
        for (int spin = 0; spin < SpinCount && !_stopped; spin++)
        {
            if (IsNew(Volatile.Read(ref _counters.Gate), lastJob))
            {
                return true;
            }

            Thread.SpinWait(1);
        }

        lock (_bed)
        {
            // Either this thread sees the gate that a caller opens, or the caller sees this count: both are full fences.
            Interlocked.Increment(ref _sleeping);
            while (!_stopped && !IsNew(Volatile.Read(ref _counters.Gate), lastJob))
            {
                Monitor.Wait(_bed);
            }

            Interlocked.Decrement(ref _sleeping);
        }

        return !_stopped;
    }

    private void Wake(int wanted)
    {
        lock (_bed)
        {
            for (int i = Math.Min(wanted, _sleeping); i > 0; i--)
            {
                Monitor.Pulse(_bed);
            }
        }
    }

    private void Join()
    {
        // The processor may be needed by the very thread that is waited for, so spinning soon gives way to yielding.
        for (int spin = 0; (Volatile.Read(ref _counters.Gate) & InsideMask) != 0; spin++)
        {
            if (spin < JoinSpinCount)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>The two words that all threads write, each on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)]
        public long Gate;

        [FieldOffset(256)]
        public long NextChunk;
    }
}
