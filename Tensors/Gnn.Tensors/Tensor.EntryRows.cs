using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>The inner products of a row's heads with the rows that its entries have of their own, such as edge features.</summary>
    /// <remarks>
    /// <code>y[e, h] = sum over d of rows[i, h * D + d] * entries[e, d]      for each entry e = (i, j)</code>
    /// <para>The <see cref="CpuEngine"/> reads rows and entries once for all heads, forward and backward; other engines compose the same value, with arrays of [E, H * D].
    /// Cost: 2 E H D operations, the same to each side for the gradient.</para>
    /// </remarks>
    /// <param name="structure">The entries.</param>
    /// <param name="rows">[rows, H * D]; head h has the columns h * D to (h + 1) * D - 1.</param>
    /// <param name="entries">[E, D] in the structure's entry order, D at least 1.</param>
    /// <returns>[E, H].</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit.</exception>
    public static Tensor EntryDots(SparseStructure structure, Tensor rows, Tensor entries)
    {
        CheckEntryRows(structure, entries, rows, nameof(rows));
        if (rows.Shape[0] != structure.RowCount || rows.Shape[1] == 0 || rows.Shape[1] % entries.Shape[1] != 0)
        {
            throw new ArgumentException(
                $"'rows' must be [{structure.RowCount}, H * {entries.Shape[1]}] for {structure} and 'entries' {entries.Shape}, got {rows.Shape}.", nameof(rows));
        }

        long heads = rows.Shape[1] / entries.Shape[1];
        Tensor y = Wrap(rows.Engine.EntryDots(structure, rows.View, entries.View), (structure.EntryCount, heads));
        return Records(rows, entries) ? y.From(new EntryDotsNode(structure, rows, entries)) : y;
    }

    /// <summary>Weighted sums, one for each head, of the rows that a row's entries have of their own.</summary>
    /// <remarks>
    /// <code>y[i, h * D + d] = sum over the entries e = (i, j) of weights[e, h] * entries[e, d]</code>
    /// <para>The <see cref="CpuEngine"/> has no array of entries times columns but the gradient of the entries; other engines compose the same value, with arrays of [E, H * D].
    /// Cost: 2 E H D operations, the same to each side for the gradient.</para>
    /// </remarks>
    /// <param name="structure">The entries.</param>
    /// <param name="weights">[E, H] in the structure's entry order, H at least 1.</param>
    /// <param name="entries">[E, D] in the same order, D at least 1.</param>
    /// <returns>[rows, H * D]; 0 in a row without entries.</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit.</exception>
    public static Tensor EntrySums(SparseStructure structure, Tensor weights, Tensor entries)
    {
        CheckEntryRows(structure, entries, weights, nameof(weights));
        if (weights.Shape[0] != structure.EntryCount || weights.Shape[1] == 0)
        {
            throw new ArgumentException($"'weights' must be [{structure.EntryCount}, H] for {structure}, H at least 1, got {weights.Shape}.", nameof(weights));
        }

        Tensor y = Wrap(weights.Engine.EntrySums(structure, weights.View, entries.View), (structure.RowCount, weights.Shape[1] * entries.Shape[1]));
        return Records(weights, entries) ? y.From(new EntrySumsNode(structure, weights, entries)) : y;
    }

    private static void CheckEntryRows(SparseStructure structure, Tensor entries, Tensor other, string name)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(entries);
        Throw.IfNotFloating(other);
        Throw.IfOtherEngine(entries, other);
        Throw.IfNotRank(entries, 2);
        if (other.Shape.Rank != 2)
        {
            throw new ArgumentException($"'{name}' must be a matrix, got {other.Shape}.", name);
        }

        if (entries.Shape[0] != structure.EntryCount || entries.Shape[1] == 0)
        {
            throw new ArgumentException(
                $"'entries' must have a row for each of the {structure.EntryCount} entries, [{structure.EntryCount}, D], D at least 1, got {entries.Shape}.", nameof(entries));
        }
    }

    /// <summary>With d the gradient: the sums of the entries by d go to the rows, the mixes of the rows by d to the entries.</summary>
    private sealed class EntryDotsNode(SparseStructure structure, Tensor rows, Tensor entries) : GradNode(rows, entries)
    {
        private Saved _rows = new(rows);
        private Saved _entries = new(entries);

        internal override void Backward(Tensor gradient)
        {
            if (Wants(0))
            {
                GiveOwn(0, Wrap(gradient.Engine.EntrySums(structure, gradient.View, _entries.View), _rows.View.Shape));
            }

            if (Wants(1))
            {
                GiveOwn(1, Wrap(gradient.Engine.EntryMixes(structure, gradient.View, _rows.View), _entries.View.Shape));
            }
        }

        protected override void DropSaved()
        {
            _rows.Drop();
            _entries.Drop();
        }
    }

    /// <summary>With d the gradient: its inner products with the entries go to the weights, its mixes by the weights to the entries.</summary>
    private sealed class EntrySumsNode(SparseStructure structure, Tensor weights, Tensor entries) : GradNode(weights, entries)
    {
        private Saved _weights = new(weights);
        private Saved _entries = new(entries);

        internal override void Backward(Tensor gradient)
        {
            if (Wants(0))
            {
                GiveOwn(0, Wrap(gradient.Engine.EntryDots(structure, gradient.View, _entries.View), _weights.View.Shape));
            }

            if (Wants(1))
            {
                GiveOwn(1, Wrap(gradient.Engine.EntryMixes(structure, _weights.View, gradient.View), _entries.View.Shape));
            }
        }

        protected override void DropSaved()
        {
            _weights.Drop();
            _entries.Drop();
        }
    }
}
