using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>What aggregations share: checks, reductions and the rows of a group's entries.</summary>
internal static class GroupRows
{
    /// <summary>Refuses what is not [columns of groups, F].</summary>
    internal static void Check(SparseStructure groups, Tensor x, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(x, name);
        if (!x.DataType.IsFloating() || x.Shape.Rank != 2 || x.Shape[0] != groups.ColumnCount)
        {
            throw new ArgumentException(
                $"'{name}' must be floating [{groups.ColumnCount}, F], a row for each column of {groups}, got {x.DataType} {x.Shape}.", name);
        }
    }

    /// <summary>The same where F is given.</summary>
    internal static void Check(SparseStructure groups, Tensor x, int inputs, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        Check(groups, x, name);
        if (x.Shape[1] != inputs)
        {
            throw new ArgumentException($"'{name}' must be [{groups.ColumnCount}, {inputs}], the columns that the aggregation takes, got {x.Shape}.", name);
        }
    }

    /// <summary>One row for each group, without the entries' rows in memory.</summary>
    internal static Tensor Reduce(SparseStructure groups, Tensor x, Reduction reduction = Reduction.Sum) =>
        groups.ColumnsAreEntries ? Tensor.SegmentReduce(groups, x, reduction) : Tensor.SpMM(groups, values: null, x, reduction);

    /// <summary>The row of each entry, [E, F]; it shares x's memory where columns are entries.</summary>
    internal static Tensor OfEntries(SparseStructure groups, Tensor x) =>
        groups.ColumnsAreEntries ? x.Reshape(x.Shape) : Tensor.ExpandRows(groups, x, transposed: true);

    /// <summary>The softmax of the columns' scores over each group, [E, H].</summary>
    internal static Tensor Softmax(SparseStructure groups, Tensor scores)
    {
        using Tensor ofEntries = OfEntries(groups, scores);
        return Tensor.EdgeSoftmax(groups, ofEntries);
    }

    /// <summary>The number of rows of each group, [G, 1].</summary>
    internal static Tensor Counts(SparseStructure groups, Engine engine)
    {
        float[] counts = new float[groups.RowCount];
        for (int group = 0; group < counts.Length; group++)
        {
            counts[group] = groups.RowLength(group);
        }

        return Tensor.Create(counts, (counts.Length, 1), engine);
    }

    /// <summary>y where a group has rows, and 0 where it has none.</summary>
    internal static Tensor ZeroWhereEmpty(SparseStructure groups, Tensor y)
    {
        if (!HasEmpty(groups))
        {
            return y;
        }

        using Tensor counts = Counts(groups, y.Engine);
        using Tensor zeros = Tensor.Zeros(y.Shape, y.Engine);
        using Tensor hasRows = counts.Compare(ComparisonOperation.Greater, zeros);
        return hasRows.Select(y, zeros);
    }

    /// <summary>x with one more row below, of one value: what an index past the end means.</summary>
    internal static Tensor WithRow(Tensor x, double value)
    {
        using Tensor row = Tensor.Full((1, x.Shape[1]), value, x.Engine);
        return Tensor.Concatenate([x, row], 0);
    }

    private static bool HasEmpty(SparseStructure groups)
    {
        for (int group = 0; group < groups.RowCount; group++)
        {
            if (groups.RowLength(group) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
