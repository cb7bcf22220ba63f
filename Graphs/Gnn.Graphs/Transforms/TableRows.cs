using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Tables made of the rows of other tables.</summary>
internal static class TableRows
{
    /// <summary>A row that no row of the old table becomes.</summary>
    public const int None = -1;

    /// <summary>Row i of the result is row rows[i] of the table; <see cref="None"/> makes a row of zeros.</summary>
    public static ColumnTable Take(ColumnTable table, ReadOnlySpan<int> rows)
    {
        int[] ids = rows.ToArray();
        return Map(table, table.RowName, ids.Length, column => Take(column, ids), column => Take(column, ids));
    }

    /// <summary>Row g of the result reduces the rows of group g.</summary>
    public static ColumnTable Reduce(ColumnTable table, RowGroups groups, EdgeReduction reduction)
    {
        int[]? first = null;
        return Map(
            table,
            table.RowName,
            groups.Count,
            column => reduction == EdgeReduction.First || !column.DataType.IsFloating() ? Take(column, first ??= groups.First()) : Reduce(column, groups, reduction),
            column => Take(column, first ??= groups.First()));
    }

    /// <summary>A table with every column replaced, and named anew if asked; the caller owns it.</summary>
    public static ColumnTable Map(
        ColumnTable table, string rowName, long rowCount, Func<Tensor, Tensor> dense, Func<SparseTensor, SparseTensor> sparse, Func<string, string>? rename = null)
    {
        using NoGrad noGrad = NoGrad.Open();
        var result = new ColumnTable(rowName, rowCount);
        foreach (string old in table.Names)
        {
            string name = rename is null ? old : rename(old);
            result = Replace(result, table.IsSparse(old)
                ? result.With(name, sparse(table.Sparse(old)), replace: false)
                : result.With(name, dense(table[old]), replace: false));
        }

        return result;
    }

    /// <summary>A table with one more dense column, or with a column in place of the one of that name; the table given ends.</summary>
    public static ColumnTable With(ColumnTable table, string name, Tensor column) => Replace(table, table.With(name, column, replace: true));

    /// <summary>Rows of a dense column of any type.</summary>
    public static Tensor Take(Tensor column, int[] rows)
    {
        if (Array.IndexOf(rows, None) < 0)
        {
            using Tensor index = Tensor.Create(rows, rows.Length, column.Engine);
            return column.GatherRows(index);
        }

        return column.DataType switch
        {
            DataType.Int32 => Take<int>(column, rows),
            DataType.Int64 => Take<long>(column, rows),
            DataType.Bool => Take<bool>(column, rows),
            _ => Take<double>(column, rows),
        };
    }

    /// <summary>Rows of a sparse column.</summary>
    public static SparseTensor Take(SparseTensor column, int[] rows)
    {
        SparseStructure structure = column.Structure;
        int[] pointers = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            pointers[i + 1] = checked(pointers[i] + (rows[i] == None ? 0 : (int)structure.RowLength(rows[i])));
        }

        int[] columns = new int[pointers[^1]];
        int[] entries = new int[columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = pointers[i]; k < pointers[i + 1]; k++)
            {
                entries[k] = checked((int)structure.RowPointers[rows[i]]) + k - pointers[i];
                columns[k] = structure.ColumnIndices[entries[k]];
            }
        }

        using SparseStructure taken = SparseStructure.FromRows(structure.ColumnCount, pointers, columns);
        return new SparseTensor(taken, Take(column.Values, entries));
    }

    /// <summary>The groups' values of a floating column.</summary>
    public static Tensor Reduce(Tensor column, RowGroups groups, EdgeReduction reduction)
    {
        int width = checked((int)column.Shape.With(0, 1).Count);
        double[] values = column.ToArray<double>();
        double[] reduced = new double[checked(groups.Count * width)];
        for (int group = 0; group < groups.Count; group++)
        {
            groups.Reduce(values, width, group, reduced.AsSpan(group * width, width), reduction);
        }

        return Tensor.Create(reduced, column.Shape.With(0, groups.Count), column.Engine);
    }

    private static Tensor Take<T>(Tensor column, int[] rows)
        where T : unmanaged
    {
        int width = checked((int)column.Shape.With(0, 1).Count);
        T[] values = column.ToArray<T>();
        var taken = new T[checked(rows.Length * width)];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] != None)
            {
                values.AsSpan(rows[i] * width, width).CopyTo(taken.AsSpan(i * width, width));
            }
        }

        return Tensor.Create(taken, column.Shape.With(0, rows.Length), column.Engine);
    }

    private static ColumnTable Replace(ColumnTable table, ColumnTable next)
    {
        table.Release();
        return next;
    }
}
