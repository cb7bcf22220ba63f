using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads the matrices of a MATLAB MAT file of level 5 (versions 5, 6 and 7), packed or not, in either order of bytes.</summary>
/// <remarks>
/// Real dense and sparse matrices of every number type, and truth values, are read; rows of characters are texts. Variables of other kinds (cells, structs,
/// objects, functions, complex or more than two dimensions) are passed over and refused by name when they are asked for. Level 4 and 7.3 (HDF5) are refused.
/// The MathWorks, "MAT-File Format", describes the format.
/// </remarks>
internal sealed class MatFile
{
    private const int HeaderBytes = 128;
    private const int VersionOffset = 124;
    private const int MostNameBytes = 1024;
    private const int ComplexFlag = 0x0800;

    private static readonly byte[] Hdf5 = [0x89, (byte)'H', (byte)'D', (byte)'F'];

    private const string Cure = "Save the variables again in MATLAB: save(file, names, '-v7').";

    private readonly string _path;
    private readonly Dictionary<string, MatVariable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _others = new(StringComparer.Ordinal);

    private long _unpackable;

    private MatFile(string path, long unpackable)
    {
        _path = path;
        _unpackable = unpackable;
    }

    /// <summary>The matrices by name.</summary>
    public IReadOnlyDictionary<string, MatVariable> Variables => _variables;

    /// <summary>The texts by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, hostile, or of another level.</exception>
    public static MatFile Read(string path) => Read(Gzip.ReadFile(path), path);

    /// <summary>Reads a file in memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="DataFormatException">The bytes are truncated, damaged, hostile, or of another level.</exception>
    public static MatFile Read(byte[] bytes, string path)
    {
        bool isBigEndian = CheckHeader(bytes, path);
        var file = new MatFile(path, Expansion.Limit(bytes.Length));
        var input = new MatInput(bytes.AsMemory(HeaderBytes), path, "after the header, ", isBigEndian);
        while (input.Left > 0)
        {
            file.ReadVariable(input, isPacked: false);
        }

        return file;
    }

    /// <summary>Finds a matrix that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The matrix.</returns>
    /// <exception cref="DataFormatException">There is none of this name, or it is of a kind that is not read.</exception>
    public MatVariable Require(string name)
    {
        if (_variables.TryGetValue(name, out MatVariable? variable))
        {
            return variable;
        }

        string got = _others.TryGetValue(name, out string? kind) ? kind
            : _texts.ContainsKey(name) ? "a text"
            : _variables.Count == 0 ? "no matrix at all" : $"only {string.Join(", ", _variables.Keys.Select(key => $"'{key}'"))}";
        throw new DataFormatException(_path, "", $"expected a matrix '{name}', got {got}", kind is null ? "" : "Only real matrices, dense or sparse, are read.");
    }

    private static bool CheckHeader(byte[] bytes, string path)
    {
        ReadOnlySpan<byte> start = bytes;
        if (start.StartsWith("MATLAB 7.3"u8) || start.StartsWith(Hdf5))
        {
            throw new DataFormatException(path, "offset 0x0", "expected a MAT file of level 5, got version 7.3, which is HDF5", Cure);
        }

        if (bytes.Length >= HeaderBytes)
        {
            ReadOnlySpan<byte> version = start.Slice(VersionOffset, 4);
            if (version.SequenceEqual("\0\u0001IM"u8) || version.SequenceEqual("\u0001\0MI"u8))
            {
                return version[3] == 'I';
            }
        }

        // Level 4 begins with a type number below 5000 instead of a text.
        bool isLevel4 = bytes.Length >= 20 && start[..4].Contains((byte)0);
        throw new DataFormatException(
            path,
            "offset 0x0",
            $"expected a MAT file of level 5, got {(isLevel4 ? "level 4 or another binary file" : $"a file of {bytes.Length} bytes without its header")}",
            isLevel4 ? Cure : "The file is no MAT file, or is truncated or damaged: fetch it again.");
    }

    private void ReadVariable(MatInput input, bool isPacked)
    {
        (MatType type, ReadOnlyMemory<byte> data) = input.Next("a variable");
        if (type == MatType.Compressed && !isPacked)
        {
            MatInput unpacked = input.Unpack(data, _unpackable);
            _unpackable -= unpacked.Left;
            ReadVariable(unpacked, isPacked: true);
        }
        else if (type != MatType.Matrix)
        {
            throw input.Bad($"expected a variable, got an element of type {(int)type}");
        }
        else if (data.Length > 0)
        {
            ReadMatrix(new MatInput(data, _path, "in the variable, ", input.IsBigEndian));
        }
    }

