using System.Globalization;
using Gnn.Tensors.Files;

namespace Gnn.Parquet;

/// <summary>Walks over a structure of Parquet's metadata and holds it to its shape before the library reads it: fields of the right type, lengths and counts
/// within the bytes at hand, bounded depth.</summary>
/// <remarks>The library makes room for what a length says before it looks, and passes over unknown fields by calling itself; a damaged file must do neither.</remarks>
internal ref struct ThriftShape
{
    private const int MaxDepth = 32;

    // A structure is a letter; its fields are an id and a type: t truth, y byte, s, i and l whole numbers of 16, 32 and 64 bits, b bytes, { a structure,
    // [ a list. From the format's own definition, parquet.thrift.
    private static readonly Dictionary<char, Dictionary<int, string>> Structures = Parse(
        "F 1i 2[S 3l 4[R 5[K 6b 7[O 8{A 9b", "S 1i 2i 3i 4b 5i 6i 7i 8i 9i 10{L", "L 1{Z 2{Z 3{Z 4{Z 5{D 6{Z 7{T 8{T 10{N 11{Z 12{Z 13{Z 14{Z 15{Z", "D 1i 2i", "T 1t 2{U",
        "U 1{Z 2{Z 3{Z", "N 1y 2t", "R 1[C 2l 3l 4[G 5l 6l 7s", "G 1i 2t 3t", "C 1b 2l 3{M 4l 5i 6l 7i 8{Y 9b", "Y 1{Z 2{X", "X 1[b 2b",
        "M 1i 2[i 3[b 4i 5l 6l 7l 8[K 9l 10l 11l 12{V 13[P 14l 15i 16{W", "V 1b 2b 3l 4l 5b 6b 7t 8t", "P 1i 2i 3i", "W 1l 2[l 3[l", "K 1b 2b", "O 1{Z",
        "A 1{Q 2{Q", "Q 1b 2b 3t", "Z", "H 1i 2i 3i 4i 5{E 6{Z 7{J 8{I", "E 1i 2i 3i 4i 5{V", "J 1i 2i 3t", "I 1i 2i 3i 4i 5i 6i 7t 8{V");

    // What the elements of a list of structures are.
    private static readonly Dictionary<char, string> Elements = Structures.Keys.ToDictionary(letter => letter, letter => "{" + letter);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private readonly long _offset;
    private readonly List<ThriftValue>? _values;

    private ThriftShape(ReadOnlySpan<byte> bytes, string path, long offset, List<ThriftValue>? values)
    {
        _bytes = bytes;
        (_path, _offset, _values) = (path, offset, values);
    }

    internal int Position { get; private set; }

    /// <summary>Checks a structure.</summary>
    /// <param name="structure">Its letter.</param>
    /// <param name="bytes">Bytes that begin with it.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="offset">Where in the file the bytes begin.</param>
    /// <param name="values">Takes its whole numbers; null if they are not wanted.</param>
    /// <returns>The length of the structure.</returns>
    /// <exception cref="DataFormatException">It has another shape.</exception>
    internal static int Check(char structure, ReadOnlySpan<byte> bytes, string path, long offset, List<ThriftValue>? values = null)
    {
        var shape = new ThriftShape(bytes, path, offset, values);
        shape.Structure(Structures[structure], parent: 0, element: -1, depth: 0);
        return shape.Position;
    }

    private void Structure(Dictionary<int, string>? fields, long parent, int element, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Bad("metadata nested at most 32 deep", "more");
        }

        int id = 0;
        while (true)
        {
            int header = Byte();
            if (header == 0)
            {
                return;
            }

            id = header >> 4 == 0 ? (short)ZigZag() : id + (header >> 4);
            string? kind = null;
            fields?.TryGetValue(id, out kind);
            Value(header & 15, kind, ThriftValue.FieldOf(parent, id), element, depth, isElement: false);
        }
    }

    private void Value(int type, string? kind, long field, int element, int depth, bool isElement)
    {
        if (depth > MaxDepth)
        {
            throw Bad("metadata nested at most 32 deep", "more");
        }

        if (kind is not null && !Fits(type, kind[0]))
        {
            throw Bad($"field {ThriftValue.Show(field)} of type '{kind}'", $"type {type}");
        }

        switch (type)
        {
            case 1 or 2:
                Position += isElement ? 1 : 0;
                break;
            case 3:
                Byte();
                break;
            case 4 or 5 or 6:
                long value = ZigZag();
                if (type == 5 && value != (int)value)
                {
                    throw Bad($"field {ThriftValue.Show(field)} of 32 bits", value.ToString(CultureInfo.InvariantCulture));
                }

                _values?.Add(new ThriftValue(field, element, value));
                break;
            case 8:
                int length = Count(1);
                Position += length;
                break;
            case 9:
                List(kind, field, depth);
                break;
            case 12 when kind is not null:
                Structure(Structures[kind[1]], field, element, depth + 1);
                break;
            case 12:
                // The library passes over the structure's fields, but not over their values.
                if (Byte() != 0)
                {
                    throw Bad("metadata that the library knows", $"the unknown field {ThriftValue.Show(field)}");
                }

                break;
            default:
                throw Bad("a type of Parquet's metadata", $"type {type} of field {ThriftValue.Show(field)}");
        }
    }

    private void List(string? kind, long field, int depth)
    {
        int header = Byte();
        int count = header >> 4 == 15 ? Count(1) : header >> 4;
        if (count > _bytes.Length - Position)
        {
            throw Bad("a list within the metadata", $"{count} elements of field {ThriftValue.Show(field)}");
        }

        string? element = kind is null ? null : char.IsUpper(kind[1]) ? Elements[kind[1]] : kind[1..];
        for (int i = 0; i < count; i++)
        {
            Value(header & 15, element, field, i, depth + 1, isElement: true);
        }
    }

    private static bool Fits(int type, char kind) => kind switch
    {
        't' => type is 1 or 2,
        'y' => type == 3,
        's' => type == 4,
        'i' => type == 5,
        'l' => type == 6,
        'b' => type == 8,
        '[' => type == 9,
        _ => type == 12,
    };

    private int Byte() => Position < _bytes.Length ? _bytes[Position++] : throw Bad("more metadata", "its end");

    private int Count(int width)
    {
        ulong count = VarInt();
        return count <= (ulong)((_bytes.Length - Position) / width) ? (int)count : throw Bad("a length within the metadata", count.ToString(CultureInfo.InvariantCulture));
    }

    private long ZigZag()
    {
        ulong value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Bad("a whole number of at most 10 bytes", "a longer one");
    }

    private readonly DataFormatException Bad(string expected, string got) => new(
        _path, string.Create(CultureInfo.InvariantCulture, $"offset {_offset + Position}"), $"expected {expected}, got {got}", "The file is damaged or no Parquet file: write it anew.");

    private static Dictionary<char, Dictionary<int, string>> Parse(params string[] structures) => structures.ToDictionary(
        text => text[0],
        text => text.Split(' ')[1..].ToDictionary(
            field => int.Parse(field.AsSpan(0, field.TakeWhile(char.IsAsciiDigit).Count()), CultureInfo.InvariantCulture),
            field => field[field.TakeWhile(char.IsAsciiDigit).Count()..]));
}
