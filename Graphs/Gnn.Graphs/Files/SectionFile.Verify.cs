using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Gnn.Graphs.Files;

internal sealed partial class SectionFile
{
    /// <summary>Reads the whole file, on all processors, and lists the sections whose bytes are not those that were written.</summary>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>One line for each; empty if the file is as it was written.</returns>
    public IReadOnlyList<string> FindAlteredBytes(CancellationToken cancellation)
    {
        var pieces = new List<(int Section, long Offset)>();
        uint[][] blocks = new uint[Sections.Count][];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new uint[Checksum.BlockCount(Sections[i].Length)];
            for (long offset = 0; offset < Sections[i].Length; offset += Checksum.PieceBytes)
            {
                pieces.Add((i, offset));
            }
        }

        long longest = Sections.Select(section => section.Length).DefaultIfEmpty().Max();
        try
        {
            Parallel.For(
                0, pieces.Count, new ParallelOptions { CancellationToken = cancellation }, () => new byte[Math.Min(Checksum.PieceBytes, longest)], CheckPiece, _ => { });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        var defects = new List<string>();
        for (int i = 0; i < blocks.Length; i++)
        {
            SectionEntry section = Sections[i];
            uint found = Checksum.Combine(blocks[i]);
            if (found != section.Checksum)
            {
                defects.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"section '{section.Name}', {section.Length} bytes at offset {section.Offset}: expected the checksum {section.Checksum:x8}, got {found:x8}"));
            }

            AddGap(section.End);
        }

        AddGap(_tableEnd);
        return defects;

        byte[] CheckPiece(int piece, ParallelLoopState state, byte[] buffer)
        {
            (int section, long offset) = pieces[piece];
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(Checksum.PieceBytes, Sections[section].Length - offset));
            ReadInto(_handle, Path, Sections[section].Offset + offset, bytes);
            Checksum.OfBlocks(bytes, blocks[section].AsSpan((int)(offset / Checksum.BlockBytes)));
            return buffer;
        }

        void AddGap(long from)
        {
            int at = Read(_handle, Path, from, (int)(FileFrame.Align(from) - from)).AsSpan().IndexOfAnyExcept((byte)0);
            if (at >= 0)
            {
                defects.Add(string.Create(CultureInfo.InvariantCulture, $"offset {from + at}: expected zeros up to the next multiple of 64"));
            }
        }
    }

    /// <summary>Lists the sections of booleans that have other bytes than 0 and 1.</summary>
    public unsafe IReadOnlyList<string> FindWrongBools()
    {
        const int longestSpan = 1 << 30;
        var defects = new List<string>();
        foreach (SectionEntry section in Sections.Where(section => section.Type == SectionType.Bool))
        {
            byte* bytes = _mapping.At(section.Offset, section.Length);
            for (long start = 0; start < section.Length; start += longestSpan)
            {
                int at = new ReadOnlySpan<byte>(bytes + start, (int)Math.Min(longestSpan, section.Length - start)).IndexOfAnyExceptInRange((byte)0, (byte)1);
                if (at >= 0)
                {
                    defects.Add(string.Create(
                        CultureInfo.InvariantCulture, $"section '{section.Name}', element {start + at}: expected 0 or 1, got {bytes[start + at]}"));
                    break;
                }
            }
        }

        return defects;
    }
}
