using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A cursor over the bytes of a pickle that never runs past their end.</summary>
internal sealed class PickleInput
{
    private const int LongestName = 60;

    private readonly string _path;
    private readonly byte[] _bytes;
    private int _position;
    private int _opcode;

    public PickleInput(byte[] bytes, string path)
    {
        _bytes = bytes;
        _path = path;
    }

    /// <summary>The size of the file.</summary>
    public int Length => _bytes.Length;

    /// <summary>The bytes not yet read.</summary>
    public int Left => _bytes.Length - _position;

    /// <summary>Reads an opcode and remembers its offset for messages.</summary>
    public byte NextOpcode()
    {
        _opcode = _position;
        if (Left == 0)
        {
            throw Bad("expected an opcode, got the end of the file", "The file is truncated: fetch it again.");
        }

        return _bytes[_position++];
    }

    /// <summary>Takes a run of bytes whose length the file states.</summary>
    /// <param name="length">The stated length, as an unsigned number.</param>
    /// <returns>Where the run starts.</returns>
    public int Skip(ulong length)
    {
        if (length > (ulong)Left)
        {
            throw Bad($"expected {length} more bytes, got {Left}", "The file is truncated or damaged: fetch it again.");
        }

        int start = _position;
        _position += (int)length;
        return start;
    }

    /// <summary>Takes a run of bytes.</summary>
    public ReadOnlySpan<byte> Take(ulong length) => _bytes.AsSpan(Skip(length), (int)length);

    /// <summary>Takes the bytes up to the next line feed, which is dropped.</summary>
    /// <param name="start">Where the line starts.</param>
    /// <returns>The line.</returns>
    public ReadOnlySpan<byte> TakeLine(out int start)
    {
        start = _position;
        int length = _bytes.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Bad("expected a line feed, got the end of the file", "The file is truncated: fetch it again.");
        }

        ReadOnlySpan<byte> line = _bytes.AsSpan(_position, length);
        _position += length + 1;
        return line;
    }

    /// <summary>Makes the exception for a defect at the current opcode.</summary>
    public DataFormatException Bad(string problem, string cure = "") => new(_path, $"offset 0x{_opcode:x}", problem, cure);

    /// <summary>Makes the exception for a name that is not on the allow-list.</summary>
    public DataFormatException Refused(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name) => Bad(
        $"expected plain data, got the callable '{Show(module)}.{Show(name)}', which is refused",
        "A pickle can run any program, so only numpy arrays, scipy CSR matrices and Python containers are read. Do not trust this file.");

    /// <summary>Makes bytes fit for a message: short, printable ASCII.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (byte b in bytes[..Math.Min(bytes.Length, LongestName)])
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '?');
        }

        return bytes.Length > LongestName ? text.Append("...").ToString() : text.ToString();
    }
}
