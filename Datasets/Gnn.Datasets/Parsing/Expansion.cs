using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>How far packed bytes may expand, and the reading of streams whose length is only claimed.</summary>
/// <remarks>
/// What is unpacked of a file may be a thousand times as long as the file and 4 GB, no more, whatever the number of its entries. The measure is the file and
/// not the entry, because deflate reaches 1032 times on the zeros that ordinary masks are made of.
/// </remarks>
internal static class Expansion
{
    /// <summary>How many times longer than the file its unpacked form may be.</summary>
    public const long MostTimes = 1000;

    /// <summary>The most bytes that are unpacked of a file.</summary>
    public const long MostBytes = 4L << 30;

    /// <summary>What to do with a file that expands by more.</summary>
    public const string Cure = "The file is made to exhaust memory, or is longer than is read here: unpack it and look.";

    // A claimed length is believed at once if it is at most so many times what is packed.
    private const long BelievedTimes = 8;
    private const int FirstPiece = 4096;

    /// <summary>The most bytes that may be unpacked of a file.</summary>
    /// <param name="fileBytes">The length of the file.</param>
    public static long Limit(long fileBytes) => fileBytes >= MostBytes / MostTimes ? MostBytes : MostTimes * fileBytes;

    /// <summary>Reads a stream to its end, which must come where it is claimed to.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="claimed">The length that the file claims, which is at most <see cref="Array.MaxLength"/>.</param>
    /// <param name="packed">The length of what is packed.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="place">The place in it, for messages.</param>
    /// <returns>The bytes. A claim that is not true costs no more than eight times what is packed, or three times what is there.</returns>
    /// <exception cref="DataFormatException">The stream is shorter or longer.</exception>
    public static byte[] Read(Stream stream, long claimed, long packed, string path, string place)
    {
        if (claimed <= Math.Max(FirstPiece, BelievedTimes * packed))
        {
            byte[] bytes = new byte[claimed];
            RequireLength(stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false), claimed, path, place);
            RequireEnd(stream, claimed, path, place);
            return bytes;
        }

        var pieces = new List<byte[]>();
        long read = 0;
        while (read < claimed)
        {
            byte[] piece = new byte[Math.Min(Math.Max(Math.Max(FirstPiece, packed), read), claimed - read)];
            int got = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            read += got;
            RequireLength(got, piece.Length, path, place, read, claimed);
            pieces.Add(piece);
        }

        RequireEnd(stream, claimed, path, place);
        byte[] whole = new byte[claimed];
        int at = 0;
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(whole, at);
            at += piece.Length;
        }

        return whole;
    }

    private static void RequireLength(long got, long wanted, string path, string place) => RequireLength(got, wanted, path, place, got, wanted);

    private static void RequireLength(long got, long wanted, string path, string place, long read, long claimed)
    {
        if (got < wanted)
        {
            throw new DataFormatException(path, place, $"expected {claimed} bytes once unpacked, as the file says, got {read}", "The file is damaged: fetch it again.");
        }
    }

    private static void RequireEnd(Stream stream, long claimed, string path, string place)
    {
        Span<byte> more = stackalloc byte[1];
        if (stream.Read(more) > 0)
        {
            throw new DataFormatException(path, place, $"expected {claimed} bytes once unpacked, as the file says, got more", "The file is damaged: fetch it again.");
        }
    }
}
