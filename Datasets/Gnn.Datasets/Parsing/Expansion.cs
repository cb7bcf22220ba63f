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
    private const int LeastPiece = 4096;

    /// <summary>The most bytes that may be unpacked of a file.</summary>
    /// <param name="fileBytes">The length of the file.</param>
    public static long Limit(long fileBytes) => fileBytes >= MostBytes / MostTimes ? MostBytes : MostTimes * fileBytes;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="claimed">The length that the file claims, which may be false.</param>
    /// <param name="packed">The length of what is packed.</param>
    /// <param name="most">The most bytes.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="place">The place in it, for messages.</param>
    /// <returns>The bytes. For a false claim no more than three times their length and eight times that of what is packed is allocated.</returns>
    /// <exception cref="DataFormatException">The stream is longer than is allowed.</exception>
    public static byte[] Read(Stream stream, long claimed, long packed, long most, string path, string place)
    {
        long believed = Math.Min(most, Math.Max(LeastPiece, BelievedTimes * packed));
        var pieces = new List<byte[]>();
        byte[] piece = new byte[Math.Clamp(claimed, 0, believed)];
        Span<byte> next = stackalloc byte[1];
        int filled = 0;
        long before = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(piece.AsSpan(filled), piece.Length - filled, throwOnEndOfStream: false);
            if (filled < piece.Length || stream.Read(next) == 0)
            {
                return pieces.Count == 0 && filled == piece.Length ? piece : Join(pieces, piece.AsSpan(0, filled), before + filled);
            }

            pieces.Add(piece);
            before += filled;
            if (before == most)
            {
                throw new DataFormatException(path, place, $"expected at most {most} bytes once unpacked, got more", Cure);
            }

            long left = claimed > before ? claimed - before : most - before;
            piece = new byte[Math.Min(left, Math.Max(LeastPiece, before))];
            piece[0] = next[0];
            filled = 1;
        }
    }

    private static byte[] Join(List<byte[]> pieces, ReadOnlySpan<byte> last, long length)
    {
        byte[] whole = new byte[length];
        int at = 0;
        foreach (byte[] piece in pieces)
        {
            piece.CopyTo(whole, at);
            at += piece.Length;
        }

        last.CopyTo(whole.AsSpan(at));
        return whole;
    }
}
