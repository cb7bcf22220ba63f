using System.Runtime.CompilerServices;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Subgraphs;

/// <summary>The nodes of each seed apart, of which a hop sees only those that the hop before found first: numbers are counted from the first of these.</summary>
/// <remarks>What a hop found stays nodes, not numbers, because edges that were drawn are not kept. Within a hop nodes are in the order of seeds.</remarks>
internal readonly unsafe struct FrontierNumbering : INodeNumbering, IDisposable
{
    private const int Ahead = 16;

    private readonly NodeMarks _marks;
    private readonly NodeList _nodes;
    private readonly List<int[]> _firstOfSeed = [];
    private readonly List<int> _seeds = [];
    private readonly List<ulong> _streams = [];
    private readonly NodeList _seedOf;

    /// <summary>Creates an empty numbering.</summary>
    /// <param name="marks">Marks to work with.</param>
    internal FrontierNumbering(NodeMarks marks) => (_marks, _nodes, _seedOf) = (marks, new NodeList(), new NodeList());

    public int Count => _nodes.Count - First;

    public int* Nodes => _nodes.Pointer + First;

    /// <summary>None: the numbering keeps its own.</summary>
    public List<int[]>? Runs => null;

    private int First => _firstOfSeed[^1][0];

    public void Begin(ReadOnlySpan<int> seeds)
    {
        Clear();
        Reserve(seeds.Length);
        int[] first = new int[seeds.Length + 1];
        for (int place = 0; place < seeds.Length; place++)
        {
            _seeds.Add(seeds[place]);
            _nodes.Pointer[place] = seeds[place];
            _seedOf.Pointer[place] = place;
            first[place + 1] = place + 1;
        }

        (_nodes.Count, _seedOf.Count) = (seeds.Length, seeds.Length);
        _firstOfSeed.Add(first);
    }

    public void Reserve(int more)
    {
        _nodes.Reserve(more);
        _seedOf.Reserve(more);
    }

    public void BeginHop(RandomSource stream)
    {
        _streams.Clear();
        foreach (int seed in _seeds)
        {
            _streams.Add(stream.Stream((ulong)seed).StreamId);
        }
    }

    public ulong StreamId(int number) => _streams[_seedOf.Pointer[First + number]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(int node) => Prefetch.Line(_marks.Pointer + node);

    /// <summary>Nothing: a seed's nodes are looked at together.</summary>
    public void Number(int first, int end, int* pointers, int* found)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish(List<int[]>? targetRuns, int targetCount, int* pointers, int* found)
    {
        int* marks = _marks.Pointer;
        int* nodes = _nodes.Pointer;
        int[] frontier = _firstOfSeed[^1];
        int[] next = new int[frontier.Length];
        next[0] = _nodes.Count;
        for (int place = 0; place < _seeds.Count; place++)
        {
            foreach (int[] first in _firstOfSeed)
            {
                _marks.Set(new ReadOnlySpan<int>(nodes + first[place], first[place + 1] - first[place]), 0);
            }

            int count = next[place];
            int end = pointers[frontier[place + 1] - frontier[0]];
            for (int edge = pointers[frontier[place] - frontier[0]]; edge < end; edge++)
            {
                Prefetch.Line(marks + found[Math.Min(edge + Ahead, end - 1)]);
                int node = found[edge];
                nodes[count] = node;
                count -= marks[node] >> 31;
                marks[node] = 0;
            }

            next[place + 1] = count;
            new Span<int>(_seedOf.Pointer + next[place], count - next[place]).Fill(place);
            (_nodes.Count, _seedOf.Count) = (count, count);
            _marks.Clear(new ReadOnlySpan<int>(nodes + next[place], count - next[place]));
            foreach (int[] first in _firstOfSeed)
            {
                _marks.Clear(new ReadOnlySpan<int>(nodes + first[place], first[place + 1] - first[place]));
            }
        }

        _firstOfSeed.Add(next);
    }

    /// <summary>Copies the nodes of a seed, the seed first.</summary>
    /// <param name="place">The place of the seed.</param>
    /// <param name="nodes">A list that is made longer where it is too short.</param>
    /// <returns>How many there are.</returns>
    internal int CopyNodes(int place, ref int[] nodes)
    {
        int count = 0;
        foreach (int[] first in _firstOfSeed)
        {
            count += first[place + 1] - first[place];
        }

        nodes = nodes.Length < count ? new int[Math.Max(count, 2 * nodes.Length)] : nodes;
        int next = 0;
        foreach (int[] first in _firstOfSeed)
        {
            int length = first[place + 1] - first[place];
            new ReadOnlySpan<int>(_nodes.Pointer + first[place], length).CopyTo(nodes.AsSpan(next));
            next += length;
        }

        return count;
    }

    public NativeArray<int>? SeedsOfNodes() => null;

    public void Clear()
    {
        (_nodes.Count, _seedOf.Count) = (0, 0);
        _firstOfSeed.Clear();
        _seeds.Clear();
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _seedOf.Dispose();
    }
}
