using Gnn.Graphs.Temporal;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Temporal;

/// <summary>A node of its own for each edge: the node at its other end as it was known when the event took place.</summary>
internal unsafe struct PathNumbering : ITemporalNumbering, IDisposable
{
    private readonly TemporalGraph _graph;
    private readonly NodeList _nodes;
    private readonly NodeList _seedOf;
    private readonly NodeList _reachedBy;
    private ulong[] _streams;
    private long[] _times;
    private RandomSource _stream;

    /// <summary>Creates an empty numbering.</summary>
    /// <param name="graph">The events.</param>
    internal PathNumbering(TemporalGraph graph)
    {
        (_nodes, _seedOf, _reachedBy) = (new NodeList(), new NodeList(), new NodeList());
        (_graph, _streams, _times) = (graph, [], []);
    }

    public readonly int Count => _nodes.Count;

    public readonly int* Nodes => _nodes.Pointer;

    public readonly List<int[]>? Runs => null;

    public readonly int* SeedOf => _seedOf.Pointer;

    public readonly void Begin(ReadOnlySpan<int> seeds) => throw new NotSupportedException("Paths through time need query times.");

    public void Begin(ReadOnlySpan<int> seeds, ReadOnlySpan<long> times)
    {
        (_times, _streams) = (times.ToArray(), new ulong[seeds.Length]);
        Reserve(seeds.Length);
        for (int place = 0; place < seeds.Length; place++)
        {
            _nodes.Pointer[place] = seeds[place];
            _seedOf.Pointer[place] = place;
            _reachedBy.Pointer[place] = -1;
        }

        (_nodes.Count, _seedOf.Count, _reachedBy.Count) = (seeds.Length, seeds.Length, seeds.Length);
    }

    public readonly void Reserve(int more)
    {
        _nodes.Reserve(more);
        _seedOf.Reserve(more);
        _reachedBy.Reserve(more);
    }

    public void BeginHop(RandomSource stream)
    {
        _stream = stream;
        for (int place = 0; place < _streams.Length; place++)
        {
            _streams[place] = stream.Stream((ulong)_nodes.Pointer[place]).Stream((ulong)_times[place]).StreamId;
        }
    }

    public readonly ulong StreamId(int number) => _stream.WithStreamId(_streams[_seedOf.Pointer[number]]).Stream((ulong)Time(number)).StreamId;

    public readonly int ReachedBy(int number) => _reachedBy.Pointer[number];

    /// <summary>Nothing: a number is a place.</summary>
    public readonly void Ask(int node)
    {
    }

    public readonly void Number(int first, int end, int* pointers, int* found)
    {
        int* nodes = _nodes.Pointer;
        int* seedOf = _seedOf.Pointer;
        int next = Count;
        for (int target = first; target < end; target++)
        {
            int place = seedOf[target];
            for (int edge = pointers[target]; edge < pointers[target + 1]; edge++)
            {
                nodes[next] = found[edge];
                seedOf[next] = place;
                found[edge] = next++;
            }
        }

        (_nodes.Count, _seedOf.Count) = (next, next);
    }

    public readonly void Finish(List<int[]>? targetRuns, int targetCount, int* pointers, int* found)
    {
    }

    public readonly void Reached(ReadOnlySpan<int> events)
    {
        events.CopyTo(new Span<int>(_reachedBy.Pointer + _reachedBy.Count, events.Length));
        _reachedBy.Count += events.Length;
    }

    public readonly NativeArray<int>? SeedsOfNodes() => new(new ReadOnlySpan<int>(_seedOf.Pointer, Count));

    public readonly NativeArray<long> TimesOfNodes()
    {
        ReadOnlySpan<long> eventTimes = _graph.Times;
        var times = new NativeArray<long>(Count);
        Span<long> ofNodes = times.Span();
        int* reachedBy = _reachedBy.Pointer;
        _times.CopyTo(ofNodes);
        for (int number = _times.Length; number < ofNodes.Length; number++)
        {
            ofNodes[number] = eventTimes[reachedBy[number]];
        }

        return times;
    }

    public readonly void Clear() => (_nodes.Count, _seedOf.Count, _reachedBy.Count) = (0, 0, 0);

    public readonly void Dispose()
    {
        _nodes.Dispose();
        _seedOf.Dispose();
        _reachedBy.Dispose();
    }

    private readonly long Time(int number) => number < _times.Length ? _times[number] : _graph.Times[_reachedBy.Pointer[number]];
}
