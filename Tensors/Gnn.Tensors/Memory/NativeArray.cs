namespace Gnn.Tensors.Memory;

/// <summary>An array outside the managed heap, of up to 2^63 - 1 elements, aligned to 64 bytes.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <remarks>Whoever makes one disposes it; memory that is lost all the same is recovered by a finaliser.</remarks>
public sealed unsafe partial class NativeArray<T> : IDisposable
    where T : unmanaged
{
    private NativeBlock? _block;
    private FileMapping? _mapping;
    private T* _pointer;

    /// <summary>Creates an array whose contents are undefined.</summary>
    /// <param name="length">The number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public NativeArray(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _block = HostMemory.Pool.Rent(checked(length * sizeof(T)));
        _pointer = (T*)_block.Pointer;
    }

    /// <summary>Creates a copy of a span.</summary>
    /// <param name="values">The elements.</param>
    public NativeArray(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(new Span<T>(Pointer, values.Length));

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The first element; valid while the array is referenced and not disposed.</summary>
    /// <exception cref="ObjectDisposedException">The array was disposed.</exception>
    public T* Pointer
    {
        get
        {
            T* pointer = _pointer;
            ObjectDisposedException.ThrowIf(pointer is null, this);
            return pointer;
        }
    }

    /// <summary>An element.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public T this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Length, nameof(index));
            return Pointer[index];
        }
    }

    /// <summary>A run of elements as a span.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <returns>The span; valid while the array is referenced and not disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the array.</exception>
    public Span<T> Span(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)start, (ulong)(Length - count), nameof(start));
        return new Span<T>(Pointer + start, count);
    }

    /// <summary>The whole array as a span.</summary>
    /// <returns>The span.</returns>
    /// <exception cref="InvalidOperationException">The array has more than 2^31 - 1 elements.</exception>
    public Span<T> Span() => Length <= int.MaxValue
        ? new Span<T>(Pointer, (int)Length)
        : throw new InvalidOperationException($"A span holds at most {int.MaxValue} elements, the array has {Length}: take it in runs.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _pointer = null;
        NativeBlock? block = Interlocked.Exchange(ref _block, null);
        if (block is not null)
        {
            HostMemory.Pool.Return(block);
        }

        Interlocked.Exchange(ref _mapping, null)?.Dispose();
    }
}
