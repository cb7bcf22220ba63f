using System.Diagnostics;

namespace Gnn.Graphs.Transforms;

/// <summary>Groups of rows: group g has rows <c>Rows[Starts[g]]</c> to <c>Rows[Starts[g + 1] - 1]</c>, in ascending order.</summary>
internal readonly record struct RowGroups(int[] Rows, int[] Starts)
{
    public int Count => Starts.Length - 1;

    public ReadOnlySpan<int> Of(int group) => Rows.AsSpan(Starts[group], Starts[group + 1] - Starts[group]);

    /// <summary>The first row of each group; none is empty.</summary>
    public int[] First()
    {
        int[] first = new int[Count];
        for (int group = 0; group < first.Length; group++)
        {
            Debug.Assert(Starts[group] < Starts[group + 1], "A group has no rows.");
            first[group] = Rows[Starts[group]];
        }

        return first;
    }

    /// <summary>Reduces the rows of a group, each of as many elements as the result; of an empty group the result is 0.</summary>
    public void Reduce(ReadOnlySpan<double> values, int width, int group, Span<double> result, EdgeReduction reduction)
    {
        ReadOnlySpan<int> rows = Of(group);
        if (rows.Length == 1 && width == 1)
        {
            // Most groups of edges are one edge with one weight.
            result[0] = values[rows[0]];
            return;
        }

        result.Clear();
        if (rows.Length == 0)
        {
            return;
        }

        values.Slice(rows[0] * width, width).CopyTo(result);
        if (reduction == EdgeReduction.First)
        {
            return;
        }

        foreach (int row in rows[1..])
        {
            ReadOnlySpan<double> next = values.Slice(row * width, width);
            for (int i = 0; i < width; i++)
            {
                result[i] = reduction switch
                {
                    EdgeReduction.Max => Math.Max(result[i], next[i]),
                    EdgeReduction.Min => Math.Min(result[i], next[i]),
                    _ => result[i] + next[i],
                };
            }
        }

        if (reduction == EdgeReduction.Mean)
        {
            for (int i = 0; i < width; i++)
            {
                result[i] /= rows.Length;
            }
        }
    }
}
