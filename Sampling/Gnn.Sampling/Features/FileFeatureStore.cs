using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Threading;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Sampling.Features;

/// <summary>A table in a .npy file of which nothing is kept: each gather reads its rows.</summary>
/// <remarks>
/// <para>Resident memory does not grow with what was read, whatever the table's size; the system may keep parts of the file in memory that it has to spare,
/// which counts for no process. Put a <see cref="CachedFeatureStore"/> in front.</para>
/// <para>Rows are read in the order of the file, neighbours together, on the threads of <c>GNN_THREADS</c>; while rows come from the disk, it is told of
/// hundreds at a time (on Linux). Numbers of 16 bits are widened, exactly.</para>
/// </remarks>
public sealed unsafe class FileFeatureStore : FeatureStore
{
    private const int RowsPerChunk = 256;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly NpyHeader _header;
    private ColdReads _cold;
    private long _bytesRead;

    /// <summary>Opens a table.</summary>
    /// <param name="path">A .npy file of 32- or 16-bit floating numbers <c>[N, F]</c> in C order; it stays open.</param>
    /// <param name="engine">Where gathered tensors are made; the default engine if null.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, type, order or number of axes; the message names the place.</exception>
    public FileFeatureStore(string path, Engine? engine = null)
        : this(path, FeatureFile.Open(path, takesHalf: true, out NpyHeader header), header, engine)
    {
    }

    private FileFeatureStore(string path, SafeFileHandle file, NpyHeader header, Engine? engine)
        : base((int)header.Shape[0], (int)header.Shape[1], engine)
    {
        _path = path;
        _file = file;
        _header = header;
    }

    /// <inheritdoc/>
    public override FeatureStoreStatistics Statistics =>
        new(RowCount, FeatureCount, 0, 0, RowsGathered, 0, RowsGathered, Interlocked.Read(ref _bytesRead));

    /// <inheritdoc/>
    protected internal override void Read(ReadOnlySpan<int> ids, float* destination)
    {
        if (ids.IsEmpty || FeatureCount == 0)
        {
            return;
        }

        using var keys = RowOrder.Sort(ids, RowCount);
        fixed (ColdReads* cold = &_cold)
        {
            var job = new FileRowsJob
            {
                File = _file,
                Path = _path,
                DataOffset = _header.DataOffset,
                IsHalf = _header.Type == NpyType.Float16,
                Width = FeatureCount,
                Keys = keys.Pointer,
                Count = ids.Length,
                RowsPerChunk = RowsPerChunk,
                Cold = cold,
                Y = destination,
            };
            HostThreads.Pool.Run(ref job, (int)((ids.Length + (long)RowsPerChunk - 1) / RowsPerChunk));
            Interlocked.Add(ref _bytesRead, job.BytesRead);
        }
    }

    /// <inheritdoc/>
    protected override void Free() => _file.Dispose();
}
