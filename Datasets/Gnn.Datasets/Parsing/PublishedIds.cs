using System.Buffers.Text;
using System.Numerics;
using Gnn.Datasets.Tables;

namespace Gnn.Datasets.Parsing;

/// <summary>Numbers published ids, which are whole numbers with gaps, 0 to N - 1 in ascending order.</summary>
internal static class PublishedIds
{
    private const int IdsPerOccurrence = 8;
    private const int LongestId = 11;

    /// <summary>Replaces ids by numbers.</summary>
    /// <param name="one">Ids; become numbers. Those below 0 stay.</param>
    /// <param name="other">More ids of the same space.</param>
    /// <param name="more">And more.</param>
    /// <returns>The distinct ids, ascending: entry k is the id of number k.</returns>
    public static int[] Number(Span<int> one, Span<int> other = default, Span<int> more = default)
    {
        int highest = Math.Max(HighestOf(one), Math.Max(HighestOf(other), HighestOf(more)));
        long entries = (long)one.Length + other.Length + more.Length;
        int limit = (int)Math.Min(highest + 1L, Math.Min(IdsPerOccurrence * entries, int.MaxValue));

        // A bit for each id below the limit, and how many occur before each 64; those from the limit on are sorted.
        var bits = new ulong[(limit + 63L) / 64];
        int highCount = Mark(one, bits, limit) + Mark(other, bits, limit) + Mark(more, bits, limit);
        int[] high = new int[highCount];
        int taken = Take(one, limit, high);
        taken += Take(other, limit, high.AsSpan(taken));
        Take(more, limit, high.AsSpan(taken));
        high.AsSpan().Sort();
        ReadOnlySpan<int> distinct = high.AsSpan(0, Distinct(high));
        var ranks = new int[bits.Length];
        int count = 0;
        for (int word = 0; word < bits.Length; word++)
        {
            ranks[word] = count;
            count += BitOperations.PopCount(bits[word]);
        }

        var ids = new int[count + distinct.Length];
        for (int word = 0, at = 0; word < bits.Length; word++)
        {
            for (ulong rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                ids[at++] = (word * 64) + BitOperations.TrailingZeroCount(rest);
            }
        }

        distinct.CopyTo(ids.AsSpan(count));
        Rank(one, bits, ranks, distinct, limit, count);
        Rank(other, bits, ranks, distinct, limit, count);
        Rank(more, bits, ranks, distinct, limit, count);
        return ids;
    }

    /// <summary>Leaves the first of equal numbers that stand together.</summary>
    /// <param name="sorted">The numbers, in order.</param>
    /// <returns>How many are left, at the start.</returns>
    public static int Distinct<T>(Span<T> sorted)
        where T : struct, IEquatable<T>
    {
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (count == 0 || !sorted[i].Equals(sorted[count - 1]))
            {
                sorted[count++] = sorted[i];
            }
        }

        return count;
    }

    /// <summary>The names of nodes whose ids are not their numbers.</summary>
    /// <param name="ids">The distinct ids, ascending.</param>
    /// <returns>Under <c>node</c>, the ids; nothing if each id is its number.</returns>
    public static Dictionary<string, IReadOnlyList<string>> NamesOf(ReadOnlySpan<int> ids) =>
        ids.Length == 0 || ids[^1] == ids.Length - 1 ? [] : new Dictionary<string, IReadOnlyList<string>> { ["node"] = MapOf(ids) };

    /// <summary>The ids as texts.</summary>
    /// <param name="ids">The distinct ids, ascending.</param>
    public static IdMap MapOf(ReadOnlySpan<int> ids)
    {
        if (ids.Length == 0 || ids[^1] == ids.Length - 1)
        {
            return IdMap.FromCount(ids.Length);
        }

        Span<byte> text = stackalloc byte[LongestId];
        Utf8Formatter.TryFormat(ids[^1], text, out int longest);
        var table = new IdTable(ids.Length, (longest + 1L) * ids.Length);
        foreach (int id in ids)
        {
            Utf8Formatter.TryFormat(id, text, out int length);
            table.GetOrAdd(text[..length]);
        }

        return new IdMap(table);
    }

    private static int HighestOf(ReadOnlySpan<int> ids)
    {
        int highest = -1;
        foreach (int id in ids)
        {
            highest = Math.Max(highest, id);
        }

        return highest;
    }

    // How many are not below the limit.
    private static int Mark(ReadOnlySpan<int> ids, Span<ulong> bits, int limit)
    {
        int high = 0;
        foreach (int id in ids)
        {
            if ((uint)id < (uint)limit)
            {
                bits[id >> 6] |= 1UL << (id & 63);
            }
            else
            {
                high += id < 0 ? 0 : 1;
            }
        }

        return high;
    }

    private static int Take(ReadOnlySpan<int> ids, int limit, Span<int> high)
    {
        int count = 0;
        foreach (int id in ids)
        {
            if (id >= limit)
            {
                high[count++] = id;
            }
        }

        return count;
    }

    private static void Rank(Span<int> ids, ReadOnlySpan<ulong> bits, ReadOnlySpan<int> ranks, ReadOnlySpan<int> high, int limit, int low)
    {
        foreach (ref int id in ids)
        {
            if ((uint)id < (uint)limit)
            {
                id = ranks[id >> 6] + BitOperations.PopCount(bits[id >> 6] & ((1UL << (id & 63)) - 1));
            }
            else if (id >= 0)
            {
                id = low + high.BinarySearch(id);
            }
        }
    }
}
