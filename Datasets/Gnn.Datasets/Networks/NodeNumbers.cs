using System.Globalization;
using Gnn.Datasets.Tables;

namespace Gnn.Datasets.Networks;

/// <summary>Published ids that are whole numbers, and the nodes 0 to N - 1 that stand for them in ascending order.</summary>
internal sealed class NodeNumbers
{
    // A table by id is made where ids have no large gaps.
    private const int FreeIds = 1 << 16;
    private const int IdsPerEntry = 4;

    private readonly long[] _ids;
    private readonly int[]? _nodeOf;

    private NodeNumbers(long[] ids, int[]? nodeOf)
    {
        (_ids, _nodeOf) = (ids, nodeOf);
    }

    /// <summary>The number of nodes.</summary>
    public int Count => _ids.Length;

    /// <summary>Whether the ids are 0 to N - 1 themselves.</summary>
    public bool IsIdentity => _ids.Length == 0 || _ids[^1] == _ids.Length - 1;

    /// <summary>Numbers the distinct ids of the lists.</summary>
    /// <param name="lists">Ids from 0, in any order, perhaps repeated.</param>
    /// <returns>The nodes.</returns>
    public static NodeNumbers Of(params IReadOnlyList<long[]> lists)
    {
        long entries = 0;
        long highest = -1;
        foreach (long[] list in lists)
        {
            entries += list.Length;
            foreach (long id in list)
            {
                highest = Math.Max(highest, id);
            }
        }

        return highest < FreeIds + (IdsPerEntry * entries) && highest < Array.MaxLength ? ByTable(lists, (int)highest + 1) : BySorting(lists);
    }

    /// <summary>The node of an id, or -1.</summary>
    public int Find(long id)
    {
        if (_nodeOf is not null)
        {
            return id < _nodeOf.Length ? _nodeOf[id] : -1;
        }

        return Math.Max(-1, Array.BinarySearch(_ids, id));
    }

    /// <summary>The published ids by node.</summary>
    public IdMap ToIdMap()
    {
        var table = new IdTable();
        Span<byte> digits = stackalloc byte[20];
        foreach (long id in _ids)
        {
            id.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
            table.GetOrAdd(digits[..length]);
        }

        return new IdMap(table);
    }

    private static NodeNumbers ByTable(IReadOnlyList<long[]> lists, int length)
    {
        int[] nodeOf = new int[length];
        int count = 0;
        foreach (long[] list in lists)
        {
            foreach (long id in list)
            {
                count += nodeOf[id] == 0 ? 1 : 0;
                nodeOf[id] = 1;
            }
        }

        long[] ids = new long[count];
        int node = 0;
        for (int id = 0; id < length; id++)
        {
            if (nodeOf[id] == 0)
            {
                nodeOf[id] = -1;
                continue;
            }

            ids[node] = id;
            nodeOf[id] = node++;
        }

        return new NodeNumbers(ids, nodeOf);
    }

    private static NodeNumbers BySorting(IReadOnlyList<long[]> lists)
    {
        long[] ids = [.. lists.SelectMany(list => list)];
        Array.Sort(ids);
        int count = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (i == 0 || ids[i] != ids[i - 1])
            {
                ids[count++] = ids[i];
            }
        }

        return new NodeNumbers(ids[..count], nodeOf: null);
    }
}
