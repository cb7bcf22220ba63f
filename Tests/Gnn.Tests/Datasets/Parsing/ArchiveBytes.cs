using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Gnn.Datasets.Parsing;

namespace Gnn.Tests.Datasets.Parsing;

/// <summary>The bytes of gzip, zip and tar files, written by the formats' descriptions, so that any field can be false.</summary>
internal static class ArchiveBytes
{
    /// <summary>An entry of a zip file; what is null is true.</summary>
    internal sealed record ZipPart(string Name, byte[] Data)
    {
        public bool IsStored { get; init; }

        public uint? Crc { get; init; }

        public uint? Length { get; init; }

        public ushort Flags { get; init; }

        public ushort? Method { get; init; }

        public uint Mode { get; init; }

        public uint? Offset { get; init; }
    }

    internal static byte[] Deflate(byte[] data)
    {
        if (data.Length == 0)
        {
            // The platform writes nothing for nothing; this is an empty block.
            return [3, 0];
        }

        using var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(data);
        }

        return packed.ToArray();
    }

    internal static byte[] Gzip(byte[] data)
    {
        byte[] packed = Deflate(data);
        byte[] bytes = new byte[18 + packed.Length];
        byte[] header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        header.CopyTo(bytes, 0);
        packed.CopyTo(bytes, 10);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 8), Crc32.Of(data));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), (uint)data.Length);
        return bytes;
    }

    internal static byte[] Zip(params ZipPart[] parts)
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (ZipPart part in parts)
        {
            byte[] packed = part.IsStored ? part.Data : Deflate(part.Data);
            byte[] name = Encoding.UTF8.GetBytes(part.Name);
            byte[] common = new byte[26];
            Put(common, 0, 20, 2);
            Put(common, 2, part.Flags, 2);
            Put(common, 4, part.Method ?? (part.IsStored ? 0u : 8u), 2);
            Put(common, 10, part.Crc ?? Crc32.Of(part.Data), 4);
            Put(common, 14, (uint)packed.Length, 4);
            Put(common, 18, part.Length ?? (uint)part.Data.Length, 4);
            Put(common, 22, (uint)name.Length, 2);
            byte[] last = new byte[14];
            Put(last, 6, part.Mode << 16, 4);
            Put(last, 10, part.Offset ?? (uint)file.Length, 4);
            directory.Write([(byte)'P', (byte)'K', 1, 2, 20, (byte)(part.Mode == 0 ? 0 : 3), .. common, .. last, .. name]);
            file.Write([(byte)'P', (byte)'K', 3, 4, .. common, .. name, .. packed]);
        }

        byte[] end = new byte[22];
        byte[] magic = [(byte)'P', (byte)'K', 5, 6];
        magic.CopyTo(end, 0);
        Put(end, 8, (uint)parts.Length, 2);
        Put(end, 10, (uint)parts.Length, 2);
        Put(end, 12, (uint)directory.Length, 4);
        Put(end, 16, (uint)file.Length, 4);
        return [.. file.ToArray(), .. directory.ToArray(), .. end];
    }

    /// <summary>A header of a tar entry with its checksum, and the entry's bytes behind it, padded.</summary>
    internal static byte[] TarEntry(string name, byte[] data, char type = '0', string? size = null, bool isUstar = true)
    {
        byte[] bytes = new byte[512 + ((data.Length + 511) / 512 * 512)];
        Encoding.UTF8.GetBytes(name, bytes);
        Encoding.ASCII.GetBytes("0000644\00000000\00000000\0", bytes.AsSpan(100));
        Encoding.ASCII.GetBytes(size ?? Convert.ToString(data.Length, 8).PadLeft(11, '0') + "\0", bytes.AsSpan(124));
        Encoding.ASCII.GetBytes("00000000000\0        ", bytes.AsSpan(136));
        bytes[156] = (byte)type;
        if (isUstar)
        {
            Encoding.ASCII.GetBytes("ustar\000", bytes.AsSpan(257));
        }

        data.CopyTo(bytes, 512);
        Sign(bytes);
        return bytes;
    }

    internal static byte[] Tar(params byte[][] entries) => entries.Length == 1 ? [.. entries[0], .. new byte[1024]] : [.. entries.SelectMany(entry => entry), .. new byte[1024]];

    /// <summary>Sets the checksum of every block that reads as a header, so that alterations of its other fields reach the parser.</summary>
    internal static byte[] SignTar(byte[] tar)
    {
        for (int at = 0; at + 512 <= tar.Length; at += 512)
        {
            if (tar.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
            {
                Sign(tar.AsSpan(at, 512));
            }
        }

        return tar;
    }

    private static void Sign(Span<byte> block)
    {
        block.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte b in block[..512])
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", block[148..]);
    }

    private static void Put(byte[] bytes, int at, uint value, int size)
    {
        for (int i = 0; i < size; i++)
        {
            bytes[at + i] = (byte)(value >> (8 * i));
        }
    }
}
