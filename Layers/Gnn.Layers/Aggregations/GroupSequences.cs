using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>Runs a recurrent cell over the rows of every group, in the order of entries: all groups at once, a step at a time, and none longer than it is.</summary>
internal static class GroupSequences
{
    /// <summary>The last state of each group, [G, outputs].</summary>
    internal static Tensor Run(SequenceCell cell, SparseStructure groups, Tensor x, SequenceEnd end)
    {
        int[] lengths = new int[groups.RowCount];
        int longest = 0;
        for (int group = 0; group < lengths.Length; group++)
        {
            lengths[group] = checked((int)groups.RowLength(group));
            longest = Math.Max(longest, lengths[group]);
        }

        if (longest == 0)
        {
            return Tensor.Zeros((groups.RowCount, cell.Outputs), x.Engine);
        }

        bool pads = end == SequenceEnd.LongestGroup;
        if (pads)
        {
            Array.Fill(lengths, longest);
        }

        // Longer groups stand first, so that those still running are the leading rows of the state.
        int[] order = [.. Enumerable.Range(0, lengths.Length)];
        order.AsSpan().Sort((left, right) => lengths[left] != lengths[right] ? lengths[right].CompareTo(lengths[left]) : left.CompareTo(right));
        using Tensor projected = Project(cell, x, pads);
        Tensor hidden = Tensor.Zeros((lengths.Length, cell.Outputs), x.Engine), memory = hidden;
        var finished = new List<Tensor>();
        int running = lengths.Length;
        for (int step = 0; step < longest; step++)
        {
            int before = running;
            while (lengths[order[running - 1]] <= step)
            {
                running--;
            }

            if (running < before)
            {
                finished.Add(hidden.Rows(running, before - running));
                (hidden, memory) = (hidden.Rows(0, running), memory.Rows(0, running));
            }

            using Tensor index = Tensor.Create(RowsOfStep(groups, order.AsSpan(0, running), step), running, x.Engine);
            using Tensor input = projected.GatherRows(index);
            (hidden, memory) = cell.Step(input, hidden, memory);
        }

        finished.Add(hidden);
        finished.Reverse();
        return InGroupOrder(finished, order);
    }

    private static Tensor Project(SequenceCell cell, Tensor x, bool pads)
    {
        if (!pads)
        {
            return cell.Project(x);
        }

        using Tensor withZeros = GroupRows.WithRow(x, 0);
        return cell.Project(withZeros);
    }

    private static int[] RowsOfStep(SparseStructure groups, ReadOnlySpan<int> running, int step)
    {
        int[] rows = new int[running.Length];
        for (int place = 0; place < rows.Length; place++)
        {
            ReadOnlySpan<int> members = groups.Row(running[place]);
            rows[place] = step < members.Length ? members[step] : groups.ColumnCount;
        }

        return rows;
    }

    private static Tensor InGroupOrder(List<Tensor> finished, int[] order)
    {
        using Tensor sorted = Tensor.Concatenate(finished.ToArray(), 0);
        int[] places = new int[order.Length];
        for (int place = 0; place < order.Length; place++)
        {
            places[order[place]] = place;
        }

        using Tensor index = Tensor.Create(places, places.Length, sorted.Engine);
        return sorted.GatherRows(index);
    }
}
