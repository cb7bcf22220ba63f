using System.IO.Compression;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads files that may be compressed by gzip, which is told by their first bytes and not by their names.</summary>
/// <remarks>What is unpacked may be a thousand times as long as the file (deflate reaches 1032 on zeros alone) and as long as an array, no more.</remarks>
internal static class Gzip
{
    /// <summary>How many times longer than what is packed its unpacked form may be.</summary>
    public const long MostExpansion = 1000;

    private const int PieceBytes = 64 * 1024;
    private const int MagicBytes = 2;

    /// <summary>Whether bytes begin as a gzip file does.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length >= MagicBytes && bytes[0] == 0x1f && bytes[1] == 0x8b;

    /// <summary>Reads a file and unpacks it if it is compressed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is longer than an array, or is compressed and damaged or grows by too much.</exception>
    public static byte[] ReadFile(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            throw new DataFormatException(path, "", $"expected a file of at most {Array.MaxLength} bytes, got {length}");
        }

        byte[] bytes = File.ReadAllBytes(path);
        return IsGzip(bytes) ? Unpack(bytes, path) : bytes;
    }

    /// <summary>Unpacks bytes.</summary>
    /// <param name="packed">A gzip file, of one member or several.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The unpacked bytes.</returns>
    /// <exception cref="DataFormatException">The bytes are damaged or cut short, or grow by too much.</exception>
    public static byte[] Unpack(byte[] packed, string path)
    {
        long most = Math.Min(Array.MaxLength, MostExpansion * packed.Length);
        var pieces = new MemoryStream();
        byte[] piece = new byte[PieceBytes];
        try
        {
            using var source = new GZipStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
            int read;
            while ((read = source.Read(piece)) > 0)
            {
                if (pieces.Length + read > most)
                {
                    throw new DataFormatException(
                        path,
                        "",
                        $"expected at most {most} bytes from {packed.Length} that are packed, got more",
                        "The file is made to exhaust memory, or is longer than is read here: unpack it and look.");
                }

                pieces.Write(piece, 0, read);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(path, "", $"expected a gzip file, got damaged data: {exception.Message}", "Fetch the file again.", exception);
        }

        return pieces.ToArray();
    }
}
