using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Gnn.Tests.Parsing;

/// <summary>Writes MAT files of level 5 by the byte, in either order of bytes, packed or not.</summary>
internal sealed class MatBuilder
{
    public const int Int8 = 1;
    public const int UInt8 = 2;
    public const int Int32 = 5;
    public const int Single = 7;
    public const int Double = 9;
    public const int Matrix = 14;
    public const int Packed = 15;

    private readonly bool _isBigEndian;
    private readonly List<byte> _bytes = [];

    public MatBuilder(bool isBigEndian = false)
    {
        _isBigEndian = isBigEndian;
        _bytes.AddRange(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by a test".PadRight(124)));
        _bytes.AddRange(isBigEndian ? "\u0001\0MI"u8 : "\0\u0001IM"u8);
    }

    public byte[] File => [.. _bytes];

    public MatBuilder Add(byte[] element)
    {
        _bytes.AddRange(element);
        return this;
    }

    public byte[] Dense(string name, int rows, int columns, int type, params double[] values) => Element(
        Matrix, [.. Head(name, kind: 6, rows, columns), .. Element(type, Numbers(type, values))]);

    public byte[] Sparse(string name, int rows, int columns, double[] rowIndices, double[] pointers, int type, params double[] values) => Element(
        Matrix,
        [.. Head(name, kind: 5, rows, columns), .. Element(Int32, Numbers(Int32, rowIndices)), .. Element(Int32, Numbers(Int32, pointers)), .. Element(type, Numbers(type, values))]);

    public byte[] Head(string name, int kind, params int[] sizes) =>
        [.. Element(6, Numbers(Int32, [kind, 0])), .. Element(Int32, Numbers(Int32, [.. sizes.Select(size => (double)size)])), .. Element(Int8, Encoding.ASCII.GetBytes(name))];

    public byte[] Pack(byte[] element)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(element);
        }

        byte[] data = packed.ToArray();
        return [.. Word(Packed), .. Word(data.Length), .. data];
    }

    // The small form where it fits, as the format asks for.
    public byte[] Element(int type, byte[] data)
    {
        if (data.Length is > 0 and <= 4 && type != Matrix)
        {
            return [.. Word((data.Length << 16) | type), .. data, .. new byte[4 - data.Length]];
        }

        return [.. Word(type), .. Word(data.Length), .. data, .. new byte[-data.Length & 7]];
    }

    public byte[] Word(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return Ordered(bytes);
    }

    private byte[] Numbers(int type, double[] values) => [.. values.SelectMany(value => Ordered(type switch
    {
        Int8 or UInt8 => [(byte)(int)value],
        Int32 => BitConverter.GetBytes((int)value),
        Single => BitConverter.GetBytes((float)value),
        _ => BitConverter.GetBytes(value),
    }))];

    private byte[] Ordered(byte[] bytes)
    {
        if (_isBigEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }
}
