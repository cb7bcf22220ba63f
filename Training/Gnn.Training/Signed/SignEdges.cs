namespace Gnn.Training.Signed;

/// <summary>Edges whose signs are known.</summary>
internal sealed class SignEdges(int[] sources, int[] targets, bool[] isPositive)
{
    internal int[] Sources => sources;

    internal int[] Targets => targets;

    internal bool[] IsPositive => isPositive;

    internal int Count => sources.Length;

    /// <summary>The key of a pair in its order.</summary>
    internal static long Key(int source, int target) => ((long)source << 32) | (uint)target;

    /// <summary>The pairs in their order.</summary>
    internal HashSet<long> Pairs()
    {
        var pairs = new HashSet<long>(sources.Length);
        for (int edge = 0; edge < sources.Length; edge++)
        {
            pairs.Add(Key(sources[edge], targets[edge]));
        }

        return pairs;
    }
}
