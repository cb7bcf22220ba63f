using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Sparse;

/// <summary>Offsets or edge ids: 32 bits each where that is enough, else 64.</summary>
public sealed unsafe partial class IndexArray : IDisposable
{
    private readonly NativeArray<int>? _narrow;
    private readonly NativeArray<long>? _wide;

    /// <summary>Takes over an array of 32-bit elements.</summary>
    /// <param name="elements">The elements, owned by this array from here on.</param>
    /// <exception cref="ArgumentNullException"><paramref name="elements"/> is null.</exception>
    public IndexArray(NativeArray<int> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        Length = elements.Length;
        _narrow = elements;
    }

    /// <summary>Takes over an array of 64-bit elements.</summary>
    /// <param name="elements">The elements, owned by this array from here on.</param>
    /// <exception cref="ArgumentNullException"><paramref name="elements"/> is null.</exception>
    public IndexArray(NativeArray<long> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        Length = elements.Length;
        _wide = elements;
    }

    /// <summary>Creates an array whose contents are undefined.</summary>
    /// <param name="length">The number of elements, at least 0.</param>
    /// <param name="isWide">Whether elements have 64 bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    internal IndexArray(long length, bool isWide)
    {
        Length = length;
        _narrow = isWide ? null : new NativeArray<int>(length);
        _wide = isWide ? new NativeArray<long>(length) : null;
    }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>Whether elements have 64 bits.</summary>
    public bool IsWide => _wide is not null;

    /// <summary>The type of a tensor with these elements.</summary>
    public DataType DataType => IsWide ? DataType.Int64 : DataType.Int32;

    /// <summary>The first element: an int, or a long where <see cref="IsWide"/>.</summary>
    public void* Pointer => _wide is not null ? _wide.Pointer : _narrow!.Pointer;

    /// <summary>An element.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public long this[long index]
    {
        get => _wide is not null ? _wide[index] : _narrow![index];
        internal set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Length, nameof(index));
            if (_wide is not null)
            {
                _wide.Pointer[index] = value;
            }
            else
            {
                _narrow!.Pointer[index] = (int)value;
            }
        }
    }

    /// <summary>A copy as a tensor [length] of <see cref="DataType"/>.</summary>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>The tensor, owned by the caller or its scope.</returns>
    public Tensor ToTensor(Engines.Engine? engine = null)
    {
        Engines.Engine target = engine ?? Engines.Engine.Default;
        return Tensor.Wrap(target.Upload(Pointer, DataType, Length), Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _narrow?.Dispose();
        _wide?.Dispose();
    }
}
