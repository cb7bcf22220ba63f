using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Sampling.Features;

/// <summary>A table in memory: a tensor, or a column of a graph file, which lies in the mapped file.</summary>
/// <remarks>Gathers are <see cref="Tensor.GatherRows"/> on the tensor's engine. The tensor's elements are shared, not copied.</remarks>
public sealed unsafe class MemoryFeatureStore : FeatureStore
{
    private readonly Tensor _table;

    /// <summary>Creates a store over a tensor.</summary>
    /// <param name="table">Floating <c>[N, F]</c>; a holder of its elements is added, so that it may be disposed of.</param>
    /// <exception cref="ArgumentException">The tensor is no floating matrix, or has more than 2^31 - 1 rows or columns.</exception>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public MemoryFeatureStore(Tensor table)
        : base(Length(table, 0), Length(table, 1), table.Engine)
    {
        _table = table.Detach().Keep();
        BytesResident = table.Shape.Count * table.DataType.Size();
    }

    /// <inheritdoc/>
    public override FeatureStoreStatistics Statistics => new(RowCount, FeatureCount, BytesResident, 0, RowsGathered, RowsGathered, 0, 0);

    private long BytesResident { get; }

    /// <inheritdoc/>
    protected internal override void Read(ReadOnlySpan<int> ids, float* destination)
    {
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
}
