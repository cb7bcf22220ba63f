using System.Buffers;
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
        var blocks = new List<(int Section, long Offset)>();
        for (int section = 0; section < Sections.Count; section++)
        {
            for (long offset = 0; offset < Sections[section].Length; offset += Checksum.BlockBytes)
            {
                blocks.Add((section, offset));
            }
        }

        uint[] crcs = new uint[blocks.Count];
        try
        {
            Parallel.For(
                0,
                crcs.Length,
                new ParallelOptions { CancellationToken = cancellation },
                () => ArrayPool<byte>.Shared.Rent(Checksum.BlockBytes),
                CheckBlock,
                buffer => ArrayPool<byte>.Shared.Return(buffer));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        var defects = new List<string>();
        Span<byte> gap = stackalloc byte[FileFrame.Alignment];
        ReadOnlySpan<uint> rest = crcs;
        foreach (SectionEntry section in Sections)
        {
            int count = (int)Checksum.BlockCount(section.Length);
            uint found = Checksum.Combine(rest[..count]);
            if (found != section.Checksum)
            {
                defects.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"section '{section.Name}', {section.Length} bytes at offset {section.Offset}: expected the checksum {section.Checksum:x8}, got {found:x8}"));
            }

            rest = rest[count..];
            AddGap(section.End, gap);
        }

        AddGap(_tableEnd, gap);
        return defects;

        byte[] CheckBlock(int block, ParallelLoopState state, byte[] buffer)
        {
            (int section, long offset) = blocks[block];
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(Checksum.BlockBytes, Sections[section].Length - offset));
            ReadInto(_handle, Path, Sections[section].Offset + offset, bytes);
            crcs[block] = Checksum.OfBlock(bytes);
            return buffer;
        }

        void AddGap(long from, Span<byte> buffer)
        {
            Span<byte> bytes = buffer[..(int)(FileFrame.Align(from) - from)];
            ReadInto(_handle, Path, from, bytes);
            int at = bytes.IndexOfAnyExcept((byte)0);
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
