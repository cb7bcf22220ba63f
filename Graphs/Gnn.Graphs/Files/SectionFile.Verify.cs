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
        Run[] runs = [.. Runs()];
        uint[] crcs = new uint[Sections.Sum(section => Checksum.BlockCount(section.Length))];
        int[] gaps = new int[Sections.Count];
        try
        {
            Parallel.For(
                0,
                runs.Length,
                new ParallelOptions { CancellationToken = cancellation },
                () => ArrayPool<byte>.Shared.Rent(Checksum.BlockBytes),
                (at, _, buffer) =>
                {
                    CheckRun(runs[at], buffer, crcs, gaps);
                    return buffer;
                },
                buffer => ArrayPool<byte>.Shared.Return(buffer));
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        var defects = new List<string>();
        ReadOnlySpan<uint> rest = crcs;
        for (int i = 0; i < gaps.Length; i++)
        {
            SectionEntry section = Sections[i];
            int count = (int)Checksum.BlockCount(section.Length);
            uint found = Checksum.Combine(rest[..count]);
            if (found != section.Checksum)
            {
                defects.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"section '{section.Name}', {section.Length} bytes at offset {section.Offset}: expected the checksum {section.Checksum:x8}, got {found:x8}"));
            }

            rest = rest[count..];
            AddGap(section.End, gaps[i]);
        }

        Span<byte> last = stackalloc byte[(int)(FileFrame.Align(_tableEnd) - _tableEnd)];
        ReadInto(_handle, Path, _tableEnd, last);
        AddGap(_tableEnd, 1 + last.IndexOfAnyExcept((byte)0));
        return defects;

        void AddGap(long from, int place)
        {
            if (place > 0)
            {
                defects.Add(string.Create(CultureInfo.InvariantCulture, $"offset {from + place - 1}: expected zeros up to the next multiple of 64"));
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

    // A block of a section, or as many whole sections as are no longer than one together: fifty small sections are one reading.
    private IEnumerable<Run> Runs()
    {
        int block = 0;
        for (int section = 0; section < Sections.Count;)
        {
            (int first, int firstBlock, long start) = (section, block, Sections[section].Offset);
            for (; section < Sections.Count && FileFrame.Align(Sections[section].End) - start <= Checksum.BlockBytes; section++)
            {
                block += (int)Checksum.BlockCount(Sections[section].Length);
            }

            if (section > first)
            {
                yield return new Run(first, firstBlock, start, FileFrame.Align(Sections[section - 1].End));
                continue;
            }

            long end = FileFrame.Align(Sections[section].End);
            for (; start < end; start += Checksum.BlockBytes)
            {
                yield return new Run(section, block++, start, Math.Min(start + Checksum.BlockBytes, end));
            }

            section++;
        }
    }

    // The checksums of the blocks in a run; and for each section that ends in it, 1 and the place of a byte that is not zero in the gap after it, or 0.
    private void CheckRun(Run run, byte[] buffer, uint[] crcs, int[] gaps)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, (int)(run.End - run.Start));
        ReadInto(_handle, Path, run.Start, buffer.AsSpan(0, bytes.Length));
        int block = run.Block;
        for (int i = run.Section; i < Sections.Count && Sections[i].Offset < run.End; i++)
        {
            int start = (int)(Math.Max(Sections[i].Offset, run.Start) - run.Start), end = (int)(Math.Min(Sections[i].End, run.End) - run.Start);
            if (end > start)
            {
                crcs[block++] = Checksum.OfBlock(bytes[start..end]);
            }

            if (Sections[i].End <= run.End)
            {
                gaps[i] = 1 + bytes[end..(int)(FileFrame.Align(Sections[i].End) - run.Start)].IndexOfAnyExcept((byte)0);
            }
        }
    }

    /// <summary>A run of the file from <see cref="Start"/> to <see cref="End"/>, the first section in it, and the number of its first block.</summary>
    private readonly record struct Run(int Section, int Block, long Start, long End);
}
