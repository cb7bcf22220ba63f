using System.Runtime.CompilerServices;
using Gnn.Sampling.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>Each node of a batch once, whichever seed it was found for: a place for every node of the graph, which the batch's own nodes clear.</summary>
internal unsafe struct SharedNumbering : ITypedNumbering, ISearchableNumbering, IDisposable
{
    private readonly NativeArray<int> _numbers;
    private readonly NodeList _nodes;
    private ulong _stream;

    /// <summary>Creates an empty numbering.</summary>
    /// <param name="nodeCount">The number of nodes of the graph.</param>
    internal SharedNumbering(int nodeCount)
    {
        (_nodes, _numbers) = (new NodeList(), new NativeArray<int>(nodeCount));
        _numbers.Span().Fill(-1);
    }

    public readonly int Count => _nodes.Count;

    public readonly int* Nodes => _nodes.Pointer;

    public readonly List<int[]>? Runs => null;

    public readonly void Begin(ReadOnlySpan<int> seeds)
    {
        _nodes.Reserve(seeds.Length);
        for (int place = 0; place < seeds.Length; place++)
        {
            int seed = seeds[place];
            int before = _numbers.Pointer[seed];
            if (before >= 0)
            {
                Clear();
                throw new ArgumentException($"Seed {place} is node {seed}, as seed {before} is: list each once, or sample them apart (Disjoint).", nameof(seeds));
            }

            _numbers.Pointer[seed] = place;
            _nodes.Pointer[_nodes.Count++] = seed;
        }
    }

    public readonly void Begin(ulong[] keys, int first, ReadOnlySpan<int> seeds) => Begin(seeds);

    public readonly void Reserve(int more) => _nodes.Reserve(Math.Min(more, _numbers.Length - Count));

    public void BeginHop(RandomSource stream) => _stream = stream.StreamId;

    public readonly ulong StreamId(int number) => _stream;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Ask(int node) => Prefetch.Line(_numbers.Pointer + node);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Number(int first, int end, int* pointers, int* found)
    {
        int* numbers = _numbers.Pointer;
        int* nodes = _nodes.Pointer;
        int next = Count;
        for (int edge = pointers[first]; edge < pointers[end]; edge++)
        {
            // Whether a node is new is not foreseen, so that everything is written either way.
            int node = found[edge];
            int number = numbers[node];
            nodes[next] = node;
            int given = number < 0 ? next : number;
            numbers[node] = given;
            found[edge] = given;
            next += number >>> 31;
        }

        _nodes.Count = next;
    }

    public readonly void Finish(List<int[]>? targetRuns, int targetCount, int* pointers, int* found)
    {
    }

    /// <summary>Nothing: the places are there.</summary>
    public readonly void BeginSearch()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Find(int target, int node) => _numbers.Pointer[node];

    public readonly NativeArray<int>? SeedsOfNodes() => null;

    public readonly void Clear()
    {
        int* numbers = _numbers.Pointer;
        foreach (int node in new ReadOnlySpan<int>(Nodes, Count))
        {
            numbers[node] = -1;
        }

        _nodes.Count = 0;
    }

    public readonly void Dispose()
    {
        _numbers.Dispose();
        _nodes.Dispose();
    }
}
