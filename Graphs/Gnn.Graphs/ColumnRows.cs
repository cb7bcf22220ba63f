using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>Tables made from the rows of others: runs, choices, one after another, padded, under another name of the rows.</summary>
/// <remarks>Every table returned holds its columns and is given to a graph, which ends it. Nothing is recorded for gradients.</remarks>
internal static class ColumnRows
{
    /// <summary>The same columns, shared, of rows that are called something else.</summary>
    public static ColumnTable Rename(ColumnTable table, string rowName) => Build(table, rowName, table.RowCount, column => column, column => column);

    /// <summary>A run of rows; dense columns share their memory.</summary>
    public static ColumnTable Slice(ColumnTable table, long start, long count, string? rowName = null) => Build(
        table, rowName ?? table.RowName, count, column => column.Rows(start, count), column => Slice(column, checked((int)start), checked((int)count)));

    /// <summary>Chosen rows in the order given, of all columns but one if it is named; a row may be chosen several times.</summary>
    public static ColumnTable Gather(ColumnTable table, int[] rows, string? rowName = null, string? except = null) => Build(
        table,
        rowName ?? table.RowName,
        rows.Length,
        column => Gather(column, rows),
        column => Gather(column, rows),
        name => name == except ? null : name);

    /// <summary>The columns between rows of zeros, under names with a prefix.</summary>
    public static ColumnTable Pad(ColumnTable table, string rowName, int before, int after, string prefix) => Build(
        table, rowName, before + table.RowCount + after, column => Pad(column, before, after), column => Pad(column, before, after), name => prefix + name);

    /// <summary>The columns whose names have a prefix, without it, of a run of rows.</summary>
    public static ColumnTable Unpad(ColumnTable table, string rowName, int start, int count, string prefix) => Build(
        table,
        rowName,
        count,
        column => column.Rows(start, count),
        column => Slice(column, start, count),
        name => name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length ? name[prefix.Length..] : null);

    /// <summary>Where the first column is, or null if no table has one.</summary>
    public static Engine? EngineOf(params ReadOnlySpan<ColumnTable> tables)
    {
        foreach (ColumnTable table in tables)
        {
            if (table.Names.Count > 0)
            {
                string name = table.Names[0];
                return table.IsSparse(name) ? table.Sparse(name).Engine : table[name].Engine;
            }
        }

        return null;
    }

    /// <summary>The columns of two tables of the same rows side by side; both are ended.</summary>
    public static ColumnTable Join(ColumnTable left, ColumnTable right)
    {
        foreach (string name in right.Names)
        {
            left = right.IsSparse(name) ? Add(left, name, right.Sparse(name)) : Add(left, name, right[name]);
        }

        right.Release();
        return left;
    }

    /// <summary>The rows of tables one after another; the tables must be <see cref="CheckAlike">alike</see>.</summary>
    public static ColumnTable Concatenate(IReadOnlyList<ColumnTable> tables, string rowName)
    {
        ColumnTable first = tables[0];
        long rows = tables.Sum(table => table.RowCount);
        var result = new ColumnTable(rowName, rows);
        foreach (string name in first.Names)
        {
            using (NoGrad.Open())
            {
                result = first.IsSparse(name)
                    ? Add(result, name, Concatenate([.. tables.Select(table => table.Sparse(name))]))
                    : Add(result, name, Tensor.Concatenate([.. tables.Select(table => table[name])], 0));
            }
        }

        return result;
    }

    /// <summary>Throws unless a graph's table has the columns of the first graph's, of the same types and widths.</summary>
    public static void CheckAlike(ColumnTable first, ColumnTable other, int index, string parameter)
    {
        if (!first.Names.Order(StringComparer.Ordinal).SequenceEqual(other.Names.Order(StringComparer.Ordinal)))
        {
            throw new ArgumentException(
                $"All graphs must have the same {first.RowName} columns: graph 0 has [{string.Join(", ", first.Names)}], graph {index} has [{string.Join(", ", other.Names)}].",
                parameter);
        }

        foreach (string name in first.Names)
        {
            if (Format(first, name) != Format(other, name))
            {
                throw new ArgumentException(
                    $"The {first.RowName} column '{name}' must have one type and width in all graphs: graph 0 has {Format(first, name)}, graph {index} has {Format(other, name)}.",
                    parameter);
            }
        }
    }