    private void ReadMatrix(MatInput input)
    {
        MatNumbers flags = input.NextIntegers("the flags of an array");
        if (flags.Count != 2)
        {
            throw input.Bad($"expected two flags of an array, got {flags.Count}");
        }

        int kind = flags.Int32(0) & 0xff;
        bool isComplex = (flags.Int32(0) & ComplexFlag) != 0;

        // Objects of the newer kind have no shape here, and the workspace of functions no name.
        if (kind == 17)
        {
            return;
        }

        MatNumbers sizes = input.NextIntegers("the shape of an array");
        (_, ReadOnlyMemory<byte> nameBytes) = input.Next("the name of an array");
        if (nameBytes.Length > MostNameBytes || sizes.Count < 2)
        {
            throw input.Bad($"expected an array of two sizes and a name of at most {MostNameBytes} bytes, got {sizes.Count} sizes and {nameBytes.Length} bytes");
        }

        string name = Encoding.UTF8.GetString(nameBytes.Span);
        if (_variables.ContainsKey(name) || _texts.ContainsKey(name) || _others.ContainsKey(name))
        {
            throw input.Bad($"expected each variable once, got '{name}' twice");
        }

        (int rows, int columns) = (sizes.Int32(0), sizes.Int32(1));
        if (rows < 0 || columns < 0)
        {
            throw input.Bad($"expected a shape of sizes from 0, got [{rows}, {columns}] for '{name}'");
        }

        if (isComplex || sizes.Count > 2 || kind is < 4 or > 15)
        {
            _others.Add(name, isComplex ? "a complex matrix" : sizes.Count > 2 ? $"an array of {sizes.Count} dimensions" : Describe(kind));
        }
        else if (kind == 4)
        {
            ReadText(input, name, rows, columns);
        }
        else
        {
            _variables.Add(name, kind == 5 ? ReadSparse(input, name, rows, columns) : ReadDense(input, name, rows, columns));
        }
    }

    private static MatVariable ReadDense(MatInput input, string name, int rows, int columns)
    {
        MatNumbers values = input.NextNumbers($"the numbers of '{name}'");
        return values.Count == (long)rows * columns
            ? new MatVariable(name, rows, columns, values)
            : throw input.Bad($"expected {(long)rows * columns} numbers for '{name}' [{rows}, {columns}], got {values.Count}");
    }

    // Room for more entries than there are may be stored.
    private static MatVariable ReadSparse(MatInput input, string name, int rows, int columns)
    {
        MatNumbers rowIndices = input.NextIntegers($"the row indices of '{name}'");
        MatNumbers pointers = input.NextIntegers($"the column pointers of '{name}'");
        if (pointers.Count != columns + 1L || pointers.Int32(0) != 0)
        {
            throw input.Bad($"expected {columns + 1L} column pointers from 0 for '{name}', got {pointers.Count}");
        }

        int count = 0;
        for (int column = 0; column < columns; column++)
        {
            int end = pointers.Int32(column + 1);
            if (end < count || end > rowIndices.Count)
            {
                throw input.Bad($"expected column pointers of '{name}' from {count} to {rowIndices.Count} at column {column}, got {end}");
            }

            count = end;
        }

        for (int entry = 0; entry < count; entry++)
        {
            if ((uint)rowIndices.Int32(entry) >= (uint)rows)
            {
                throw input.Bad($"expected row indices of '{name}' within 0..{rows - 1}, got {rowIndices.Int32(entry)} at entry {entry}");
            }
        }

        MatNumbers values = input.NextNumbers($"the numbers of '{name}'");
        return values.Count >= count
            ? new MatVariable(name, rows, columns, values.Take(count), rowIndices, pointers)
            : throw input.Bad($"expected {count} numbers for the entries of '{name}', got {values.Count}");
    }

    private void ReadText(MatInput input, string name, int rows, int columns)
    {
        if (rows > 1)
        {
            _others.Add(name, $"a table of characters [{rows}, {columns}]");
            return;
        }

        (MatType type, ReadOnlyMemory<byte> data) = input.Next($"the characters of '{name}'");
        if (type is MatType.Utf8 or MatType.Int8 or MatType.UInt8)
        {
            _texts.Add(name, Encoding.UTF8.GetString(data.Span));
            return;
        }

        if (type is not (MatType.Utf16 or MatType.UInt16) || data.Length % 2 != 0)
        {
            throw input.Bad($"expected the characters of '{name}', got {data.Length} bytes of type {(int)type}");
        }

        _texts.Add(name, (input.IsBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(data.Span));
    }

    private static string Describe(int kind) => kind switch
    {
        1 => "a cell array",
        2 => "a struct",
        3 => "an object",
        16 => "a function",
        _ => $"an array of class {kind}",
    };
}
