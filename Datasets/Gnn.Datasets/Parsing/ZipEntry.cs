using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Gnn.Datasets.Parsing;

/// <summary>What the directory of a zip file says of an entry.</summary>
/// <param name="Name">The name as it is in the file.</param>
/// <param name="Flags">The general purpose bits.</param>
/// <param name="Method">How the entry is packed: 0 not at all, 8 by deflate.</param>
/// <param name="Mode">The kind and the rights of the file, where it was packed on Unix; else 0.</param>
/// <param name="Crc">The checksum of the unpacked bytes.</param>
/// <param name="Packed">The length in the file.</param>
/// <param name="Length">The unpacked length.</param>
/// <param name="Offset">Where the entry's own header lies.</param>
internal readonly record struct ZipEntry(string Name, int Flags, int Method, int Mode, uint Crc, long Packed, long Length, long Offset)
{
    /// <summary>The least size of an entry in the directory.</summary>
    public const int LeastBytes = 46;

    private const int Zip64Extra = 1;
    private const int Unix = 3;
    private const int Link = 0xa000;
    private const int KindBits = 0xf000;
    private const int EncryptedBits = 0x2041;

    /// <summary>Whether the entry, or the directory, is encrypted.</summary>
    public bool IsEncrypted => (Flags & EncryptedBits) != 0;

    /// <summary>Whether the entry is a symbolic link.</summary>
    public bool IsLink => (Mode & KindBits) == Link;

    /// <summary>Whether the entry is a folder.</summary>
    public bool IsFolder => Length == 0 && Name.EndsWith('/');

    /// <summary>Reads an entry of the directory.</summary>
    /// <param name="directory">The directory from the entry on.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>How many bytes it takes; 0 if it is none.</returns>
    public static int TryRead(ReadOnlySpan<byte> directory, out ZipEntry entry)
    {
        entry = default;
        if (directory.Length < LeastBytes || !directory.StartsWith("PK\x01\x02"u8))
        {
            return 0;
        }

        (int name, int extra, int comment) = (Short(directory, 28), Short(directory, 30), Short(directory, 32));
        int bytes = LeastBytes + name + extra + comment;
        if (bytes > directory.Length)
        {
            return 0;
        }

        (long packed, long length, long offset) = (Word(directory, 20), Word(directory, 24), Word(directory, 42));
        if (!TryWiden(directory.Slice(LeastBytes + name, extra), ref length, ref packed, ref offset))
        {
            return 0;
        }

        ReadOnlySpan<byte> text = directory.Slice(LeastBytes, name);
        int mode = directory[5] == Unix ? Short(directory, 40) : 0;
        entry = new ZipEntry((Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text), Short(directory, 8), Short(directory, 10), mode, Word(directory, 16), packed, length, offset);
        return bytes;
    }

    /// <summary>Takes the numbers that 32 bits do not hold from the extra field that is made for them.</summary>
    private static bool TryWiden(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long offset)
    {
        if (length != uint.MaxValue && packed != uint.MaxValue && offset != uint.MaxValue)
        {
            return true;
        }

        while (extra.Length >= 4)
        {
            (int id, int size) = (Short(extra, 0), Short(extra, 2));
            if (size > extra.Length - 4)
            {
                return false;
            }

            ReadOnlySpan<byte> field = extra.Slice(4, size);
            if (id == Zip64Extra)
            {
                return TryTake(ref field, ref length) && TryTake(ref field, ref packed) && TryTake(ref field, ref offset);
            }

            extra = extra[(4 + size)..];
        }

        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value != uint.MaxValue)
        {
            return true;
        }

        if (field.Length < sizeof(long))
        {
            return false;
        }

        value = BinaryPrimitives.ReadInt64LittleEndian(field);
        field = field[sizeof(long)..];
        return value >= 0;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
