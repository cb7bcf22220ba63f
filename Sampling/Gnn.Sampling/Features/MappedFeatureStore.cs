using System.Diagnostics;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Threading;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Sampling.Features;

/// <summary>A table in a .npy file that lies in the address space: rows are copied from where the system has them in memory, and read where it has not.</summary>
/// <remarks>
/// <para>As fast as a table in memory once its pages are there, and it opens at once. The system keeps what was touched as long as there is room, counts it as
/// resident memory of the process, and drops it when memory is short: a table may be larger than memory, but resident memory grows to what there is. Where that
/// is bounded, take a <see cref="CachedFeatureStore"/> in front of a <see cref="FileFeatureStore"/>.</para>
/// <para>While rows come from the disk, it is told of hundreds at a time (on Linux). A program that cuts the file short while it is mapped ends this one.</para>
/// <para>For the column of a graph file take <see cref="MemoryFeatureStore"/> over the opened graph's column, which lies in the mapped file as well.</para>
/// </remarks>
public sealed unsafe class MappedFeatureStore : FeatureStore
{
    private const int RowsPerChunk = 256;

    private readonly FileMapping? _mapping;
    private readonly long _offset;
    private ColdReads _cold;

    /// <summary>Maps a table.</summary>
    /// <param name="path">A .npy file of 32-bit floating numbers <c>[N, F]</c> in C order.</param>
    /// <param name="engine">Where gathered tensors are made; the default engine if null.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing, cannot be read, or the system does not map it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, type, order or number of axes; the message names the place.</exception>
    public MappedFeatureStore(string path, Engine? engine = null)
        : this(FeatureFile.Open(path, takesHalf: false, out NpyHeader header), header, engine)
    {
    }

    private MappedFeatureStore(SafeFileHandle file, NpyHeader header, Engine? engine)
        : base((int)header.Shape[0], (int)header.Shape[1], engine)
    {
        using (file)
        {
            _offset = header.DataOffset;
            BytesMapped = header.DataOffset + (header.Shape.Count * sizeof(float));
            _mapping = new FileMapping(file, BytesMapped);
            ReadAdvice.ReadsAtRandom(_mapping.Pointer, BytesMapped);
        }
    }

    /// <inheritdoc/>
    public override FeatureStoreStatistics Statistics => new(RowCount, FeatureCount, 0, BytesMapped, RowsGathered, 0, 0, 0);

    private long BytesMapped { get; }

    /// <inheritdoc/>
    protected internal override void Read(ReadOnlySpan<int> ids, float* destination)
    {
        if (ids.IsEmpty || FeatureCount == 0)
        {
            return;
        }

        fixed (int* index = ids)
        fixed (ColdReads* cold = &_cold)
        {
            var job = new MappedRowsJob
            {
                Rows = new GatherJob<int>
                {
                    X = _mapping!.Pointer + _offset,
                    Index = index,
                    Y = (byte*)destination,
                    Rows = ids.Length,
                    RowBytes = RowBytes,
                    RowsPerChunk = RowsPerChunk,
                },
                Cold = cold,
            };
            HostThreads.Pool.Run(ref job, (int)((ids.Length + (long)RowsPerChunk - 1) / RowsPerChunk));
        }

        GC.KeepAlive(_mapping);
    }

    /// <inheritdoc/>
    protected override void Free() => _mapping?.Dispose();

    private struct MappedRowsJob : IChunkJob
    {
        internal GatherJob<int> Rows;
        internal ColdReads* Cold;

        public readonly void Execute(int chunk)
        {
            long first = (long)chunk * RowsPerChunk;
            long end = Math.Min(Rows.Rows, first + RowsPerChunk);
            long start = Stopwatch.GetTimestamp();
            if (Cold->AreExpected)
            {
                for (long row = first; row < end; row++)
                {
                    ReadAdvice.WillNeed(Rows.X + (Rows.Index[row] * Rows.RowBytes), Rows.RowBytes);
                }
            }

            Rows.Execute(chunk);
            Cold->Learn(start, end - first);
        }
    }
}
