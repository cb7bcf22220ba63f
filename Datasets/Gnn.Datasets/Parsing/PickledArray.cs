using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gnn.Datasets.Parsing;

/// <summary>A numpy array: an element type, a shape and the file's bytes.</summary>
internal sealed class PickledArray : PickleObject
{
    /// <inheritdoc/>
    public override PickleKind Kind => PickleKind.Array;

    /// <summary>The element type.</summary>
    public NumpyType Type { get; private set; } = new('i', 1, false);

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public int[] Shape { get; private set; } = [0];

    /// <summary>Whether the first index runs fastest in <see cref="Data"/>, as in Fortran.</summary>
    public bool IsFortran { get; private set; }

    /// <summary>The elements as stored, <see cref="Count"/> times the element's size.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>The number of elements.</summary>
    public int Count => Data.Length / Type.Bytes;

    /// <summary>Whether the array has been given its state; it is given once.</summary>
    public bool IsSet { get; private set; }

    /// <summary>The elements in C order as 32-bit integers, if they are integers or truth values that fit.</summary>
    /// <param name="values">The elements.</param>
    /// <returns>Whether all fit.</returns>
    public bool TryToInt32(out int[] values)
    {
        values = [];
        if (Type.IsFloat)
        {
            return false;
        }

        var result = new int[Count];
        if (Type is { Letter: 'i', Bytes: 4 } && IsPlain)
        {
            Data.Span.CopyTo(MemoryMarshal.AsBytes(result.AsSpan()));
        }
        else
        {
            for (int i = 0; i < result.Length; i++)
            {
                long value = Integer(Element(i));
                if (value != (int)value || (value < 0 && Type.Letter == 'u'))
                {
                    return false;
                }

                result[i] = (int)value;
            }
        }

        values = result;
        return true;
    }

    /// <summary>The elements in C order as 32-bit floats, rounded if need be.</summary>
    /// <returns>The elements.</returns>
    public float[] ToSingle()
    {
        var result = new float[Count];
        if (Type is { Letter: 'f', Bytes: 4 } && IsPlain)
        {
            Data.Span.CopyTo(MemoryMarshal.AsBytes(result.AsSpan()));
            return result;
        }

        for (int i = 0; i < result.Length; i++)
        {
            ulong bits = Element(i);
            result[i] = (Type.Letter, Type.Bytes) switch
            {
                ('f', 4) => BitConverter.UInt32BitsToSingle((uint)bits),
                ('f', _) => (float)BitConverter.UInt64BitsToDouble(bits),
                ('u', 8) => bits,
                _ => Integer(bits),
            };
        }

        return result;
    }

    /// <inheritdoc/>
    public override string ToString() => $"an array {Type} [{string.Join(", ", Shape)}]";

    /// <summary>Gives the array its state, which the caller has checked.</summary>
    internal void Set(NumpyType type, int[] shape, bool isFortran, ReadOnlyMemory<byte> data)
    {
        Debug.Assert(!IsSet, "An array's state is given once.");
        Type = type;
        Shape = shape;
        IsFortran = isFortran;
        Data = data;
        IsSet = true;
    }

    /// <summary>The bits of one element, its order of bytes undone.</summary>
    internal static ulong Bits(NumpyType type, ReadOnlySpan<byte> bytes) => (type.Bytes, type.BigEndian) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    /// <summary>An element that is no float as an integer; unsigned 64-bit values beyond the signed range come out negative.</summary>
    internal static long Integer(NumpyType type, ulong bits) => (type.Letter, type.Bytes) switch
    {
        ('b', _) => bits != 0 ? 1 : 0,
        ('i', 1) => (sbyte)bits,
        ('i', 2) => (short)bits,
        ('i', 4) => (int)bits,
        _ => (long)bits,
    };

    // Rows of one column or columns of one row lie the same way in both orders.
    private bool IsPlain => BitConverter.IsLittleEndian && !Type.BigEndian && (!IsFortran || Shape.Length < 2);

    private long Integer(ulong bits) => Integer(Type, bits);

    private ulong Element(int index)
    {
        int at = IsFortran ? FortranIndex(index) : index;
        return Bits(Type, Data.Span.Slice(at * Type.Bytes, Type.Bytes));
    }

    private int FortranIndex(int index)
    {
        int at = 0;
        int stride = Count;
        for (int d = Shape.Length - 1; d >= 0; d--)
        {
            stride /= Shape[d];
            at += index % Shape[d] * stride;
            index /= Shape[d];
        }

        return at;
    }
}
