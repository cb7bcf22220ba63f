using Gnn.Datasets.Parsing;

namespace Gnn.Datasets.Networks;

/// <summary>Published ids of 64 bits in 32 each: an id that fits stands for itself, and a larger one is kept apart and stands as a number below 0.</summary>
internal sealed class PackedIds
{
    private readonly List<long> _wide = [];

    /// <summary>What stands for an id.</summary>
    /// <param name="id">The id, at least 0.</param>
    public int Pack(long id)
    {
        if (id <= int.MaxValue)
        {
            return (int)id;
        }

        _wide.Add(id);
        return -_wide.Count;
    }

    /// <summary>The id that a number stands for.</summary>
    public long Unpack(int packed) => packed >= 0 ? packed : _wide[-packed - 1];

    /// <summary>Replaces packed ids by the nodes 0 to N - 1, which stand for the ids in ascending order.</summary>
    /// <param name="one">Packed ids.</param>
    /// <param name="other">More of them.</param>
    /// <param name="more">And more.</param>
    /// <returns>The nodes.</returns>
    public NodeNumbers Number(Span<int> one, Span<int> other = default, Span<int> more = default)
    {
        int[] narrow = PublishedIds.Number(one, other, more);
        if (_wide.Count == 0)
        {
            return new NodeNumbers(narrow, []);
        }

        long[] wide = [.. _wide];
        wide.AsSpan().Sort();
        Array.Resize(ref wide, PublishedIds.Distinct(wide.AsSpan()));
        Rank(one, narrow.Length, wide);
        Rank(other, narrow.Length, wide);
        Rank(more, narrow.Length, wide);
        return new NodeNumbers(narrow, wide);
    }

    private void Rank(Span<int> packed, int narrow, long[] wide)
    {
        foreach (ref int id in packed)
        {
            id = id >= 0 ? id : narrow + Array.BinarySearch(wide, Unpack(id));
        }
    }
}
