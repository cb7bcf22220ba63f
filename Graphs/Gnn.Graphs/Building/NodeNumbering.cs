using System.Globalization;
using System.Numerics;

namespace Gnn.Graphs.Building;

/// <summary>Numbers the ids that occur, in ascending order.</summary>
/// <remarks>Where ids are not much larger than there are of them, a bit for each possible id and a count for every 64; else a dictionary.</remarks>
internal sealed class NodeNumbering
{
    private const long SmallId = 1 << 24;
    private const long IdsPerOccurrence = 16;

    private readonly ulong[]? _bits;
    private readonly int[]? _ranks;
    private readonly Dictionary<long, int>? _numbers;

    public NodeNumbering(params ReadOnlySpan<IdList> lists)
    {
        long highest = -1, count = 0;
        foreach (IdList list in lists)
        {
            (highest, count) = (Math.Max(highest, list.Highest), count + list.Count);
        }

        long[] ids;
        if (highest < Math.Max(SmallId, count * IdsPerOccurrence) && highest < 64L * Array.MaxLength)
        {
            _bits = new ulong[(highest + 64) / 64];
            _ranks = new int[_bits.Length];
            ids = NumberBits(lists);
        }
        else
        {
            _numbers = [];
            ids = NumberHashes(lists);
        }

        MissingCount = highest + 1 - ids.Length;
        Ids = MissingCount == 0 ? new NodeIds(ids.Length) : new NodeIds(ids);
    }

    /// <summary>The ids by node.</summary>
    public NodeIds Ids { get; }

    /// <summary>How many ids below the highest do not occur.</summary>
    public long MissingCount { get; }

    /// <summary>The node of an id that occurs.</summary>
    public int NodeOf(long id)
    {
        if (_bits is null)
        {
            return _numbers![id];
        }

        ulong below = _bits[id >> 6] & ((1UL << (int)(id & 63)) - 1);
        return _ranks![id >> 6] + BitOperations.PopCount(below);
    }

    private static void CheckCount(long count)
    {
        if (count > int.MaxValue)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"A graph has at most {int.MaxValue} nodes, but more ids than that occur: build it in parts."));
        }
    }

    private long[] NumberBits(ReadOnlySpan<IdList> lists)
    {
        foreach (IdList list in lists)
        {
            list.ForEach((_, id) => _bits![id >> 6] |= 1UL << (int)(id & 63));
        }

        long count = 0;
        for (int word = 0; word < _bits!.Length; word++)
        {
            _ranks![word] = (int)count;
            count += BitOperations.PopCount(_bits[word]);
            CheckCount(count);
        }

        long[] ids = new long[count];
        int node = 0;
        for (int word = 0; word < _bits.Length; word++)
        {
            for (ulong left = _bits[word]; left != 0; left &= left - 1)
            {
                ids[node++] = (64L * word) + BitOperations.TrailingZeroCount(left);
            }
        }

        return ids;
    }

    private long[] NumberHashes(ReadOnlySpan<IdList> lists)
    {
        foreach (IdList list in lists)
        {
            list.ForEach((_, id) => _numbers!.TryAdd(id, 0));
        }

        long[] ids = [.. _numbers!.Keys];
        CheckCount(ids.LongLength);
        Array.Sort(ids);
        for (int node = 0; node < ids.Length; node++)
        {
            _numbers[ids[node]] = node;
        }

        return ids;
    }
}
