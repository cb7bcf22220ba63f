using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>An array of a .npy file, row-major: numbers, truth values or texts of any number of axes, in either order and either byte order.</summary>
/// <remarks>
/// Versions 1.0, 2.0 and 3.0 of the format. Object arrays are refused: they are pickles, which can run any program. Numbers that are asked for in another type
/// must fit it: whole numbers exactly, those that become floats rounded to the nearest; bools count as 0 and 1.
/// </remarks>
internal sealed class NpyArray
{
    private const string Refetch = "The file is truncated or damaged: fetch it again.";

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int[] _shape;

    private NpyArray(string path, byte[] bytes, int start, int[] shape, char letter, int elementBytes)
    {
        (_path, _bytes, _start, _shape, Letter, ElementBytes) = (path, bytes, start, shape, letter, elementBytes);
        Count = (bytes.Length - start) / elementBytes;
    }

    /// <summary>The lengths of the axes; empty for a single element.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The kind of elements: <c>b</c> truth value, <c>i</c> signed, <c>u</c> unsigned, <c>f</c> float, <c>U</c> text, <c>S</c> bytes.</summary>
    public char Letter { get; }

    /// <summary>The size of an element.</summary>
    public int ElementBytes { get; }

    /// <summary>The elements, row-major and least significant byte first.</summary>
    private Span<byte> Data => _bytes.AsSpan(_start);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The array.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, or holds elements that are not read here.</exception>
    public static NpyArray Read(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= Array.MaxLength
            ? Read(File.ReadAllBytes(path), path)
            : throw new DataFormatException(path, "", $"expected a file of at most {Array.MaxLength} bytes, got {length}", "Save the array in parts.");
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The bytes, which become the array's: they are put in order in place.</param>
    /// <param name="path">What to call them in messages.</param>
    /// <returns>The array.</returns>
    /// <exception cref="DataFormatException">The bytes are cut short, damaged, of another format, or hold elements that are not read here.</exception>
    public static NpyArray Read(byte[] bytes, string path)
    {
        NpyHeaderParser header = NpyHeader.Parse(new MemoryStream(bytes, writable: false), path, out long offset);
        (char letter, int unit, int size, bool isBigEndian) = ParseType(header.Type, path);
        ReadOnlySpan<long> axes = header.Shape;
        var shape = new int[axes.Length];
        Int128 expected = size;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = axes[i] <= int.MaxValue
                ? (int)axes[i]
                : throw new DataFormatException(path, "header", $"expected axes of at most {int.MaxValue}, got {axes[i]}", Refetch);
            expected = Int128.Min(expected * shape[i], long.MaxValue);
        }

        int start = (int)offset;
        if (expected != bytes.Length - start)
        {
            string axesText = string.Join(", ", shape);
            throw new DataFormatException(path, $"offset 0x{start:x}", $"expected {expected} bytes for {header.Type} [{axesText}], got {bytes.Length - start}", Refetch);
        }

        if (isBigEndian)
        {
            Swap(bytes.AsSpan(start), unit);
        }

        if (header.IsColumnMajor && shape.Length > 1)
        {
            (bytes, start) = (ToRowMajor(bytes.AsSpan(start), shape, size), 0);
        }

        return new NpyArray(path, bytes, start, shape, letter, size);
    }

    /// <summary>The elements as 32-bit integers: whole numbers that fit, and bools.</summary>
    /// <exception cref="DataFormatException">They are texts, or one does not fit.</exception>
    public int[] ToInt32() => Convert<int>("whole numbers of 32 bits");

    /// <summary>The elements as 64-bit integers: whole numbers that fit, and bools.</summary>
    /// <exception cref="DataFormatException">They are texts, or one does not fit.</exception>
    public long[] ToInt64() => Convert<long>("whole numbers of 64 bits");

    /// <summary>The elements as 32-bit floats, rounded to the nearest.</summary>
    /// <exception cref="DataFormatException">They are texts, or a finite one is beyond the largest float.</exception>
    public float[] ToSingle() => Convert<float>("numbers that fit 32-bit floats");

    /// <summary>The elements as 64-bit floats, rounded to the nearest.</summary>
    /// <exception cref="DataFormatException">They are texts.</exception>
    public double[] ToDouble() => Convert<double>("numbers");

    /// <summary>The elements as bools: bools, and whole numbers that are 0 or 1.</summary>
    /// <exception cref="DataFormatException">They are floats or texts, or one is neither 0 nor 1.</exception>
    public bool[] ToBoolean()
    {
        if (Letter is not ('b' or 'i' or 'u'))
        {
            throw Bad("bools, or whole numbers that are 0 or 1");
        }

        var values = new bool[Count];
        ReadOnlySpan<byte> data = Data;
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = data.Slice(i * ElementBytes, ElementBytes);
            values[i] = element[0] <= 1 && !element[1..].ContainsAnyExcept((byte)0) ? element[0] == 1 : throw BadElement(i, "0 or 1", "another number");
        }

