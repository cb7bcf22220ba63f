namespace Gnn.Layers.Links;

/// <summary>For pairs of nodes the neighbours that both have and, if asked, those that one has alone.</summary>
internal sealed class NeighborOverlap
{
    private readonly List<int> _common = [];
    private readonly List<int> _single = [];
    private readonly List<int> _strangers = [];

    /// <summary>Finds the neighbours of pairs.</summary>
    /// <param name="neighbors">The neighbours of each node.</param>
    /// <param name="sources">The first node of each pair.</param>
    /// <param name="targets">The second node.</param>
    /// <param name="withSingle">Whether neighbours of one end alone are wanted.</param>
    internal NeighborOverlap(Neighborhoods neighbors, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool withSingle)
    {
        (CommonStarts, SingleStarts) = (new int[sources.Length + 1], new int[sources.Length + 1]);
        for (int pair = 0; pair < sources.Length; pair++)
        {
            Merge(neighbors, sources[pair], targets[pair], withSingle);
            (CommonStarts[pair + 1], SingleStarts[pair + 1]) = (_common.Count, _single.Count);
        }
    }

    /// <summary>Where the common neighbours of each pair begin and the last one's end, <c>[P + 1]</c>.</summary>
    internal int[] CommonStarts { get; }

    /// <summary>The common neighbours, ascending within a pair.</summary>
    internal ReadOnlySpan<int> Common => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_common);

    /// <summary>Where the neighbours of one end alone begin and the last one's end, <c>[P + 1]</c>.</summary>
    internal int[] SingleStarts { get; }

    /// <summary>The neighbours of one end alone, the ends themselves aside, ascending within a pair.</summary>
    internal ReadOnlySpan<int> Single => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_single);

    /// <summary>Of each the end whose neighbour it is not.</summary>
    internal ReadOnlySpan<int> Strangers => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_strangers);

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
