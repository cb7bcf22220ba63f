using System.Diagnostics;
using System.Runtime.InteropServices;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Threading;
using Microsoft.Win32.SafeHandles;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Gnn.Sampling.Features;

/// <summary>Reads rows of a file in the file's order, those that lie close to one another by one call, and puts each where it belongs.</summary>
internal unsafe struct FileRowsJob : IChunkJob
{
    internal SafeFileHandle File;
    internal string Path;
    internal long DataOffset;
    internal bool IsHalf;
    internal int Width;
    internal ulong* Keys;
    internal long Count;
    internal int RowsPerChunk;
    internal ColdReads* Cold;
    internal float* Y;

    /// <summary>Bytes read so far.</summary>
    internal long BytesRead;

    // A call costs about what it costs to read a page more.
    private const long GapBytes = 4096;
    private const long MostBytes = 256 << 10;

    private readonly long FileRowBytes => Width * (IsHalf ? (long)sizeof(Half) : sizeof(float));

    public void Execute(int chunk)
    {
        long first = (long)chunk * RowsPerChunk;
        long end = Math.Min(Count, first + RowsPerChunk);
        long start = Stopwatch.GetTimestamp();
        if (Cold->AreExpected)
        {
            for (long at = first; at < end; at = RunEnd(at, end))
            {
                (long offset, long bytes) = Extent(at, RunEnd(at, end));
                ReadAdvice.WillNeed(File, offset, bytes);
            }
        }

        NativeArray<byte>? scratch = null;
        try
        {
            long read = 0;
            for (long at = first; at < end;)
            {
                long next = RunEnd(at, end);
                (long offset, long bytes) = Extent(at, next);
                if (next == at + 1 && !IsHalf)
                {
                    Fill((byte*)RowOf(at), bytes, offset);
                }
                else
                {
                    scratch ??= new NativeArray<byte>(Math.Max(MostBytes, FileRowBytes));
                    Fill(scratch.Pointer, bytes, offset);
                    for (long row = at; row < next; row++)
                    {
                        Put(scratch.Pointer + Offset(row) - offset, RowOf(row));
                    }
                }

                read += bytes;
                at = next;
            }

            Interlocked.Add(ref BytesRead, read);
        }
        finally
        {
            scratch?.Dispose();
        }

        Cold->Learn(start, end - first);
    }

    /// <summary>Where the run of rows ends that are read with one.</summary>
    private readonly long RunEnd(long first, long end)
    {
        long begin = Offset(first);
        long last = begin;
        long at = first + 1;
        for (; at < end; at++)
        {
            long next = Offset(at);
            if (next - last > FileRowBytes + GapBytes || next + FileRowBytes - begin > MostBytes)
            {
                break;
            }

            last = next;
        }

        return at;
    }

    private readonly (long Offset, long Bytes) Extent(long first, long end) => (Offset(first), Offset(end - 1) + FileRowBytes - Offset(first));

    private readonly long Offset(long at) => DataOffset + (RowOrder.RowOf(Keys[at]) * FileRowBytes);

    private readonly float* RowOf(long at) => Y + (RowOrder.PositionOf(Keys[at]) * (long)Width);

    private readonly void Put(byte* from, float* to)
    {
        if (IsHalf)
        {
            TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(from, Width), new Span<float>(to, Width));
        }
        else
        {
            Buffer.MemoryCopy(from, to, FileRowBytes, FileRowBytes);
        }
    }

    private readonly void Fill(byte* to, long bytes, long offset)
    {
        while (bytes > 0)
        {
            int read = RandomAccess.Read(File, new Span<byte>(to, (int)Math.Min(bytes, int.MaxValue)), offset);
            if (read == 0)
            {
                throw new DataFormatException(
                    Path, $"offset 0x{offset:x}", $"expected {bytes} more bytes, got the end of the file", "The file was cut short while it was read: write or fetch it again.");
            }

            to += read;
            offset += read;
            bytes -= read;
        }
    }
}
