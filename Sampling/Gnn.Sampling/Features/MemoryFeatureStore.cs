using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Features;

/// <summary>A table in memory: a tensor, or a column of a graph file, which lies in the mapped file.</summary>
/// <remarks>The tensor's elements are shared, not copied. On a <see cref="CpuEngine"/> rows are copied on the threads of <c>GNN_THREADS</c>, which are not the
/// engine's, so that a batch in the making does not take those from a training step; elsewhere by <see cref="Tensor.GatherRows"/>.</remarks>
public sealed unsafe class MemoryFeatureStore : FeatureStore
{
    // Nanoseconds of one thread below which sleeping threads are not woken.
    private const double SharedWork = 120_000;

    private readonly Tensor _table;
    private readonly long _bytes;

    /// <summary>Creates a store over a tensor.</summary>
    /// <param name="table">Floating <c>[N, F]</c>; a holder of its elements is added, so that it may be disposed of.</param>
    /// <exception cref="ArgumentNullException"><paramref name="table"/> is null.</exception>
    /// <exception cref="ArgumentException">The tensor is no floating matrix, or has more than 2^31 - 1 rows or columns.</exception>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public MemoryFeatureStore(Tensor table)
        : base(Length(table, 0), Length(table, 1), table.Engine)
    {
        _table = table.Detach().Keep();
        _bytes = table.Shape.Count * table.DataType.Size();
    }

    /// <inheritdoc/>
    public override FeatureStoreStatistics Statistics => new(RowCount, FeatureCount, _bytes, 0, RowsGathered, RowsGathered, 0, 0);

    /// <inheritdoc/>
    protected internal override void Read(ReadOnlySpan<int> ids, float* destination)
    {
        if (IsHost)
        {
            Copy(ids, destination);
            return;
        }

        EngineBuffer rows = Make(ids);
        try
        {
            Engine.Download(new BufferView(rows, 0, (ids.Length, FeatureCount)), destination, DataType.Float32);
        }
        finally
        {
            rows.Release();
        }
    }

    /// <inheritdoc/>
    protected override void Free() => _table.Dispose();

    private protected override EngineBuffer Make(ReadOnlySpan<int> ids)
    {
        if (IsHost)
        {
            return base.Make(ids);
        }

        EngineBuffer index;
        fixed (int* first = ids)
        {
            index = Engine.Upload(first, DataType.Int32, ids.Length);
        }

        try
        {
            return Engine.GatherRows(_table.View, new BufferView(index, 0, ids.Length));
        }
        finally
        {
            index.Release();
        }
    }

    private static int Length(Tensor table, int axis)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.DataType.IsFloating() && table.Shape.Rank == 2 && table.Shape[0] <= int.MaxValue && table.Shape[1] <= int.MaxValue
            ? (int)table.Shape[axis]
            : throw new ArgumentException($"'table' must be floating [N, F], got {table.DataType} {table.Shape}: cast or reshape it first.", nameof(table));
    }

    private void Copy(ReadOnlySpan<int> ids, float* destination)
    {
        long perChunk = Runs.RowsOf(FeatureCount);
        fixed (int* index = ids)
        {
            BufferView table = _table.View;
            var job = new GatherJob<int>
            {
                X = (byte*)((HostBuffer)table.Buffer).Pointer + (table.Offset * sizeof(float)),
                Index = index,
                Y = (byte*)destination,
                Rows = ids.Length,
                RowBytes = RowBytes,
                RowsPerChunk = perChunk,
            };
            int chunks = (int)((ids.Length + perChunk - 1) / perChunk);
            if (ids.Length * (5 + (RowBytes * 0.05)) >= SharedWork)
            {
                HostThreads.Pool.Run(ref job, chunks);
                return;
            }

            for (int chunk = 0; chunk < chunks; chunk++)
            {
                job.Execute(chunk);
            }
        }
    }
}
