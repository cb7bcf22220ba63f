using System.Numerics;
using System.Runtime.InteropServices;

namespace Gnn.Tensors.Files;

/// <summary>Reads the elements of a .npy file into memory of another type, a piece at a time.</summary>
internal static unsafe class NpyReader
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>Whether values of a file's type are read as values of a tensor's type: floating as floating, whole as whole, bool as bool.</summary>
    public static bool CanRead(NpyType from, DataType to) => from switch
    {
        NpyType.Bool => to == DataType.Bool,
        NpyType.Float16 or NpyType.Float32 or NpyType.Float64 => to.IsFloating(),
        _ => to.IsInteger(),
    };

    /// <summary>Reads all elements, row-major; the stream stands at the first.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="header">The file's header.</param>
    /// <param name="destination">Receives as many elements as the header's shape has.</param>
    /// <exception cref="DataFormatException">An element does not fit the type, a bool is neither 0 nor 1, or the file was cut meanwhile.</exception>
    public static void Read<T>(Stream stream, string path, NpyHeader header, T* destination)
        where T : unmanaged
    {
        switch (default(T))
        {
            case float:
                ReadFloats(stream, path, header, (float*)destination);
                break;
            case double:
                ReadFloats(stream, path, header, (double*)destination);
                break;
            case int:
                ReadIntegers(stream, path, header, (int*)destination);
                break;
            case long:
                ReadIntegers(stream, path, header, (long*)destination);
                break;
            default:
                ReadAs<byte, byte>(stream, path, header, (byte*)destination);
                break;
        }
    }

    private static void ReadFloats<T>(Stream stream, string path, NpyHeader header, T* destination)
        where T : unmanaged, INumber<T>
    {
        switch (header.Type)
        {
            case NpyType.Float16:
                ReadAs<Half, T>(stream, path, header, destination);
                break;
            case NpyType.Float32:
                ReadAs<float, T>(stream, path, header, destination);
                break;
            default:
                ReadAs<double, T>(stream, path, header, destination);
                break;
        }
    }

    private static void ReadIntegers<T>(Stream stream, string path, NpyHeader header, T* destination)
        where T : unmanaged, INumber<T>
    {
        switch (header.Type)
        {
            case NpyType.Int8:
                ReadAs<sbyte, T>(stream, path, header, destination);
                break;
            case NpyType.UInt8:
                ReadAs<byte, T>(stream, path, header, destination);
                break;
            case NpyType.Int16:
                ReadAs<short, T>(stream, path, header, destination);
                break;
            case NpyType.UInt16:
                ReadAs<ushort, T>(stream, path, header, destination);
                break;
            case NpyType.Int32:
                ReadAs<int, T>(stream, path, header, destination);
                break;
            case NpyType.UInt32:
                ReadAs<uint, T>(stream, path, header, destination);
                break;
            default:
                ReadAs<long, T>(stream, path, header, destination);
                break;
        }
    }

    private static void ReadAs<TFile, T>(Stream stream, string path, NpyHeader header, T* destination)
        where TFile : unmanaged, INumber<TFile>
        where T : unmanaged, INumber<T>
    {
        long count = header.Shape.Count;
        bool isDirect = typeof(TFile) == typeof(T) && !header.IsColumnMajor;
        TFile[] piece = isDirect ? [] : new TFile[Math.Min(count, PieceBytes / sizeof(TFile))];
        for (long first = 0; first < count;)
        {
            int length = (int)Math.Min(count - first, PieceBytes / sizeof(TFile));
            Span<TFile> values = isDirect ? new Span<TFile>((TFile*)(destination + first), length) : piece.AsSpan(0, length);
            NpyHeader.Fill(stream, MemoryMarshal.AsBytes(values), path);
            if (header.Type == NpyType.Bool)
            {
                CheckBools(MemoryMarshal.AsBytes(values), path, header, first);
            }

            if (!isDirect)
            {
                Place<TFile, T>(values, path, header, first, destination);
            }

            first += length;
        }
    }

    /// <summary>Converts a piece and puts its elements where they belong.</summary>
    private static void Place<TFile, T>(ReadOnlySpan<TFile> values, string path, NpyHeader header, long first, T* destination)
        where TFile : unmanaged, INumber<TFile>
        where T : unmanaged, INumber<T>
    {
        (long rows, long columns) = header.IsColumnMajor ? (header.Shape[0], header.Shape[1]) : (0, 0);
        (long row, long column) = header.IsColumnMajor ? (first % rows, first / rows) : (0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            T value = T.CreateSaturating(values[i]);
            if (!header.Type.IsFloating() && !TFile.CreateSaturating(value).Equals(values[i]))
            {
                throw new DataFormatException(
                    path,
                    $"element {first + i} at offset 0x{header.DataOffset + ((first + i) * sizeof(TFile)):x}",
                    $"expected whole numbers that fit {sizeof(T) * 8} bits, got {values[i]}",
                    "Read the file as 64-bit integers, or correct it.");
            }

            if (!header.IsColumnMajor)
            {
                destination[first + i] = value;
                continue;
            }

            destination[(row * columns) + column] = value;
            if (++row == rows)
            {
                (row, column) = (0, column + 1);
            }
        }
    }

    private static void CheckBools(ReadOnlySpan<byte> values, string path, NpyHeader header, long first)
    {
        if (values.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and int at)
        {
            throw new DataFormatException(
                path, $"element {first + at} at offset 0x{header.DataOffset + first + at:x}", $"expected a bool of 0 or 1, got {values[at]}", NpyHeader.Refetch);
        }
    }

    private static bool IsFloating(this NpyType type) => type is NpyType.Float16 or NpyType.Float32 or NpyType.Float64;
}
