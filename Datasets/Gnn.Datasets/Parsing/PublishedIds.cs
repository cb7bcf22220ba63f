using System.Buffers.Text;
using System.Numerics;
using Gnn.Datasets.Tables;

namespace Gnn.Datasets.Parsing;

/// <summary>Numbers published ids, which are whole numbers with gaps, 0 to N - 1 in ascending order.</summary>
internal static class PublishedIds
{
    private const int IdsPerOccurrence = 32;
    private const int LongestId = 11;

    /// <summary>Replaces ids by numbers.</summary>
    /// <param name="one">Ids, not negative; become numbers.</param>
    /// <param name="other">More ids of the same space.</param>
    /// <returns>The distinct ids, ascending: entry k is the id of number k.</returns>
    public static int[] Number(Span<int> one, Span<int> other = default)
    {
        int highest = Math.Max(HighestOf(one), HighestOf(other));
        return highest / IdsPerOccurrence <= (long)one.Length + other.Length ? NumberByBits(one, other, highest) : NumberBySearch(one, other);
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

        var table = new IdTable();
        Span<byte> text = stackalloc byte[LongestId];
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

    // A bit for each possible id, and how many occur before each 64.
    private static int[] NumberByBits(Span<int> one, Span<int> other, int highest)
    {
        var bits = new ulong[(highest / 64) + 1];
        Mark(one, bits);
        Mark(other, bits);
        var ranks = new int[bits.Length];
        int count = 0;
        for (int word = 0; word < bits.Length; word++)
        {
            ranks[word] = count;
            count += BitOperations.PopCount(bits[word]);
        }

        var ids = new int[count];
        for (int word = 0, at = 0; word < bits.Length; word++)
        {
            for (ulong rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                ids[at++] = (word * 64) + BitOperations.TrailingZeroCount(rest);
            }
        }

        Rank(one, bits, ranks);
        Rank(other, bits, ranks);
        return ids;
    }

    private static void Mark(ReadOnlySpan<int> ids, Span<ulong> bits)
    {
        foreach (int id in ids)
        {
            bits[id >> 6] |= 1UL << (id & 63);
        }
    }

    private static void Rank(Span<int> ids, ReadOnlySpan<ulong> bits, ReadOnlySpan<int> ranks)
    {
        foreach (ref int id in ids)
        {
            id = ranks[id >> 6] + BitOperations.PopCount(bits[id >> 6] & ((1UL << (id & 63)) - 1));
        }
    }

    private static int[] NumberBySearch(Span<int> one, Span<int> other)
    {
        int[] ids = [.. one, .. other];
        Array.Sort(ids);
        int count = 0;
        foreach (int id in ids)
        {
            if (count == 0 || ids[count - 1] != id)
            {
                ids[count++] = id;
            }
        }

        Array.Resize(ref ids, count);
        foreach (ref int id in one)
        {
            id = Array.BinarySearch(ids, id);
        }

        foreach (ref int id in other)
        {
            id = Array.BinarySearch(ids, id);
        }

        return ids;
    }
}
