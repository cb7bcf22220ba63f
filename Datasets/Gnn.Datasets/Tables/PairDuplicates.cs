using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Finds the rows that name the same two ends.</summary>
internal static class PairDuplicates
{
    /// <summary>The rows that come first among those of the same ends, ascending; of one group of equal rows at a time, <paramref name="visit"/> sees all.</summary>
    internal static int[] FirstRows(ReadOnlySpan<int> firsts, ReadOnlySpan<int> seconds, bool isUndirected, Action<int[], int, int>? visit = null)
    {
        (long[] keys, int[] order) = Sort(firsts, seconds, isUndirected);
        var isKept = new bool[keys.Length];
        int kept = 0;
        for (int start = 0; start < keys.Length; kept++)
        {
            int end = EndOfRun(keys, start);
            isKept[order[start]] = true;
            visit?.Invoke(order, start, end);
            start = end;
        }

        int[] rows = new int[kept];
        for (int row = 0, next = 0; row < isKept.Length; row++)
        {
            if (isKept[row])
            {
                rows[next++] = row;
            }
        }

        return rows;
    }

    /// <summary>Throws if two rows name the same ends: the first row of the file that repeats another.</summary>
    internal static void Refuse(
        RowSource source, ReadOnlySpan<int> firsts, ReadOnlySpan<int> seconds, bool isUndirected, ReadOnlySpan<long> places, string thing,
        Func<int, string> firstNameOf, Func<int, string> secondNameOf)
    {
        (long[] keys, int[] order) = Sort(firsts, seconds, isUndirected);
        (int before, int repeated) = (-1, int.MaxValue);
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i] == keys[i - 1] && order[i] < repeated)
            {
                (before, repeated) = (order[i - 1], order[i]);
            }
        }

        if (before >= 0)
        {
            throw new DataFormatException(
                source.Path, source.NameOf(places[repeated]),
                $"expected each {thing} once, got '{firstNameOf(firsts[repeated])}', '{secondNameOf(seconds[repeated])}' again after {source.NameOf(places[before])}",
                "Remove one, or choose what duplicates count as.");
        }
    }

    // Rows by their ends, equal ones in the order of the file.
    private static (long[] Keys, int[] Order) Sort(ReadOnlySpan<int> firsts, ReadOnlySpan<int> seconds, bool isUndirected)
    {
        var keys = new long[firsts.Length];
        var order = new int[firsts.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            (int one, int other) = isUndirected && firsts[row] > seconds[row] ? (seconds[row], firsts[row]) : (firsts[row], seconds[row]);
            keys[row] = ((long)one << 32) | (uint)other;
            order[row] = row;
        }

        Array.Sort(keys, order);
        for (int start = 0; start < keys.Length;)
        {
            int end = EndOfRun(keys, start);
            order.AsSpan(start, end - start).Sort();
            start = end;
        }

        return (keys, order);
    }

    private static int EndOfRun(long[] keys, int start)
    {
        int end = start + 1;
        while (end < keys.Length && keys[end] == keys[start])
        {
            end++;
        }

        return end;
    }
}
