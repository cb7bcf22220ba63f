using System.Numerics;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>The order of a group's rows by what they hold, found on the host; results are gathered, so that gradients are those of gathers.</summary>
/// <remarks>Equal numbers stand in the order of their rows, and a NaN is larger than every number.</remarks>
internal static class GroupOrder
{
    /// <summary>The lower median of every column, 0 for an empty group.</summary>
    internal static Tensor Median(SparseStructure groups, Tensor x)
    {
        int[] ranks = new int[groups.RowCount];
        for (int group = 0; group < ranks.Length; group++)
        {
            ranks[group] = checked((int)(groups.RowLength(group) - 1)) / 2;
        }

        long[][] places = Places(groups, x, ranksPerGroup: 1, [ranks]);
        return Gather(groups, x, places[0], ranksPerGroup: 1, emptyValue: 0);
    }

    /// <summary>The elements at some places, as one row for each group; an empty group's are one value.</summary>
    internal static Tensor Gather(SparseStructure groups, Tensor x, long[] places, int ranksPerGroup, double emptyValue)
    {
        using Tensor flat = x.Reshape((x.Shape.Count, 1));
        using Tensor withEmpty = GroupRows.WithRow(flat, emptyValue);
        using Tensor index = Tensor.Create(places, places.LongLength, x.Engine);
        return withEmpty.GatherRows(index).Reshape((groups.RowCount, ranksPerGroup * x.Shape[1]));
    }

    /// <summary>Where in x, row-major, the elements of some ranks are: for each group, rank and column, once for each list of ranks. Past the end for an empty
    /// group.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="x">[columns of groups, F].</param>
    /// <param name="ranksPerGroup">The number of ranks of each group in a list.</param>
    /// <param name="ranks">Lists of ranks, group by group, from 0 for the smallest.</param>
    internal static long[][] Places(SparseStructure groups, Tensor x, int ranksPerGroup, int[][] ranks) => x.DataType == DataType.Float32
        ? Places<float>(groups, x, ranksPerGroup, ranks)
        : Places<double>(groups, x, ranksPerGroup, ranks);

    /// <summary>The rows of each group in falling order of the last column; equal ones in the order of their rows.</summary>
    /// <returns>Rows of x, group by group.</returns>
    internal static int[] RowsByLastColumn(SparseStructure groups, Tensor x)
    {
        long last = x.Shape[1] - 1;
        using Tensor column = x.Detach().Columns(last, 1);
        double[] values = column.ToArray<double>();
        int[] rows = groups.ColumnIndices.Span().ToArray();
        int start = 0;
        for (int group = 0; group < groups.RowCount; group++)
        {
            int length = (int)groups.RowLength(group);
            rows.AsSpan(start, length).Sort(new ByElement<double>(values, 1, 0, isFalling: true));
            start += length;
        }

        return rows;
    }

    private static long[][] Places<T>(SparseStructure groups, Tensor x, int ranksPerGroup, int[][] ranks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = x.ToArray<T>();
        int columns = checked((int)x.Shape[1]);
        long[][] places = Array.ConvertAll(ranks, _ => new long[checked(groups.RowCount * ranksPerGroup * columns)]);
        int[] rows = [];
        for (int group = 0; group < groups.RowCount; group++)
        {
            ReadOnlySpan<int> members = groups.Row(group);
            if (members.Length > rows.Length)
            {
                rows = new int[Math.Max(members.Length, 2 * rows.Length)];
            }

            Span<int> sorted = rows.AsSpan(0, members.Length);
            for (int column = 0; column < columns; column++)
            {
                members.CopyTo(sorted);
                sorted.Sort(new ByElement<T>(values, columns, column, isFalling: false));
                for (int list = 0; list < ranks.Length; list++)
                {
                    for (int k = 0; k < ranksPerGroup; k++)
                    {
                        int slot = (group * ranksPerGroup) + k;
                        places[list][((long)slot * columns) + column] = sorted.Length == 0
                            ? values.LongLength
                            : ((long)sorted[ranks[list][slot]] * columns) + column;
                    }
                }
            }
        }

        return places;
    }

    /// <summary>Rows by an element of theirs, then by number: a total order, so that every sort gives the same.</summary>
    private readonly struct ByElement<T>(T[] values, int stride, int column, bool isFalling) : IComparer<int>
        where T : IFloatingPointIeee754<T>
    {
        public int Compare(int x, int y)
        {
            T left = values[((long)x * stride) + column], right = values[((long)y * stride) + column];
            int order = left < right ? -1 : left > right ? 1 : T.IsNaN(left).CompareTo(T.IsNaN(right));
            return order == 0 ? x.CompareTo(y) : isFalling ? -order : order;
        }
    }
}
