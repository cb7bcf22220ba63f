namespace Gnn.Datasets.Tables;

/// <summary>A column that says of what sort each row is: sorts are numbered by first appearance, and a missing one is -1.</summary>
/// <param name="slot">Its place among the keys of a row.</param>
/// <param name="names">What the sorts may be named; null for anything.</param>
/// <param name="column">The column, for messages about names.</param>
internal sealed class CategoryRows(int slot, NameLimit? names = null, string column = "")
{
    private readonly Column<int> _values = new();
    private IdKey[] _keys = [];

    internal IdTable Names { get; } = new();

    internal Span<int> Values => _values.Values;

    /// <summary>Takes the kept rows of a block.</summary>
    /// <returns>Their sorts.</returns>
    internal ReadOnlySpan<int> Add(TableBlock block, RowSource source, int stride, ReadOnlySpan<int> rows, long expectedRows)
    {
        if (_keys.Length < rows.Length)
        {
            _keys = new IdKey[rows.Length];
        }

        for (int i = 0; i < rows.Length; i++)
        {
            _keys[i] = block.Keys[(rows[i] * stride) + slot];
        }

        Span<int> added = _values.Extend(rows.Length, expectedRows);
        int known = Names.Count;
        Names.Resolve(block.Text, _keys.AsSpan(0, rows.Length), added, adds: true);
        if (names?.FindWrong(Names, known, added, out string problem) is >= 0 and int at)
        {
            throw names.Wrong(block, source, rows[at], column, problem);
        }

        return added;
    }

    internal string NameOf(int value) => System.Text.Encoding.UTF8.GetString(Names.Utf8(value));
}