        return values;
    }

    /// <summary>The elements as texts without the zeros behind them: Unicode, or bytes as Latin-1.</summary>
    /// <exception cref="DataFormatException">They are numbers, or one is no Unicode.</exception>
    public string[] ToTexts()
    {
        if (Letter is not ('U' or 'S'))
        {
            throw Bad("texts");
        }

        var texts = new string[Count];
        var runes = new StringBuilder();
        for (int i = 0; i < texts.Length; i++)
        {
            ReadOnlySpan<byte> element = Data.Slice(i * ElementBytes, ElementBytes);
            texts[i] = Letter == 'S' ? Encoding.Latin1.GetString(element.TrimEnd((byte)0)) : ReadText(MemoryMarshal.Cast<byte, uint>(element).TrimEnd(0u), runes, i);
        }

        return texts;
    }

    private static (char Letter, int Unit, int Bytes, bool IsBigEndian) ParseType(string type, string path)
    {
        const string known = "b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4, f8, U and S";
        bool hasOrder = type.Length > 0 && type[0] is '<' or '>' or '|' or '=';
        string code = hasOrder ? type[1..] : type;
        if (code.StartsWith('O'))
        {
            throw new DataFormatException(
                path,
                "header",
                $"expected elements of {known}, got '{type}': an object array, which is a pickle and can run any program",
                "Save each of its parts as an array of numbers, for example the lengths and the concatenation of lists.");
        }

        int size = 0;
        bool isSound = code.Length > 1 && code[1] != '0' && int.TryParse(code.AsSpan(1), System.Globalization.NumberStyles.None, null, out size);
        char letter = isSound ? code[0] : '?';
        bool isKnown = (letter, size) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8) or ('U', > 0 and <= int.MaxValue / 4) or ('S', > 0);
        if (!isKnown)
        {
            throw new DataFormatException(path, "header", $"expected elements of {known}, got '{type}'", "Convert the array with a.astype before saving.");
        }

        int unit = letter switch { 'U' => 4, 'S' => 1, _ => size };
        return (letter, unit, letter == 'U' ? 4 * size : size, hasOrder && type[0] == '>');
    }

    private static void Swap(Span<byte> data, int unit)
    {
        switch (unit)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(data);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(data);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(data);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default:
                break;
        }
    }

    /// <summary>Puts elements whose first axis runs fastest in the order in which the last does.</summary>
    private static byte[] ToRowMajor(ReadOnlySpan<byte> data, int[] shape, int size)
    {
        byte[] result = new byte[data.Length];
        var strides = new long[shape.Length];
        long stride = size;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        var index = new int[shape.Length];
        long from = 0;
        for (int to = 0; to < result.Length; to += size)
        {
            data.Slice((int)from, size).CopyTo(result.AsSpan(to));
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }

    private T[] Convert<T>(string what)
        where T : unmanaged, INumber<T> => (Letter, ElementBytes) switch
        {
            ('f', 2) => Convert<Half, T>(what),
            ('f', 4) => Convert<float, T>(what),
            ('f', 8) => Convert<double, T>(what),
            ('i', 1) => Convert<sbyte, T>(what),
            ('i', 2) => Convert<short, T>(what),
            ('i', 4) => Convert<int, T>(what),
            ('i', 8) => Convert<long, T>(what),
            ('u', 1) => Convert<byte, T>(what),
            ('u', 2) => Convert<ushort, T>(what),
            ('u', 4) => Convert<uint, T>(what),
            ('u', 8) => Convert<ulong, T>(what),
            ('b', _) => ConvertBools<T>(),
            _ => throw Bad(what),
        };

    private TTo[] Convert<TFrom, TTo>(string what)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(Data);
        var to = new TTo[from.Length];
        if (typeof(TFrom) == typeof(TTo))
        {
            MemoryMarshal.Cast<TFrom, TTo>(from).CopyTo(to);
            return to;
        }

        bool isFloating = typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double);
        for (int i = 0; i < to.Length; i++)
        {
            TTo value = TTo.CreateSaturating(from[i]);
            to[i] = value;
            bool fits = isFloating ? TTo.IsFinite(value) || !TFrom.IsFinite(from[i]) : TFrom.CreateSaturating(value) == from[i];
            if (!fits)
            {
                throw BadElement(i, what, FormattableString.Invariant($"{from[i]}"));
            }
        }

        return to;
    }

    private T[] ConvertBools<T>()
        where T : unmanaged, INumber<T>
    {
        bool[] bools = ToBoolean();
        var values = new T[bools.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = bools[i] ? T.One : T.Zero;
        }

        return values;
    }

    private string ReadText(ReadOnlySpan<uint> points, StringBuilder text, int element)
    {
        text.Clear();
        foreach (uint point in points)
        {
            text.Append(Rune.TryCreate(point, out Rune rune) ? rune.ToString() : throw BadElement(element, "Unicode characters", $"0x{point:x}"));
        }

        return text.ToString();
    }

    private DataFormatException Bad(string expected) =>
        new(_path, "header", $"expected {expected}, got elements of type {Letter}{(Letter == 'U' ? ElementBytes / 4 : ElementBytes)}", "Convert the array with a.astype before saving, or name another.");

    private DataFormatException BadElement(int index, string expected, string got) => new(_path, $"element {index}", $"expected {expected}, got {got}");
}
