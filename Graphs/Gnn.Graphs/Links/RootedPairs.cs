using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>Pairs grouped by one of their ends, the root: sources or targets, whichever are fewer different nodes.</summary>
internal sealed class RootedPairs
{
    private readonly int[] _starts;
    private readonly int[] _pairs;
    private readonly int[] _roots;
    private readonly int[] _leaves;

    private RootedPairs(int[] roots, int[] leaves, int[] starts, int[] pairs) => (_roots, _leaves, _starts, _pairs) = (roots, leaves, starts, pairs);

    /// <summary>The number of different roots.</summary>
    public int Count => _starts.Length - 1;

    public static RootedPairs Of(int nodeCount, int[] sources, int[] targets)
    {
        bool isBySource = CountDifferent(nodeCount, sources) <= CountDifferent(nodeCount, targets);
        (int[] roots, int[] leaves) = isBySource ? (sources, targets) : (targets, sources);
        int[] pairs = new int[roots.Length];
        for (int pair = 0; pair < pairs.Length; pair++)
        {
            pairs[pair] = pair;
        }

        Array.Sort((int[])[.. roots], pairs);
        var starts = new List<int>();
        for (int i = 0; i < pairs.Length; i++)
        {
            if (i == 0 || roots[pairs[i]] != roots[pairs[i - 1]])
            {
                starts.Add(i);
            }
        }

        return new RootedPairs(roots, leaves, [.. starts, pairs.Length], pairs);
    }

    public int Root(int group) => _roots[_pairs[_starts[group]]];

    /// <summary>The pairs of a group, by their places among all.</summary>
    public ReadOnlySpan<int> Pairs(int group) => _pairs.AsSpan(_starts[group].._starts[group + 1]);

    /// <summary>The end of a pair that is not its root.</summary>
    public int Leaf(int pair) => _leaves[pair];

    /// <summary>Does all groups on at most so many threads, each with room of its own; who does a group must not change what comes out.</summary>
    public void Run<TRoom>(int threads, Func<TRoom> makeRoom, Action<TRoom, int> group) => Run(Count, threads, makeRoom, group);

    /// <summary>Does pieces of work, each as <see cref="Run{TRoom}(int, Func{TRoom}, Action{TRoom, int})"/> does a group.</summary>
    public static void Run<TRoom>(int count, int threads, Func<TRoom> makeRoom, Action<TRoom, int> piece)
    {
        int lanes = Math.Clamp(count, 1, Math.Max(1, threads));
        int next = -1;
        Blocks.Run(count == 0 ? 0 : lanes, threads, _ =>
        {
            TRoom room = makeRoom();
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                piece(room, i);
            }
        });
    }

    private static int CountDifferent(int nodeCount, int[] nodes)
    {
        bool[] isSeen = new bool[nodeCount];
        int count = 0;
        foreach (int node in nodes)
        {
            count += isSeen[node] ? 0 : 1;
            isSeen[node] = true;
        }

        return count;
    }
}
