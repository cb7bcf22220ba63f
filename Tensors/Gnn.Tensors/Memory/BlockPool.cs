using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Gnn.Tensors.Memory;

/// <summary>Lends blocks of native memory and keeps the returned ones for the next user of their size class.</summary>
/// <remarks>
/// Safe for any number of threads. A block that is found idle costs one lock and no allocation. Fresh blocks are not cleared, and neither are
/// reused ones. Bytes are counted in capacities, without the tails and the allocator's own overhead.
/// </remarks>
internal sealed unsafe class BlockPool : IDisposable
{
    /// <summary>How many bytes past its capacity a block may be read, so that the last vector of a run can be loaded whole.</summary>
    public const int TailBytes = 64;

    /// <summary>The cap on idle bytes where none is given: 4 GiB.</summary>
    public const long DefaultMaxPooledBytes = 4L << 30;

    private const int SmallAlignment = 64;
    private const int LargeAlignment = 2 << 20;

    private readonly Lock _lock = new();
    private readonly NativeBlock?[] _idle = new NativeBlock?[SizeClasses.Count];
    private readonly long _maxPooledBytes;
    private long _inUse;
    private long _pooled;
    private long _peak;
    private bool _disposed;

    /// <summary>Creates an empty pool.</summary>
    /// <param name="maxPooledBytes">The idle bytes above which a returned block is freed at once, zero or more.</param>
    public BlockPool(long maxPooledBytes = DefaultMaxPooledBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxPooledBytes);
        _maxPooledBytes = maxPooledBytes;
    }

    /// <summary>Bytes in use, bytes idle and the peak, all at one moment.</summary>
    public MemoryStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new MemoryStatistics(_inUse, _pooled, _peak);
            }
        }
    }

    /// <summary>The capacities of all blocks that users hold.</summary>
    public long BytesInUse => Statistics.InUse;

    /// <summary>The capacities of all idle blocks.</summary>
    public long BytesPooled => Statistics.Pooled;

    /// <summary>The largest <see cref="BytesInUse"/> since the start or the last <see cref="ResetPeak"/>.</summary>
    public long PeakBytesInUse => Statistics.Peak;

    /// <summary>Lends a block.</summary>
    /// <param name="bytes">The bytes needed, zero or more; the block has at least as many, and at least 64.</param>
    /// <returns>The block, its content undefined.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative or more than 4 PiB.</exception>
    /// <exception cref="InsufficientMemoryException">The system has no such memory, even after all idle blocks were freed.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public NativeBlock Rent(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, SizeClasses.MaxBytes);
        int sizeClass = SizeClasses.Of(bytes);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle[sizeClass] is { } block)
            {
                _idle[sizeClass] = block.Next;
                block.Next = null;
                _pooled -= block.Capacity;
                Lend(block);
                return block;
            }
        }

        return Create(bytes, sizeClass);
    }

    /// <summary>Takes a block back.</summary>
    /// <param name="block">A block of this pool, which the caller no longer touches.</param>
    /// <exception cref="ArgumentException">The block came from another pool.</exception>
    /// <exception cref="InvalidOperationException">The block was returned before.</exception>
    public void Return(NativeBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Pool != this)
        {
            throw new ArgumentException("The block came from another pool: return it there.", nameof(block));
        }

        lock (_lock)
        {
            if (block.State != BlockState.InUse)
            {
                ThrowReturnedTwice(block);
            }

            _inUse -= block.Capacity;
            if (!_disposed && block.Capacity <= _maxPooledBytes - _pooled)
            {
                block.State = BlockState.Idle;
                block.Next = _idle[block.SizeClass];
                _idle[block.SizeClass] = block;
                _pooled += block.Capacity;
                return;
            }

            block.State = BlockState.Freed;
        }

        block.Free();
    }

    /// <summary>Frees all idle blocks.</summary>
    public void Trim()
    {
        for (int sizeClass = 0; sizeClass < _idle.Length; sizeClass++)
        {
            NativeBlock? block;
            lock (_lock)
            {
                block = _idle[sizeClass];
                _idle[sizeClass] = null;
                for (NativeBlock? idle = block; idle is not null; idle = idle.Next)
                {
                    idle.State = BlockState.Freed;
                    _pooled -= idle.Capacity;
                }
            }

            while (block is not null)
            {
                NativeBlock? next = block.Next;
                block.Next = null;
                block.Free();
                block = next;
            }
        }
    }

    /// <summary>Starts a new measurement of <see cref="PeakBytesInUse"/> at what is in use now.</summary>
    public void ResetPeak()
    {
        lock (_lock)
        {
            _peak = _inUse;
        }
    }

    /// <summary>Frees all idle blocks, and from now on each lent one when it is returned; nothing more is lent.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        Trim();
    }

    /// <summary>Takes a block that its user has lost out of the accounts; its finaliser frees the memory.</summary>
    internal void Forget(NativeBlock block)
    {
        lock (_lock)
        {
            block.State = BlockState.Freed;
            _inUse -= block.Capacity;
        }
    }

    [DoesNotReturn]
    private static void ThrowReturnedTwice(NativeBlock block)
    {
        throw new InvalidOperationException(
            $"A block of {block.Capacity} bytes was returned twice: each rented block is returned once, by its owner.");
    }

    private static void* TryAllocate(long bytes)
    {
        int alignment = bytes >= LargeAlignment ? LargeAlignment : SmallAlignment;
        try
        {
            void* pointer = NativeMemory.AlignedAlloc((nuint)(bytes + TailBytes), (nuint)alignment);
            if (alignment == LargeAlignment)
            {
                HugePages.Advise(pointer, bytes);
            }

            return pointer;
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    private NativeBlock Create(long bytes, int sizeClass)
    {
        long capacity = SizeClasses.BytesOf(sizeClass);
        void* pointer = TryAllocate(capacity);
        if (pointer is null)
        {
            // Idle blocks of other sizes, and blocks that users have lost, may be all that is missing.
            Trim();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            pointer = TryAllocate(capacity);
        }

        if (pointer is null)
        {
            throw new InsufficientMemoryException(
                $"{bytes} bytes of native memory were asked for, and the system has not as many left; {BytesInUse} bytes are in use. " +
                "Use smaller batches, or dispose of what is no longer needed.");
        }

        var block = new NativeBlock(this, pointer, sizeClass);
        lock (_lock)
        {
            Lend(block);
        }

        return block;
    }

    private void Lend(NativeBlock block)
    {
        block.State = BlockState.InUse;
        _inUse += block.Capacity;
        _peak = Math.Max(_peak, _inUse);
    }
}
