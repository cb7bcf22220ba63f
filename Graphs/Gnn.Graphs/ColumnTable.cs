using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>Named columns of one length: the data of a graph's nodes, of its edges, or of the graph as a whole.</summary>
/// <remarks>
/// Immutable; a graph makes it and ends it. The number of rows is declared and never guessed from a column. A column is a tensor of any type whose first
/// axis is the rows, or a sparse matrix. Columns keep the order in which they were added.
/// </remarks>
public sealed class ColumnTable
{
    private readonly (string Name, SharedColumn Data)[] _columns;

    internal ColumnTable(string rowName, long rowCount)
        : this(rowName, rowCount, [])
    {
    }

    private ColumnTable(string rowName, long rowCount, (string Name, SharedColumn Data)[] columns)
    {
        RowName = rowName;
        RowCount = rowCount;
        _columns = columns;
        Names = Array.AsReadOnly(Array.ConvertAll(columns, column => column.Name));
    }

    /// <summary>What a row is: <c>node</c>, <c>edge</c>, <c>hyperedge</c>, <c>incidence</c>, <c>event</c> or <c>graph</c>.</summary>
    public string RowName { get; }

    /// <summary>The number of rows, which every column has.</summary>
    public long RowCount { get; }

    /// <summary>The names of the columns, in the order in which they were added.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A dense column.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="InvalidOperationException">The column is sparse.</exception>
    public Tensor this[string name] => Find(name).Dense ?? throw new InvalidOperationException(
        $"The {RowName} column '{name}' is sparse {Find(name).Shape}: read it with Sparse(\"{name}\").");

    /// <summary>A sparse column.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The matrix, owned by the table.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="InvalidOperationException">The column is dense.</exception>
    public SparseTensor Sparse(string name) => Find(name).Sparse ?? throw new InvalidOperationException(
        $"The {RowName} column '{name}' is dense {Find(name).Shape}: read it with [\"{name}\"].");

    /// <summary>Whether there is a column.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True if there is, dense or sparse.</returns>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>Whether there is a sparse column.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True if there is one and it is sparse.</returns>
    public bool IsSparse(string name) => IndexOf(name) is >= 0 and int at && _columns[at].Data.Sparse is not null;

    /// <summary>A dense column, if there is one of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="column">The tensor, owned by the table.</param>
    /// <returns>False if there is no such column or it is sparse.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? column)
    {
        int at = IndexOf(name);
        column = at < 0 ? null : _columns[at].Data.Dense;
        return column is not null;
    }

    /// <summary>The number of rows and the columns with their shapes, for example <c>34 nodes: x sparse [34, 34], y Int32 [34]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string rows = string.Create(CultureInfo.InvariantCulture, $"{RowCount} {RowName}{(RowCount == 1 ? "" : "s")}");
        return _columns.Length == 0 ? $"{rows}: no columns" : $"{rows}: {string.Join(", ", _columns.Select(Describe))}";
    }

    /// <summary>The names after what has them, for a graph's line, or nothing if there are none.</summary>
    internal string NamesAfter(string rows) => Names.Count == 0 ? "" : $", {rows} {string.Join(' ', Names)}";

    internal ColumnTable With(string name, Tensor column, bool replace)
    {
        ArgumentNullException.ThrowIfNull(column);
        CheckAddition(name, column.Shape, replace);
        return With(name, SharedColumn.Hold(column));
    }

    internal ColumnTable With(string name, SparseTensor column, bool replace)
    {
        ArgumentNullException.ThrowIfNull(column);
        CheckAddition(name, column.Shape, replace);
        return With(name, SharedColumn.Hold(column));
    }

    internal ColumnTable Without(string name)
    {
        _ = Find(name);
        return new ColumnTable(RowName, RowCount, [.. _columns.Where(column => column.Name != name).Select(column => (column.Name, column.Data.Hold()))]);
    }

    internal ColumnTable Share() => new(RowName, RowCount, Array.ConvertAll(_columns, column => (column.Name, column.Data.Hold())));

    /// <summary>A table with this table's columns and then another's, of the same rows and other names.</summary>
    internal ColumnTable Joined(ColumnTable other) =>
        new(RowName, RowCount, [.. _columns.Concat(other._columns).Select(column => (column.Name, column.Data.Hold()))]);

    internal ColumnTable To(Engine engine) => new(RowName, RowCount, Array.ConvertAll(_columns, column => (column.Name, column.Data.HoldOn(engine))));

    internal void Release() => Array.ForEach(_columns, column => column.Data.Dispose());

    private static string Describe((string Name, SharedColumn Data) column) => column.Data.Dense switch
    {
        null => $"{column.Name} sparse {column.Data.Shape}",
        { IsDisposed: true } => $"{column.Name} disposed",
        { } dense => $"{column.Name} {dense.DataType} {dense.Shape}",
    };

    private ColumnTable With(string name, SharedColumn held)
    {
        int at = IndexOf(name);
        var columns = new (string Name, SharedColumn Data)[at < 0 ? _columns.Length + 1 : _columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = i == at || i == _columns.Length ? (name, held) : (_columns[i].Name, _columns[i].Data.Hold());
        }

        return new ColumnTable(RowName, RowCount, columns);
    }

    private void CheckAddition(string name, in Shape shape, bool replace)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!replace && Contains(name))
        {
            throw new ArgumentException($"There is a {RowName} column '{name}' already: choose another name, or say replace: true.", nameof(name));
        }

        if (shape.Rank == 0 || shape[0] != RowCount)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The {RowName} column '{name}' must have {RowCount} rows, one for each {RowName}, got {shape}."),
                nameof(name));
        }
    }

    private SharedColumn Find(string name) => IndexOf(name) is >= 0 and int at
        ? _columns[at].Data
        : throw new KeyNotFoundException(
            $"There is no {RowName} column '{name}'; there {(Names.Count == 0 ? "are none" : $"is: {string.Join(", ", Names)}")}.");

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.FindIndex(_columns, column => column.Name == name);
    }
}
