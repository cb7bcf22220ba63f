using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>The k rows of a group that are largest in the last column, in falling order, side by side; rows of 0 where a group has fewer.</summary>
/// <remarks>
/// <code>
/// y_i = [x_(1) | x_(2) | ... | x_(k)],  x_(1) the row of group i with the largest last column
/// X: [N, F], Y: [G, k F]
/// </code>
/// <para>Paper: M. Zhang, Z. Cui, M. Neumann and Y. Chen, "An End-to-End Deep Learning Architecture for Graph Classification", AAAI 2018 (SortPool), which breaks
/// ties by earlier columns. Here equal rows stand in the order of their numbers, and a NaN before every number.</para>
/// <para>The order has no gradient; rows have that of a gather. Cost: E log n operations on one thread for groups of n rows, and G k F for the rows.</para>
/// </remarks>
public sealed class SortAggregation : IAggregation
{
    private readonly int _count;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="count">k, the number of rows that are kept of each group, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public SortAggregation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => checked(_count * inputs);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        if (x.Shape[1] == 0)
        {
            throw new ArgumentException($"Rows are sorted by their last column, but 'x' has none: {x.Shape}.", nameof(x));
        }

        int[] sorted = GroupOrder.RowsByLastColumn(groups, x);
        int[] kept = new int[checked(groups.RowCount * _count)];
        Array.Fill(kept, groups.ColumnCount);
        int start = 0;
        for (int group = 0; group < groups.RowCount; group++)
        {
            int length = (int)groups.RowLength(group);
            sorted.AsSpan(start, Math.Min(length, _count)).CopyTo(kept.AsSpan(group * _count));
            start += length;
        }

        using Tensor withZeros = GroupRows.WithRow(x, 0);
        using Tensor index = Tensor.Create(kept, kept.Length, x.Engine);
        return withZeros.GatherRows(index).Reshape((groups.RowCount, OutputsFor((int)x.Shape[1])));
    }
}
