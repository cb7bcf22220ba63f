using System.Runtime.InteropServices;

namespace Gnn.Layers.Links;

/// <summary>For pairs of nodes the neighbours that both have and, if asked, those that one has alone.</summary>
/// <remarks>Pairs with any such neighbour have a row each, in their order; all others share row 0, which is empty.</remarks>
internal sealed class NeighborOverlap
{
    private readonly List<int> _common = [];
    private readonly List<int> _single = [];
    private readonly List<int> _strangers = [];
    private readonly List<int> _commonStarts = [0, 0];
    private readonly List<int> _singleStarts = [0, 0];

    /// <summary>Finds the neighbours of pairs.</summary>
    /// <param name="neighbors">The neighbours of each node.</param>
    /// <param name="sources">The first node of each pair.</param>
    /// <param name="targets">The second node.</param>
    /// <param name="withSingle">Whether neighbours of one end alone are wanted.</param>
    internal NeighborOverlap(Neighborhoods neighbors, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool withSingle)
    {
        RowOfPair = new int[sources.Length];
        for (int pair = 0; pair < sources.Length; pair++)
        {
            Merge(neighbors, sources[pair], targets[pair], withSingle);
            if (_common.Count > _commonStarts[^1] || _single.Count > _singleStarts[^1])
            {
                RowOfPair[pair] = _commonStarts.Count - 1;
                _commonStarts.Add(_common.Count);
                _singleStarts.Add(_single.Count);
            }
        }
    }

    /// <summary>The row of each pair, <c>[P]</c>.</summary>
    internal int[] RowOfPair { get; }

    /// <summary>Where the common neighbours of each row begin and the last one's end, <c>[rows + 1]</c>.</summary>
    internal ReadOnlySpan<int> CommonStarts => CollectionsMarshal.AsSpan(_commonStarts);

    /// <summary>The common neighbours, ascending within a row.</summary>
    internal ReadOnlySpan<int> Common => CollectionsMarshal.AsSpan(_common);

    /// <summary>Where the neighbours of one end alone begin and the last one's end, <c>[rows + 1]</c>.</summary>
    internal ReadOnlySpan<int> SingleStarts => CollectionsMarshal.AsSpan(_singleStarts);

    /// <summary>The neighbours of one end alone, the ends themselves aside, ascending within a row.</summary>
    internal ReadOnlySpan<int> Single => CollectionsMarshal.AsSpan(_single);

    /// <summary>Of each the end whose neighbour it is not.</summary>
    internal ReadOnlySpan<int> Strangers => CollectionsMarshal.AsSpan(_strangers);

    private void Merge(Neighborhoods neighbors, int source, int target, bool withSingle)
    {
        ReadOnlySpan<int> first = neighbors[source];
        ReadOnlySpan<int> second = neighbors[target];
        int i = 0;
        int j = 0;
        while (i < first.Length && j < second.Length)
        {
            if (first[i] == second[j])
            {
                _common.Add(first[i]);
                i++;
                j++;
            }
            else if (first[i] < second[j])
            {
                AddSingle(first[i++], target);
            }
            else
            {
                AddSingle(second[j++], source);
            }
        }

        while (i < first.Length)
        {
            AddSingle(first[i++], target);
        }

        while (j < second.Length)
        {
            AddSingle(second[j++], source);
        }

        void AddSingle(int node, int stranger)
        {
            if (withSingle && node != stranger)
            {
                _single.Add(node);
                _strangers.Add(stranger);
            }
        }
    }
}
