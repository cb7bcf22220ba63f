using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.TorchSharp;

/// <content>Products with a sparse matrix: row reductions by the embedding bag, extremes with their arguments.</content>
public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override EngineBuffer SpMM(
        SparseStructure structure, bool transposed, in BufferView values, in BufferView x, Reduction reduction, out EngineBuffer? arg)
    {
        using Workspace work = Workspace.Enter();
        TorchRows rows = RowsOf(structure, transposed);
        long width = x.Shape[1];
        TorchTensor from = Read(work, x);
        if (reduction is Reduction.Max or Reduction.Min)
        {
            return values.IsEmpty
                ? Extreme(work, rows, from, rows.Others, width, reduction, out arg)
                : Extreme(work, rows, Messages(work, rows, values, from, width), rows.Places, width, reduction, out arg);
        }

        arg = null;
        TorchTensor y = RowSums(work, rows, values, from, width);
        if (reduction == Reduction.Mean)
        {
            work.Own(y.div_(rows.Lengths));
        }

        return Wrap(work, y, rows.RowCount * width);
    }

    /// <inheritdoc/>
    public override EngineBuffer SpMMArgGradient(SparseStructure structure, bool transposed, in BufferView values, in BufferView gradient, in BufferView arg)
    {
        using Workspace work = Workspace.Enter();
        TorchRows back = RowsOf(structure, !transposed);
        long width = gradient.Shape[1];
        if (back.EntryCount == 0 || width == 0)
        {
            return Wrap(work, Zeros(work, back.RowCount, width), back.RowCount * width);
        }

        TorchTensor chosen = Chosen(work, arg, back.Others, back.Entries ?? back.Places);
        TorchTensor spread = work.Own(Read(work, gradient).index_select(0, back.Others));
        if (!values.IsEmpty)
        {
            Scale(work, back, values, spread, width);
        }

        TorchTensor passed = Where(work, chosen, spread, Constant(work, 0));
        return Wrap(work, RowReducer.Sum(work, passed, back.Places, back.Offsets, weights: null), back.RowCount * width);
    }

    /// <inheritdoc/>
    public override EngineBuffer SpMMArgValueGradient(
        SparseStructure structure, bool transposed, long heads, in BufferView x, in BufferView gradient, in BufferView arg)
    {
        using Workspace work = Workspace.Enter();
        (TorchRows rows, TorchTensor targets, TorchTensor sources) = Ends(structure, transposed);
        long width = gradient.Shape[1];
        TorchTensor product = work.Own(Read(work, gradient).index_select(0, targets));
        work.Own(product.mul_(work.Own(Read(work, x).index_select(0, sources))));
        TorchTensor passed = Where(work, Chosen(work, arg, targets, rows.Places), product, Constant(work, 0));
        TorchTensor y = work.Own(work.Own(passed.view(rows.EntryCount, heads, width / heads)).sum(2));
        return Wrap(work, y, rows.EntryCount * heads);
    }

    /// <inheritdoc/>
    public override EngineBuffer SegmentReduce(SparseStructure structure, bool transposed, in BufferView x, Reduction reduction, out EngineBuffer? arg)
    {
        using Workspace work = Workspace.Enter();
        TorchRows rows = RowsOf(structure, transposed);
        long width = x.Shape[1];
        TorchTensor from = Read(work, x);
        TorchTensor index = rows.Entries ?? rows.Places;
        if (reduction is Reduction.Max or Reduction.Min)
        {
            return Extreme(work, rows, from, index, width, reduction, out arg);
        }

        arg = null;
        TorchTensor y = RowSums(work, rows, from, index, weights: null, width);
        if (reduction == Reduction.Mean)
        {
            work.Own(y.div_(rows.Lengths));
        }

        return Wrap(work, y, rows.RowCount * width);
    }

    private TorchStructure CopyOf(SparseStructure structure) => structure.CopyOn(this, _copy);

    private TorchRows RowsOf(SparseStructure structure, bool transposed) => CopyOf(structure).Walk(transposed);

    /// <summary>The row and the column of each entry, in entry order; exchanged if transposed.</summary>
    private (TorchRows Rows, TorchTensor Targets, TorchTensor Sources) Ends(SparseStructure structure, bool transposed)
    {
        TorchRows rows = RowsOf(structure, transposed: false);
        return transposed ? (rows, rows.Others, rows.Owners) : (rows, rows.Owners, rows.Others);
    }

    /// <summary>The sums over rows of x's rows, each times its entry's value, head by head: the embedding bag takes one weight for a row of its table.</summary>
    private TorchTensor RowSums(Workspace work, TorchRows rows, in BufferView values, TorchTensor x, long width)
    {
        if (values.IsEmpty)
        {
            return RowSums(work, rows, x, rows.Others, weights: null, width);
        }

        long heads = values.Shape[1];
        if (heads == 1)
        {
            return RowSums(work, rows, x, rows.Others, work.Own(ByPlace(work, rows, values).view(rows.EntryCount)), width);
        }

        long headWidth = width / heads;
        TorchTensor y = Empty(work, DataType.Float32, rows.RowCount, width);
        TorchTensor weights = work.Own(work.Own(ByPlace(work, rows, values).t()).contiguous());
        for (long head = 0; head < heads; head++)
        {
            TorchTensor table = work.Own(work.Own(x.narrow(1, head * headWidth, headWidth)).contiguous());
            TorchTensor sums = RowSums(work, rows, table, rows.Others, work.Own(weights.select(0, head)), headWidth);
            work.Own(work.Own(y.narrow(1, head * headWidth, headWidth)).copy_(sums));
        }

        return y;
    }

    private TorchTensor RowSums(Workspace work, TorchRows rows, TorchTensor table, TorchTensor index, TorchTensor? weights, long width) =>
        rows.EntryCount == 0 || width == 0 ? Zeros(work, rows.RowCount, width) : RowReducer.Sum(work, table, index, rows.Offsets, weights);

    /// <summary>The values in the order of a walk: [E, H].</summary>
    private static TorchTensor ByPlace(Workspace work, TorchRows rows, in BufferView values)
    {
        TorchTensor byEntry = Read(work, values);
        return rows.Entries is null ? byEntry : work.Own(byEntry.index_select(0, rows.Entries));
    }

    /// <summary>x's row at the other end of each place times the entry's value: [E, width].</summary>
    private static TorchTensor Messages(Workspace work, TorchRows rows, in BufferView values, TorchTensor x, long width)
    {
        TorchTensor messages = work.Own(x.index_select(0, rows.Others));
        Scale(work, rows, values, messages, width);
        return messages;
    }

    /// <summary>Multiplies what the places hold, [E, width], by their entries' values, head by head, in place.</summary>
    private static void Scale(Workspace work, TorchRows rows, in BufferView values, TorchTensor held, long width)
    {
        long heads = values.Shape[1];
        TorchTensor byHead = work.Own(held.view(rows.EntryCount, heads, width / heads));
        work.Own(byHead.mul_(work.Own(ByPlace(work, rows, values).view(rows.EntryCount, heads, 1))));
    }

    /// <summary>Whether an entry is the one that its target's extreme came from, column by column: [E, width].</summary>
    private static TorchTensor Chosen(Workspace work, in BufferView arg, TorchTensor targets, TorchTensor entries) =>
        work.Own(work.Own(Read(work, arg).index_select(0, targets)).eq(work.Own(entries.view(-1, 1))));

    /// <summary>The maximum or minimum over each row of the table's rows that the index names, and the entry that each came from.</summary>
    private TorchBuffer Extreme(Workspace work, TorchRows rows, TorchTensor table, TorchTensor index, long width, Reduction reduction, out EngineBuffer? arg)
    {
        long count = rows.RowCount * width;
        if (rows.EntryCount == 0 || width == 0)
        {
            arg = Fill(rows.IndexType, count, -1);
            return Wrap(work, Zeros(work, rows.RowCount, width), count);
        }

        // The embedding bag knows maxima only.
        TorchTensor signed = reduction == Reduction.Min ? work.Own(table.neg()) : table;
        TorchTensor extreme = Max(work, rows, signed, index);

        // Of the places that hold the extreme, the one farthest from its row's end is the first.
        TorchTensor held = work.Own(signed.index_select(0, index));
        TorchTensor isCandidate = work.Own(held.eq(work.Own(extreme.index_select(0, rows.Owners))));
        isCandidate = work.Own(isCandidate.logical_or(work.Own(held.isnan())));
        TorchTensor farthest = RowReducer.Max(work, work.Own(rows.Ranks.mul(isCandidate)), rows.Places, rows.Offsets);
        TorchTensor place = Empty(work, DataType.Int64, rows.RowCount, width);
        work.Own(place.copy_(farthest));
        place = work.Own(rows.Ends.sub(place));
        TorchTensor entry = place;
        if (rows.Entries is not null)
        {
            // An empty row has the place where the next row begins, or none where it is the last.
            TorchTensor some = work.Own(work.Own(place.clamp_max(work.Integer(rows.EntryCount - 1))).view(count));
            entry = work.Own(work.Own(rows.Entries.index_select(0, some)).view(rows.RowCount, width));
        }

        TorchTensor argument = Empty(work, rows.IndexType, rows.RowCount, width);
        work.Own(argument.copy_(entry));
        work.Own(argument.masked_fill_(rows.IsEmpty, work.Integer(-1)));
        arg = Wrap(work, argument, rows.IndexType, count, new IndexRange(-1, rows.EntryCount - 1));
        return Wrap(work, reduction == Reduction.Min ? work.Own(Constant(work, 0).sub(extreme)) : extreme, count);
    }

    /// <summary>The maximum over each row, NaN where any is: the embedding bag passes over a NaN that is not the first, so a second one counts them.</summary>
    private TorchTensor Max(Workspace work, TorchRows rows, TorchTensor table, TorchTensor index)
    {
        TorchTensor max = RowReducer.Max(work, table, index, rows.Offsets);
        TorchTensor isNaN = work.Own(work.Own(table.isnan()).mul(Constant(work, 1)));
        TorchTensor hasNaN = work.Own(RowReducer.Sum(work, isNaN, index, rows.Offsets, weights: null).gt(work.Number(0)));
        return Where(work, hasNaN, Constant(work, double.NaN), max);
    }
}
