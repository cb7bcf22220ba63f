using System.Numerics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer EntryDots(SparseStructure structure, in BufferView rows, in BufferView entries)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long width, long heads) = (entries.Shape[1], rows.Shape[1] / entries.Shape[1]);
        HostBuffer buffer = NewFloats(structure.EntryCount * heads, out float* y);
        return structure.RowPointers.IsWide
            ? EntryRows<long>(structure, EntryRowsForm.Dots, Floats(rows), Floats(entries), y, width, heads, buffer)
            : EntryRows<int>(structure, EntryRowsForm.Dots, Floats(rows), Floats(entries), y, width, heads, buffer);
    }

    /// <inheritdoc/>
    public override EngineBuffer EntrySums(SparseStructure structure, in BufferView weights, in BufferView entries)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long width, long heads) = (entries.Shape[1], weights.Shape[1]);
        HostBuffer buffer = NewFloats(structure.RowCount * heads * width, out float* y);
        return structure.RowPointers.IsWide
            ? EntryRows<long>(structure, EntryRowsForm.Sums, y, Floats(entries), Floats(weights), width, heads, buffer)
            : EntryRows<int>(structure, EntryRowsForm.Sums, y, Floats(entries), Floats(weights), width, heads, buffer);
    }

    /// <inheritdoc/>
    public override EngineBuffer EntryMixes(SparseStructure structure, in BufferView weights, in BufferView rows)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long width, long heads) = (rows.Shape[1] / weights.Shape[1], weights.Shape[1]);
        HostBuffer buffer = NewFloats(structure.EntryCount * width, out float* y);
        return structure.RowPointers.IsWide
            ? EntryRows<long>(structure, EntryRowsForm.Mixes, Floats(rows), y, Floats(weights), width, heads, buffer)
            : EntryRows<int>(structure, EntryRowsForm.Mixes, Floats(rows), y, Floats(weights), width, heads, buffer);
    }

    private HostBuffer EntryRows<TIndex>(
        SparseStructure structure, EntryRowsForm form, float* rows, float* entries, float* weights, long width, long heads, HostBuffer result)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var cut = new RowCut(structure.RowCount, structure.EntryCount, width * heads);
        var job = new EntryRowsJob<TIndex>
        {
            Csr = new Csr<TIndex>(structure),
            Cut = cut,
            Form = form,
            Rows = rows,
            Entries = entries,
            Weights = weights,
            Width = width,
            Heads = heads,
        };
        RunVectors(job, cut.Chunks, SparseWork(structure, width * heads));
        GC.KeepAlive(structure);
        return result;
    }
}