    private static string Format(ColumnTable table, string name) => table.IsSparse(name)
        ? $"sparse {table.Sparse(name).Values.DataType} [rows, {table.Sparse(name).Structure.ColumnCount}] on {table.Sparse(name).Engine.Name}"
        : $"{table[name].DataType} {table[name].Shape.With(0, 1)} a row on {table[name].Engine.Name}";

    private static ColumnTable Build(
        ColumnTable source,
        string rowName,
        long rowCount,
        Func<Tensor, Tensor> dense,
        Func<SparseTensor, SparseTensor> sparse,
        Func<string, string?>? rename = null)
    {
        var result = new ColumnTable(rowName, rowCount);
        foreach (string name in source.Names)
        {
            string? newName = rename is null ? name : rename(name);
            if (newName is not null)
            {
                using (NoGrad.Open())
                {
                    result = source.IsSparse(name)
                        ? Add(result, newName, sparse(source.Sparse(name)))
                        : Add(result, newName, dense(source[name]));
                }
            }
        }

        return result;
    }

    private static ColumnTable Add(ColumnTable table, string name, Tensor column)
    {
        ColumnTable result = table.With(name, column, replace: false);
        table.Release();
        return result;
    }

    private static ColumnTable Add(ColumnTable table, string name, SparseTensor column)
    {
        ColumnTable result = table.With(name, column, replace: false);
        table.Release();
        return result;
    }

    private static Tensor Gather(Tensor column, int[] rows)
    {
        using Tensor index = Tensor.Create(rows, rows.Length, column.Engine);
        return column.GatherRows(index);
    }

    private static SparseTensor Slice(SparseTensor column, int start, int count) => Gather(column, [.. Enumerable.Range(start, count)]);

    private static SparseTensor Gather(SparseTensor column, int[] rows)
    {
        SparseStructure structure = column.Structure;
        int[] pointers = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            pointers[row + 1] = checked(pointers[row] + (int)structure.RowLength(rows[row]));
        }

        int[] columns = new int[pointers[^1]];
        int[] entries = new int[pointers[^1]];
        for (int row = 0; row < rows.Length; row++)
        {
            structure.Row(rows[row]).CopyTo(columns.AsSpan(pointers[row]));
            long begin = structure.RowPointers[rows[row]];
            for (int entry = pointers[row]; entry < pointers[row + 1]; entry++)
            {
                entries[entry] = checked((int)(begin + entry - pointers[row]));
            }
        }

        using SparseStructure gathered = SparseStructure.FromRows(structure.ColumnCount, pointers, columns);
        return new SparseTensor(gathered, Gather(column.Values, entries));
    }

    private static SparseTensor Concatenate(SparseTensor[] parts)
    {
        List<int> pointers = [0];
        List<int> columns = [];
        foreach (SparseStructure structure in parts.Select(part => part.Structure))
        {
            for (int row = 0; row < structure.RowCount; row++)
            {
                columns.AddRange(structure.Row(row));
                pointers.Add(columns.Count);
            }
        }

        using SparseStructure whole = SparseStructure.FromRows(parts[0].Structure.ColumnCount, pointers.ToArray(), columns.ToArray());
        return new SparseTensor(whole, Tensor.Concatenate([.. parts.Select(part => part.Values)], 0));
    }

    private static SparseTensor Pad(SparseTensor column, int before, int after)
    {
        SparseStructure structure = column.Structure;
        int[] pointers = new int[before + structure.RowCount + after + 1];
        for (int row = 0; row <= structure.RowCount + after; row++)
        {
            pointers[before + row] = checked((int)structure.RowPointers[Math.Min(row, structure.RowCount)]);
        }

        using SparseStructure padded = SparseStructure.FromRows(structure.ColumnCount, pointers, structure.ColumnIndices.Span());
        return new SparseTensor(padded, column.Values.Reshape(column.Values.Shape));
    }

    private static Tensor Pad(Tensor column, int before, int after)
    {
        using Tensor above = Zeros(before);
        using Tensor below = Zeros(after);
        return Tensor.Concatenate([above, column, below], 0);

        Tensor Zeros(int rows)
        {
            Shape shape = column.Shape.With(0, rows);
            int count = checked((int)shape.Count);
            return column.DataType switch
            {
                DataType.Int32 => Tensor.Create(new int[count], shape, column.Engine),
                DataType.Int64 => Tensor.Create(new long[count], shape, column.Engine),
                DataType.Bool => Tensor.Create(new bool[count], shape, column.Engine),
                _ => Tensor.Zeros(shape, column.Engine),
            };
        }
    }
}
