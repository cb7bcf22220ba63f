namespace Gnn.Training.Embeddings;

/// <summary>A Huffman tree over nodes: the more often a node comes, the shorter its way from the root.</summary>
/// <remarks>
/// Huffman, "A method for the construction of minimum-redundancy codes", 1952. Inner nodes have the numbers 0 to n - 2 in the order in which they are made; the last is the root.
/// Where weights are equal, leaves come before inner nodes and low numbers before high ones, so that a tree follows from its weights alone.
/// </remarks>
internal sealed class HuffmanTree
{
    private readonly int[] _starts;
    private readonly int[] _steps;

    internal HuffmanTree(ReadOnlySpan<long> weights)
    {
        int leaves = weights.Length;
        int[] parents = new int[leaves == 0 ? 0 : (2 * leaves) - 1];
        bool[] isSecond = new bool[parents.Length];
        Join(weights, parents, isSecond);
        _starts = new int[leaves + 1];
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            int depth = 0;
            for (int at = leaf; at < parents.Length - 1; at = parents[at])
            {
                depth++;
            }

            _starts[leaf + 1] = checked(_starts[leaf] + depth);
            Depth = Math.Max(Depth, depth);
        }

        _steps = new int[_starts[^1]];
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            int place = _starts[leaf + 1];
            for (int at = leaf; at < parents.Length - 1; at = parents[at])
            {
                _steps[--place] = ((parents[at] - leaves) << 1) | (isSecond[at] ? 1 : 0);
            }
        }
    }

    /// <summary>The length of the longest way.</summary>
    internal int Depth { get; }

    /// <summary>The number of inner nodes.</summary>
    internal int InnerCount => Math.Max(0, _starts.Length - 2);

    /// <summary>The way to a leaf, from the root: of each step twice the inner node, and 1 more where the way goes on to its second child.</summary>
    internal ReadOnlySpan<int> Way(int leaf) => _steps.AsSpan(_starts[leaf].._starts[leaf + 1]);

    private static void Join(ReadOnlySpan<long> weights, int[] parents, bool[] isSecond)
    {
        int leaves = weights.Length;
        long[] all = new long[parents.Length];
        weights.CopyTo(all);
        int[] order = new int[leaves];
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            order[leaf] = leaf;
        }

        Array.Sort(weights.ToArray(), order);
        StableTies(weights, order);
        int nextLeaf = 0, nextInner = leaves;
        for (int inner = leaves; inner < parents.Length; inner++)
        {
            for (int child = 0; child < 2; child++)
            {
                int taken = nextLeaf < leaves && (nextInner >= inner || all[order[nextLeaf]] <= all[nextInner]) ? order[nextLeaf++] : nextInner++;
                (parents[taken], isSecond[taken]) = (inner, child == 1);
                all[inner] = checked(all[inner] + all[taken]);
            }
        }
    }

    private static void StableTies(ReadOnlySpan<long> weights, int[] order)
    {
        for (int begin = 0; begin < order.Length;)
        {
            int end = begin + 1;
            while (end < order.Length && weights[order[end]] == weights[order[begin]])
            {
                end++;
            }

            Array.Sort(order, begin, end - begin);
            begin = end;
        }
    }
}
