using System.Numerics;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Rows of neighbours that walks of order one draw from: a structure's own arrays, and an alias table if edges have weights.</summary>
internal sealed unsafe class WalkTable : IDisposable
{
    private readonly SparseStructure _holder;
    private readonly NativeArray<AliasEntry>? _entries;
    private NativeArray<long>? _widePointers;

    /// <summary>Takes a hold on a structure.</summary>
    /// <param name="structure">Rows are targets, columns sources; no transpose.</param>
    /// <param name="direction">The way that walks take.</param>
    /// <param name="weights">The weight of each edge by its id, checked; null if all count the same.</param>
    public WalkTable(SparseStructure structure, WalkDirection direction, float[]? weights)
    {
        _holder = structure.Share();
        try
        {
            Rows = direction == WalkDirection.InEdges ? structure : structure.Transpose;
            if (weights is not null)
            {
                using NativeArray<float> ofEntries = InEntryOrder(Rows, weights);
                _entries = MakeEntries(Rows, Rows.ColumnIndices.Pointer, ofEntries.Pointer);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The neighbours of each node.</summary>
    public SparseStructure Rows { get; }

    public bool IsWide => _widePointers is not null || Rows.RowPointers.IsWide;

    public void* Pointers => _widePointers is not null ? _widePointers.Pointer : Rows.RowPointers.Pointer;

    public int* Columns => Rows.ColumnIndices.Pointer;

    /// <summary>The alias table, null without weights.</summary>
    public AliasEntry* Entries => _entries is null ? null : _entries.Pointer;

    public bool IsWeighted => _entries is not null;

    /// <summary>The weights that a tensor holds.</summary>
    /// <exception cref="ArgumentException">They are not floating [edges].</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public static float[]? Read(Tensor? weights, long edges)
    {
        if (weights is null)
        {
            return null;
        }

        if (!weights.DataType.IsFloating() || weights.Shape != new Shape(edges))
        {
            throw new ArgumentException($"Weights must be floating [{edges}], one for each edge by its id, got {weights.DataType} {weights.Shape}.", nameof(weights));
        }

        float[] values = weights.ToArray<float>();
        int bad = Array.FindIndex(values, value => !(value >= 0 && float.IsFinite(value)));
        return bad < 0
            ? values
            : throw new ArgumentOutOfRangeException(nameof(weights), values[bad], $"The weight of an edge must be 0 or more and finite, got {values[bad]} for edge {bad}.");
    }

    /// <summary>Makes the row pointers 64 bits wide, as those of a table are that takes turns with this one.</summary>
    public void Widen()
    {
        if (!IsWide)
        {
            _widePointers = new NativeArray<long>(Rows.RowPointers.Length);
            for (long row = 0; row < _widePointers.Length; row++)
            {
                _widePointers.Pointer[row] = Rows.RowPointers[row];
            }
        }
    }

    /// <summary>Weights in the order of a structure's entries.</summary>
    public static NativeArray<float> InEntryOrder(SparseStructure rows, float[] weights)
    {
        var ofEntries = new NativeArray<float>(rows.EntryCount);
        float* values = ofEntries.Pointer;
        for (long entry = 0; entry < rows.EntryCount; entry++)
        {
            values[entry] = weights[rows.EdgeIds[entry]];
        }

        return ofEntries;
    }

    /// <summary>The alias table of rows.</summary>
    public static NativeArray<AliasEntry> MakeEntries(SparseStructure rows, int* columns, float* weights)
    {
        var entries = new NativeArray<AliasEntry>(rows.EntryCount);
        if (rows.RowPointers.IsWide)
        {
            Run<long>();
        }
        else
        {
            Run<int>();
        }

        return entries;

        void Run<TIndex>()
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            var job = new AliasJob<TIndex>
            {
                Pointers = (TIndex*)rows.RowPointers.Pointer,
                Columns = columns,
                Weights = weights,
                RowCount = rows.RowCount,
                Entries = entries.Pointer,
            };
            HostThreads.Pool.Run(ref job, job.ChunkCount);
        }
    }

    public void Dispose()
    {
        _entries?.Dispose();
        _widePointers?.Dispose();
        _holder.Dispose();
    }
}
