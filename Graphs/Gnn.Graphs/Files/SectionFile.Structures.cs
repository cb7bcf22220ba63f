using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Files;

internal sealed partial class SectionFile
{
    /// <summary>A structure with its transpose, as <see cref="SectionWriter.Add(string, SparseStructure)"/> wrote it.</summary>
    /// <param name="prefix">The name of the structure.</param>
    /// <param name="rows">The number of rows that it must have.</param>
    /// <param name="columns">The number of columns that it must have.</param>
    /// <param name="entries">The number of entries that it must have.</param>
    /// <returns>The structure, owned by the caller. Of what the arrays hold, only where the pointers begin and end is checked.</returns>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others.</exception>
    public SparseStructure Structure(string prefix, int rows, int columns, long entries)
    {
        SectionType type = Find($"{prefix}/pointers").Type;
        if (type != SectionType.Int64 && (type != SectionType.Int32 || entries > int.MaxValue))
        {
            throw new DataFormatException(Path, $"section '{prefix}/pointers'", $"expected int64, or int32 for fewer than 2^31 entries, got {type} for {entries}", Again);
        }

        var made = new List<IDisposable>();
        try
        {
            IndexArray pointers = Pointers($"{prefix}/pointers", rows);
            NativeArray<int> indices = Made(Array<int>($"{prefix}/columns", entries));
            IndexArray edges = Made(Indices($"{prefix}/edges", entries, type));
            IndexArray columnPointers = Pointers($"{prefix}/transpose/pointers", columns);
            NativeArray<int> rowIndices = Made(Array<int>($"{prefix}/transpose/columns", entries));
            IndexArray columnEdges = Made(Indices($"{prefix}/transpose/edges", entries, type));
            IndexArray entryIds = Made(Indices($"{prefix}/transpose/entries", entries, type));
            return SparseStructure.FromArrays(rows, columns, (pointers, indices, edges), (columnPointers, rowIndices, columnEdges, entryIds));
        }
        catch
        {
            made.ForEach(array => array.Dispose());
            throw;
        }

        T Made<T>(T array)
            where T : IDisposable
        {
            made.Add(array);
            return array;
        }

        IndexArray Pointers(string name, int count)
        {
            IndexArray array = Made(Indices(name, count + 1L, type));
            return array[0] == 0 && array[count] == entries
                ? array
                : throw new DataFormatException(
                    Path, $"section '{name}' at offset {Find(name).Offset}", $"expected pointers from 0 to {entries}, got {array[0]} to {array[count]}", Again);
        }
    }

    /// <summary>A copy of the offsets of some runs.</summary>
    /// <param name="name">The section.</param>
    /// <param name="count">The number of runs.</param>
    /// <param name="end">Where the last run must end.</param>
    /// <returns>count + 1 offsets. Of what they are, only the first and the last is checked.</returns>
    /// <exception cref="DataFormatException">The section is missing, or does not begin with 0 and end with <paramref name="end"/>.</exception>
    public int[] Offsets(string name, int count, int end)
    {
        using NativeArray<int> array = Array<int>(name, count + 1L);
        int[] offsets = array.Span().ToArray();
        return offsets[0] == 0 && offsets[count] == end
            ? offsets
            : throw new DataFormatException(
                Path, $"section '{name}' at offset {Find(name).Offset}", $"expected offsets from 0 to {end}, got {offsets[0]} to {offsets[count]}", Again);
    }

    /// <summary>A table of columns, as <see cref="SectionWriter.Add(ColumnTable, string?)"/> wrote it.</summary>
    /// <param name="rowName">What a row is.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="prefix">What it was written under; the row name if null.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <returns>The table, owned by the caller.</returns>
    /// <exception cref="DataFormatException">A section is missing or has another number of rows, or two columns have one name.</exception>
    public ColumnTable Table(string rowName, long rows, Func<DataType, Engine> engineOf, string? prefix = null)
    {
        prefix ??= rowName;
        var table = new ColumnTable(rowName, rows);
        try
        {
            foreach (SectionProperties column in Properties.Object("columns").Objects(prefix))
            {
                string name = column.Text("name");
                if (string.IsNullOrWhiteSpace(name) || table.Contains(name))
                {
                    throw new DataFormatException(Path, $"table, {rowName} columns", $"expected names that differ and are not blank, got '{name}' again or blank", Again);
                }

                ColumnTable longer = column.Boolean("sparse")
                    ? WithSparse(table, name, SectionWriter.SectionOf(prefix, name), (int)column.Integer("width", 0, int.MaxValue), engineOf)
                    : WithDense(table, name, SectionWriter.SectionOf(prefix, name), engineOf);
                table.Release();
                table = longer;
            }

            return table;
        }
        catch
        {
            table.Release();
            throw;
        }
    }

    private ColumnTable WithDense(ColumnTable table, string name, string section, Func<DataType, Engine> engineOf) =>
        table.With(name, Tensor(section, table.RowCount, engineOf), replace: false);

    private ColumnTable WithSparse(ColumnTable table, string name, string prefix, int width, Func<DataType, Engine> engineOf)
    {
        SectionEntry values = Check(
            Find($"{prefix}/values"), section => section.Type.Data() is { } type && type.IsFloating() && section.Shape.Rank == 1, "floating values, one for each entry");
        if (table.RowCount > int.MaxValue)
        {
            throw new DataFormatException(Path, $"section '{prefix}/pointers'", $"expected at most {int.MaxValue} rows of a sparse column, got {table.RowCount}", Again);
        }

        using SparseStructure structure = Structure(prefix, (int)table.RowCount, width, values.Shape[0]);
        return table.With(name, new SparseTensor(structure, Tensor(values.Name, values.Shape[0], engineOf)), replace: false);
    }
}
