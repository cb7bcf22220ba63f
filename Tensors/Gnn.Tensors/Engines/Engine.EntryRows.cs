using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Heads of a row against the rows of its own entries, fused primitives, each the gradient of the others: composed here, and without arrays of entries
/// times columns for each head where an engine has them.</content>
public abstract partial class Engine
{
    /// <summary>y[e, h] = the inner product of head h of rows[i] and entries[e], for every entry e of row i.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="rows">A floating view [rows, H * D].</param>
    /// <param name="entries">A floating view [E, D], D at least 1.</param>
    /// <returns>[E, H].</returns>
    public virtual EngineBuffer EntryDots(SparseStructure structure, in BufferView rows, in BufferView entries)
    {
        ArgumentNullException.ThrowIfNull(structure);
        long heads = rows.Shape[1] / entries.Shape[1];
        EngineBuffer expanded = ExpandRows(structure, transposed: false, rows);
        EngineBuffer products = Next(expanded, HeadProducts(new BufferView(expanded, 0, (structure.EntryCount, rows.Shape[1])), ByHead(entries), heads));
        return Next(products, Reduce(
            Reduction.Sum, new BufferView(products, 0, (structure.EntryCount, rows.Shape[1])), structure.EntryCount * heads, entries.Shape[1], 1));
    }

    /// <summary>Head h of y[i] = the sum of weights[e, h] entries[e] over the entries e of row i.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="weights">A floating view [E, H], H at least 1.</param>
    /// <param name="entries">A floating view [E, D], D at least 1.</param>
    /// <returns>[rows, H * D].</returns>
    public virtual EngineBuffer EntrySums(SparseStructure structure, in BufferView weights, in BufferView entries)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (long heads, long width) = (weights.Shape[1], entries.Shape[1]);
        var shape = new Shape([structure.EntryCount, heads, width]);
        EngineBuffer terms = Binary(BinaryOperation.Multiply, OfHeads(weights), ByHead(entries), shape);
        return Next(terms, SegmentReduce(structure, transposed: false, new BufferView(terms, 0, (structure.EntryCount, heads * width)), Reduction.Sum, out _));
    }

    /// <summary>y[e] = the sum over h of weights[e, h] times head h of rows[i], for every entry e of row i.</summary>
    /// <param name="structure">The entries.</param>
    /// <param name="weights">A floating view [E, H], H at least 1.</param>
    /// <param name="rows">A floating view [rows, H * D].</param>
    /// <returns>[E, D].</returns>
    public virtual EngineBuffer EntryMixes(SparseStructure structure, in BufferView weights, in BufferView rows)
    {
        ArgumentNullException.ThrowIfNull(structure);
        long heads = weights.Shape[1];
        EngineBuffer expanded = ExpandRows(structure, transposed: false, rows);
        EngineBuffer products = Next(expanded, HeadProducts(new BufferView(expanded, 0, (structure.EntryCount, rows.Shape[1])), OfHeads(weights), heads));
        return Next(products, Reduce(
            Reduction.Sum, new BufferView(products, 0, (structure.EntryCount, rows.Shape[1])), structure.EntryCount, heads, rows.Shape[1] / heads));
    }

    private static BufferView ByHead(in BufferView entries) => new(entries.Buffer, entries.Offset, new Shape([entries.Shape[0], 1, entries.Shape[1]]));

    private static BufferView OfHeads(in BufferView weights) => new(weights.Buffer, weights.Offset, new Shape([weights.Shape[0], weights.Shape[1], 1]));

    private EngineBuffer HeadProducts(in BufferView expanded, in BufferView other, long heads)
    {
        var shape = new Shape([expanded.Shape[0], heads, expanded.Shape[1] / heads]);
        return Binary(BinaryOperation.Multiply, new BufferView(expanded.Buffer, expanded.Offset, shape), other, shape);
    }
}
