using System.Buffers.Binary;

namespace Gnn.Datasets.Parsing;

/// <summary>The numbers of one data element of a MAT file, as they are stored: any type, either order of bytes.</summary>
internal readonly struct MatNumbers
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _isBigEndian;

    public MatNumbers(MatType type, ReadOnlyMemory<byte> bytes, bool isBigEndian)
    {
        Type = type;
        _bytes = bytes;
        _isBigEndian = isBigEndian;
    }

    /// <summary>The type of each number.</summary>
    public MatType Type { get; }

    /// <summary>The number of numbers.</summary>
    public int Count => SizeOf(Type) == 0 ? 0 : _bytes.Length / SizeOf(Type);

    /// <summary>A number; integers beyond 2^53 are rounded.</summary>
    public double this[int index]
    {
        get
        {
            int size = SizeOf(Type);
            ReadOnlySpan<byte> bytes = _bytes.Span.Slice(index * size, size);
            return Type switch
            {
                MatType.Int8 => (sbyte)bytes[0],
                MatType.UInt8 => bytes[0],
                MatType.Int16 => (short)Bits16(bytes),
                MatType.UInt16 => Bits16(bytes),
                MatType.Int32 => (int)Bits32(bytes),
                MatType.UInt32 => Bits32(bytes),
                MatType.Single => BitConverter.UInt32BitsToSingle(Bits32(bytes)),
                MatType.Double => BitConverter.UInt64BitsToDouble(Bits64(bytes)),
                MatType.Int64 => (long)Bits64(bytes),
                _ => Bits64(bytes),
            };
        }
    }

    /// <summary>The bytes of a number of a type; 0 if it is no number.</summary>
    public static int SizeOf(MatType type) => type switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => 0,
    };

    /// <summary>A number of an element of <see cref="MatType.Int32"/> or <see cref="MatType.UInt32"/> as an integer with sign.</summary>
    public int Int32(int index) => (int)Bits32(_bytes.Span.Slice(index * sizeof(int), sizeof(int)));

    /// <summary>The first numbers.</summary>
    public MatNumbers Take(int count) => new(Type, _bytes[..(count * SizeOf(Type))], _isBigEndian);

    private ushort Bits16(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint Bits32(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private ulong Bits64(ReadOnlySpan<byte> bytes) => _isBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
