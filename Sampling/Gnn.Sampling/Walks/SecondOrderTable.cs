using System.Numerics;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>What second-order walks need of a graph, made once: rows in order of neighbours, a filter over edges, and which edges close a triangle.</summary>
internal sealed unsafe class SecondOrderTable : IDisposable
{
    private readonly SparseStructure _holder;
    private readonly SparseStructure _rows;
    private readonly NativeArray<int> _columns;
    private readonly NativeArray<ulong>? _filter;
    private NativeArray<AliasEntry>? _entries;
    private NativeArray<double>? _scales;
    private NativeArray<double>? _heaviest;

    /// <summary>Takes a hold on a structure.</summary>
    /// <param name="structure">Rows are targets, columns sources; no transpose.</param>
    /// <param name="options">The way that walks take, p and q.</param>
    /// <param name="weights">The weight of each edge by its id, checked; null if all count the same.</param>
    public SecondOrderTable(SparseStructure structure, WalkOptions options, float[]? weights)
    {
        _holder = structure.Share();
        try
        {
            _rows = options.Direction == WalkDirection.InEdges ? structure : structure.Transpose;
            _columns = new NativeArray<int>(_rows.EntryCount);
            _filter = options.Q != 1 ? EdgeFilter.Allocate(_rows.EntryCount) : null;
            using NativeArray<float>? ofEntries = weights is null ? null : WalkTable.InEntryOrder(_rows, weights);
            if (IsWide)
            {
                Make<long>(ofEntries);
            }
            else
            {
                Make<int>(ofEntries);
            }

            Rules = new SecondOrderRules(options.P, options.Q, HeaviestOfAll());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public bool IsWide => _rows.RowPointers.IsWide;

    public bool IsWeighted => _scales is not null;

    public SecondOrderRules Rules { get; }

    /// <summary>The arrays.</summary>
    public SecondOrderRows<TIndex> View<TIndex>()
        where TIndex : unmanaged, IBinaryInteger<TIndex> => new()
        {
            Pointers = (TIndex*)_rows.RowPointers.Pointer,
            Columns = _columns.Pointer,
            Entries = _entries is null ? null : _entries.Pointer,
            Scales = _scales is null ? null : _scales.Pointer,
            Heaviest = _heaviest is null ? null : _heaviest.Pointer,
            Filter = _filter is null ? default : EdgeFilter.Over(_filter),
        };

    public void Dispose()
    {
        _columns?.Dispose();
        _filter?.Dispose();
        _entries?.Dispose();
        _scales?.Dispose();
        _heaviest?.Dispose();
        _holder.Dispose();
    }

    private void Make<TIndex>(NativeArray<float>? weights)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        float* values = weights is null ? null : weights.Pointer;
        var order = new RowOrderJob<TIndex>
        {
            Pointers = (TIndex*)_rows.RowPointers.Pointer,
            Source = _rows.ColumnIndices.Pointer,
            Columns = _columns.Pointer,
            Weights = values,
            RowCount = _rows.RowCount,
            Filter = _filter is null ? default : EdgeFilter.Over(_filter),
            HasFilter = _filter is not null,
        };
        HostThreads.Pool.Run(ref order, order.ChunkCount);
        if (weights is not null || order.HasRepeats || !_rows.IsSymmetric())
        {
            _scales = weights is null ? null : new NativeArray<double>(_rows.RowCount);
            _heaviest = new NativeArray<double>(_rows.RowCount);
            var returns = new ReturnWeightJob<TIndex>
            {
                Pointers = order.Pointers,
                Columns = order.Columns,
                Weights = values,
                RowCount = _rows.RowCount,
                Scales = _scales is null ? null : _scales.Pointer,
                Heaviest = _heaviest.Pointer,
            };
            HostThreads.Pool.Run(ref returns, returns.ChunkCount);
        }

        if (_filter is not null)
        {
            MarkShared<TIndex>();
        }

        _entries = weights is null ? null : WalkTable.MakeEntries(_rows, _columns.Pointer, values);
    }

    private void MarkShared<TIndex>()
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        using var shared = new NativeArray<byte>(_rows.EntryCount);
        var job = new SharedNeighborJob<TIndex> { Rows = View<TIndex>(), RowCount = _rows.RowCount, Shared = shared.Pointer };
        HostThreads.Pool.Run(ref job, job.ChunkCount);
        for (long at = 0; at < _rows.EntryCount; at++)
        {
            // Only now: while rows are looked through, others are read.
            _columns.Pointer[at] |= shared.Pointer[at] << 31;
        }
    }

    private double HeaviestOfAll()
    {
        double heaviest = 1;
        for (long row = 0; row < (_heaviest?.Length ?? 0); row++)
        {
            heaviest = Math.Max(heaviest, _heaviest![row]);
        }

        return heaviest;
    }
}
