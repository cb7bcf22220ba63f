using System.Security.Cryptography;
using System.Text;
using Gnn.Datasets.Tables;

namespace Gnn.Datasets.Parsing;

/// <summary>The bytes of the term that is being read, where they are not those of the text.</summary>
internal sealed class TermBuffer
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>What was appended; valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Leaves nothing.</summary>
    public void Clear() => _length = 0;

    /// <summary>Leaves the first bytes.</summary>
    public void Cut(int length) => _length = length;

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends a character in UTF-8.</summary>
    public void Append(Rune rune)
    {
        Reserve(4);
        _length += rune.EncodeToUtf8(_bytes.AsSpan(_length));
    }

    /// <summary>A term that is too long for an id: its beginning and its SHA-256.</summary>
    public static byte[] Shorten(ReadOnlySpan<byte> term)
    {
        byte[] ending = Encoding.UTF8.GetBytes("... sha256:" + Convert.ToHexStringLower(SHA256.HashData(term)));
        int kept = IdTable.MaxIdBytes - ending.Length;
        while ((term[kept] & 0xC0) == 0x80)
        {
            kept--;
        }

        return [.. term[..kept], .. ending];
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + more));
        }
    }
}
