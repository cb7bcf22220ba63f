using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Edges in order of their ends, by counting: O(N + E).</summary>
internal static class EdgeOrders
{
    /// <summary>The edges' ids by a first end, then a second end, then id.</summary>
    public static int[] Sort(int nodeCount, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        // Rows by the second end keep their edges' order; their transpose keeps the rows' order in each first end.
        using SparseStructure bySecond = SparseStructure.FromEdges(nodeCount, nodeCount, second, first);
        return Ids(bySecond.Transpose);
    }

    /// <summary>The ids of a structure's edges, entry by entry.</summary>
    public static unsafe int[] Ids(SparseStructure structure)
    {
        // Edges are read as spans, so that there are fewer than 2^31 of them.
        return new ReadOnlySpan<int>(structure.EdgeIds.Pointer, checked((int)structure.EntryCount)).ToArray();
    }

    /// <summary>The edges into each node, or out of it, as groups.</summary>
    public static RowGroups ByNode(SparseStructure structure)
    {
        int[] starts = new int[structure.RowCount + 1];
        for (int row = 0; row < starts.Length; row++)
        {
            starts[row] = checked((int)structure.RowPointers[row]);
        }

        return new RowGroups(Ids(structure), starts);
    }

    /// <summary>Edges that have both ends in common, in the order of <see cref="Sort"/>, and the ends of each group.</summary>
    public static RowGroups Group(int nodeCount, ReadOnlySpan<int> first, ReadOnlySpan<int> second, out int[] firstEnds, out int[] secondEnds)
    {
        using SparseStructure bySecond = SparseStructure.FromEdges(nodeCount, nodeCount, second, first);
        SparseStructure sorted = bySecond.Transpose;
        int[] rows = Ids(sorted);
        int[] starts = new int[rows.Length + 1];
        (firstEnds, secondEnds) = (new int[rows.Length], new int[rows.Length]);
        int count = 0;
        int place = 0;
        for (int node = 0; node < nodeCount; node++)
        {
            int last = -1;
            foreach (int other in sorted.Row(node))
            {
                if (other != last)
                {
                    (starts[count], firstEnds[count], secondEnds[count]) = (place, node, other);
                    count++;
                    last = other;
                }

                place++;
            }
        }

        starts[count] = place;
        (firstEnds, secondEnds) = (firstEnds[..count], secondEnds[..count]);
        return new RowGroups(rows, starts[..(count + 1)]);
    }

    /// <summary>Whether every edge has a reverse of its own, as an undirected graph wants it.</summary>
    public static bool AreSymmetric(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        int[] forward = Sort(nodeCount, sources, targets);
        int[] backward = Sort(nodeCount, targets, sources);
        for (int i = 0; i < forward.Length; i++)
        {
            if (sources[forward[i]] != targets[backward[i]] || targets[forward[i]] != sources[backward[i]])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Of edges that hold both directions, the reverse of each: the k-th of several from i to j and the k-th from j to i are a pair; a loop is its
    /// own.</summary>
    public static int[] Reverses(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        int[] forward = Sort(nodeCount, sources, targets);
        int[] backward = Sort(nodeCount, targets, sources);
        int[] reverses = new int[forward.Length];
        for (int i = 0; i < forward.Length; i++)
        {
            reverses[forward[i]] = backward[i];
        }

        return reverses;
    }

    /// <summary>Elements of a list in a given order.</summary>
    public static int[] Pick(ReadOnlySpan<int> list, ReadOnlySpan<int> order)
    {
        int[] picked = new int[order.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = list[order[i]];
        }

        return picked;
    }
}
