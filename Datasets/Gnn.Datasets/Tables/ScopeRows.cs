namespace Gnn.Datasets.Tables;

/// <summary>The columns of a node table that place its rows: the scope of each, a graph or a type, and what is said of the whole scope.</summary>
/// <param name="ids">The nodes, each in its scope.</param>
/// <param name="column">The column of scopes.</param>
/// <param name="slot">Its place among the keys of a row.</param>
/// <param name="label">The column of the labels of scopes, if there is one.</param>
/// <param name="labelSlot">Its place among the keys of a row, or -1.</param>
internal sealed class ScopeRows(ScopedIds ids, string column, int slot, string? label, int labelSlot)
{
    private readonly Column<int> _labelOf = new();
    private CategoryRows? _labels;

    internal ScopedIds Ids => ids;

    internal string Column => column;

    internal int Slot => slot;

    /// <summary>The names of the labels of scopes, by first appearance.</summary>
    internal IdTable Classes => _labels?.Names ?? new IdTable();

    /// <summary>The label of each scope, -1 for one without.</summary>
    internal Span<int> Labels => _labelOf.Values;

    /// <summary>Takes the labels of scopes from rows whose nodes are known; all rows of a scope must agree, but for those that say nothing.</summary>
    internal void AddLabels(TableBlock block, RowSource source, int stride, ReadOnlySpan<int> kept, long expectedRows)
    {
        if (labelSlot < 0)
        {
            return;
        }

        _labels ??= new CategoryRows(labelSlot);
        _labelOf.Extend(ids.Scopes.Count - _labelOf.Count, 0).Fill(-1);
        ReadOnlySpan<int> values = _labels.Add(block, source, stride, kept, expectedRows);
        ReadOnlySpan<int> scopes = ids.ScopeOf[(ids.Count - kept.Length)..];
        for (int i = 0; i < kept.Length; i++)
        {
            ref int known = ref _labelOf.Values[scopes[i]];
            if (values[i] >= 0 && known >= 0 && values[i] != known)
            {
                throw source.AtRow(
                    block, kept[i], label!, $"expected the label that other rows give the {ids.ScopeName} '{ids.NameOfScope(scopes[i])}', '{_labels.NameOf(known)}', got '{_labels.NameOf(values[i])}'",
                    $"Give all nodes of a {ids.ScopeName} one label of it, or some of them none.");
            }

            known = values[i] >= 0 ? values[i] : known;
        }
    }
}
