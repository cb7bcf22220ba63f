using Gnn.Datasets.Parsing;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.GraphClassification;

/// <summary>A file of the TU collection with a line for each node, edge or graph, and cells that commas part.</summary>
/// <typeparam name="T">The type of a cell.</typeparam>
/// <param name="Cells">The cells, row after row.</param>
/// <param name="Columns">The number of cells of a row, at least 1 if there are rows.</param>
/// <param name="Path">What the file is called in messages.</param>
internal sealed record TuTable<T>(T[] Cells, int Columns, string Path)
{
    /// <summary>The number of rows.</summary>
    public int Rows => Columns == 0 ? 0 : Cells.Length / Columns;

    /// <summary>Passes if the table has a row for each of something.</summary>
    /// <exception cref="DataFormatException">It has not.</exception>
    public TuTable<T> RequireRows(int rows, string what) => Rows == rows
        ? this
        : throw new DataFormatException(Path, "", $"expected {rows} lines, one for each {what}, got {Rows}", "The file is cut short or belongs to another set: fetch it again.");

    /// <summary>The rows at some places.</summary>
    public TuTable<T> Take(ReadOnlySpan<int> places)
    {
        var cells = new T[places.Length * Columns];
        for (int i = 0; i < places.Length; i++)
        {
            Cells.AsSpan(places[i] * Columns, Columns).CopyTo(cells.AsSpan(i * Columns));
        }

        return this with { Cells = cells };
    }
}
