using System.Globalization;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Which columns of a table are read, as what, and into which place of a row.</summary>
internal sealed class ColumnPlan
{
    private readonly string _path;
    private readonly string _header;
    private readonly List<string> _names;
    private readonly ColumnKind[] _kinds;
    private readonly int[] _slots;

    internal ColumnPlan(string path, TableFormat format, List<string> names, MissingValues missing, TimeNotation times, string header)
    {
        (_path, Format, Missing, Times, _header) = (path, format, missing, times, header);
        _names = format.HasHeader ? names : [.. Enumerable.Range(1, names.Count).Select(place => place.ToString(CultureInfo.InvariantCulture))];
        _kinds = new ColumnKind[names.Count];
        _slots = new int[names.Count];
        Markers = [.. format.MissingMarkers.Select(Encoding.UTF8.GetBytes)];
        var places = new Dictionary<string, int>();
        for (int place = 0; place < _names.Count; place++)
        {
            if (!places.TryAdd(_names[place], place))
            {
                throw new DataFormatException(
                    path, header, $"expected column names that differ, got '{_names[place]}' as column {places[_names[place]] + 1} and as column {place + 1}", "Rename one.");
            }
        }
    }

    internal string Path => _path;

    internal TableFormat Format { get; }

    internal MissingValues Missing { get; }

    internal TimeNotation Times { get; }

    internal byte[][] Markers { get; }

    internal ReadOnlySpan<ColumnKind> Kinds => _kinds;

    internal ReadOnlySpan<int> Slots => _slots;

    internal IReadOnlyList<string> Names => _names;

    internal int KeyCount { get; private set; }

    internal int NumberCount { get; private set; }

    internal int WholeCount { get; private set; }

    /// <summary>Gives a column a role.</summary>
    /// <returns>Its place among the values of its sort in a row.</returns>
    internal int Add(string name, ColumnKind kind, string role)
    {
        int column = _names.IndexOf(name);
        if (column < 0)
        {
            throw new DataFormatException(
                _path, _header, $"expected a column '{name}' ({role}), got {string.Join(", ", _names.Take(50).Select(known => $"'{known}'"))}{(_names.Count > 50 ? ", ..." : "")}",
                "Name one of these.");
        }

        if (_kinds[column] != ColumnKind.Skip)
        {
            throw new ArgumentException($"The column '{name}' of '{_path}' has two roles, one of them {role}: give each column one.", role);
        }

        _kinds[column] = kind;
        return _slots[column] = kind switch
        {
            ColumnKind.Number or ColumnKind.Sign => NumberCount++,
            ColumnKind.Time or ColumnKind.Index => WholeCount++,
            _ => KeyCount++,
        };
    }

    internal int AddId(string name, IdKind kind, string role) => Add(
        name,
        kind switch { IdKind.Index => ColumnKind.Index, IdKind.Integer => ColumnKind.IntegerId, _ => ColumnKind.TextId },
        role);

    /// <summary>Gives columns the role of numbers, in their order; a name that ends in * stands for all columns without a role that begin so.</summary>
    /// <returns>The names.</returns>
    internal string[] AddNumbers(IEnumerable<string> names, string role)
    {
        var added = new List<string>();
        foreach (string name in names)
        {
            bool isPattern = name.EndsWith('*') && !_names.Contains(name);
            string[] meant = isPattern
                ? [.. _names.Where((known, place) => _kinds[place] == ColumnKind.Skip && known.StartsWith(name[..^1], StringComparison.Ordinal))]
                : [name];
            foreach (string column in meant)
            {
                Add(column, ColumnKind.Number, role);
            }

            if (meant.Length == 0 && name != "*")
            {
                throw new DataFormatException(_path, _header, $"expected columns '{name}' ({role}), got {string.Join(", ", _names.Take(50).Select(known => $"'{known}'"))}");
            }

            added.AddRange(meant);
        }

        return [.. added];
    }
}
