using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Sampling.Heterogeneous;
using Gnn.Sampling.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>Each node of a batch once for each seed that it was found for.</summary>
/// <remarks>Samples of different seeds do not meet: when a hop is drawn, one seed's sample is numbered after another's in a hash table of that seed's nodes alone, which
/// most often fits into the nearest cache. So the nodes of a hop are in the order of seeds.</remarks>
internal unsafe struct DisjointNumbering : ITemporalNumbering, ITypedNumbering, ISearchableNumbering, IDisposable
{
    private const ulong Factor = 0x9E3779B97F4A7C15;
    private const int LeastSlots = 16;
    private const int CachedSlots = 1 << 15;
    private const int Ahead = 16;

    private readonly NodeList _nodes;
    private readonly NodeList _seedOf;
    private readonly List<int[]> _runs;
    private readonly Dictionary<(int Seed, int Node), int> _searched;
    private NativeArray<ulong> _slots;
    private ulong[] _streams;
    private ulong[] _keys;
    private long[] _times;

    /// <summary>Creates an empty numbering.</summary>
    public DisjointNumbering()
    {
        (_nodes, _seedOf, _slots) = (new NodeList(), new NodeList(), new NativeArray<ulong>(LeastSlots));
        (_runs, _searched) = ([], []);
        (_keys, _streams, _times) = ([], [], []);
    }

    public readonly int Count => _nodes.Count;

    public readonly int* Nodes => _nodes.Pointer;

    public readonly List<int[]> Runs => _runs;

    public readonly int* SeedOf => _seedOf.Pointer;

    public void Begin(ReadOnlySpan<int> seeds) => Begin(seeds, []);

    public void Begin(ReadOnlySpan<int> seeds, ReadOnlySpan<long> times)
    {
        ulong[] keys = new ulong[seeds.Length];
        for (int place = 0; place < keys.Length; place++)
        {
            keys[place] = (ulong)seeds[place];
        }

        Begin(keys, 0, seeds);
        _times = times.ToArray();
    }

    public void Begin(ulong[] keys, int first, ReadOnlySpan<int> seeds)
    {
        (_keys, _streams) = (keys, new ulong[keys.Length]);
        Reserve(seeds.Length);
        for (int i = 0; i < seeds.Length; i++)
        {
            _nodes.Pointer[i] = seeds[i];
            _seedOf.Pointer[i] = first + i;
        }

        (_nodes.Count, _seedOf.Count) = (seeds.Length, seeds.Length);
        int[] run = new int[keys.Length + 1];
        for (int place = 0; place < run.Length; place++)
        {
            run[place] = Math.Clamp(place - first, 0, seeds.Length);
        }

        _runs.Add(run);
    }

    public readonly void Reserve(int more)
    {
        _nodes.Reserve(more);
        _seedOf.Reserve(more);
    }

    public readonly void BeginHop(RandomSource stream)
    {
        for (int place = 0; place < _keys.Length; place++)
        {
            RandomSource ofSeed = stream.Stream(_keys[place]);
            _streams[place] = (_times.Length == 0 ? ofSeed : ofSeed.Stream((ulong)_times[place])).StreamId;
        }
    }

    public readonly ulong StreamId(int number) => _streams[_seedOf.Pointer[number]];

    public readonly int ReachedBy(int number) => -1;

    /// <summary>Nothing: tables are made when the hop is drawn.</summary>
    public readonly void Ask(int node)
    {
    }

    /// <summary>Nothing: a seed's nodes are numbered together.</summary>
    public readonly void Number(int first, int end, int* pointers, int* found)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish(List<int[]>? targetRuns, int targetCount, int* pointers, int* found)
    {
        int targetRunCount = 0;
        while (targetRunCount < targetRuns!.Count && targetRuns[targetRunCount][0] < targetCount)
        {
            targetRunCount++;
        }

        int[] run = new int[_keys.Length + 1];
        run[0] = Count;
        for (int place = 0; place < _keys.Length; place++)
        {
            long edges = 0;
            for (int i = 0; i < targetRunCount; i++)
            {
                edges += pointers[targetRuns[i][place + 1]] - pointers[targetRuns[i][place]];
            }

            run[place + 1] = Count;
            if (edges == 0)
            {
                continue;
            }

            long nodes = edges;
            foreach (int[] first in _runs)
            {
                nodes += first[place + 1] - first[place];
            }

            long slots = Math.Max(LeastSlots, (long)BitOperations.RoundUpToPowerOf2(3 * (ulong)nodes));
            Empty(slots);
            int shift = 64 - BitOperations.Log2((ulong)slots);
            foreach (int[] first in _runs)
            {
                for (int number = first[place]; number < first[place + 1]; number++)
                {
                    int node = _nodes.Pointer[number];
                    _slots.Pointer[Find(_slots.Pointer, node, shift, slots - 1)] = Entry(node, number);
                }
            }

            for (int i = 0; i < targetRunCount; i++)
            {
                Number(pointers[targetRuns[i][place]], pointers[targetRuns[i][place + 1]], found, shift, slots - 1);
            }

            new Span<int>(_seedOf.Pointer + _seedOf.Count, Count - _seedOf.Count).Fill(place);
            _seedOf.Count = run[place + 1] = Count;
        }

        _runs.Add(run);
    }

    public readonly void BeginSearch()
    {
        for (int number = _searched.Count; number < Count; number++)
        {
            _searched.Add((_seedOf.Pointer[number], _nodes.Pointer[number]), number);
        }
    }

    public readonly int Find(int target, int node) => _searched.GetValueOrDefault((_seedOf.Pointer[target], node), -1);

    public readonly void Reached(ReadOnlySpan<int> events)
    {
    }

    public readonly NativeArray<int>? SeedsOfNodes() => new(new ReadOnlySpan<int>(_seedOf.Pointer, Count));

    public readonly NativeArray<long> TimesOfNodes()
    {
        var times = new NativeArray<long>(Count);
        Span<long> ofNodes = times.Span();
        int* seedOf = _seedOf.Pointer;
        for (int number = 0; number < ofNodes.Length; number++)
        {
            ofNodes[number] = _times[seedOf[number]];
        }

        return times;
    }

    public readonly void Clear()
    {
        (_nodes.Count, _seedOf.Count) = (0, 0);
        _runs.Clear();
        _searched.Clear();
    }

    public readonly void Dispose()
    {
        _nodes.Dispose();
        _seedOf.Dispose();
        _slots.Dispose();
    }

    /// <summary>A slot's node and number; never 0, which is an empty slot.</summary>
    private static ulong Entry(int node, int number) => ((ulong)(uint)(number + 1) << 32) | (uint)node;

    /// <summary>Where a node is, or the empty slot where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Find(ulong* slots, int node, int shift, long mask)
    {
        long slot = (long)(((uint)node * Factor) >> shift);
        while (slots[slot] != 0 && (int)slots[slot] != node)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private readonly void Number(int first, int end, int* found, int shift, long mask)
    {
        ulong* slots = _slots.Pointer;
        int* nodes = _nodes.Pointer;
        int next = Count;
        for (int edge = first; edge < end; edge++)
        {
            if (mask >= CachedSlots && edge + Ahead < end)
            {
                Prefetch.Line(slots + (((uint)found[edge + Ahead] * Factor) >> shift));
            }

            int node = found[edge];
            long slot = Find(slots, node, shift, mask);
            if (slots[slot] == 0)
            {
                slots[slot] = Entry(node, next);
                nodes[next++] = node;
            }

            found[edge] = (int)(slots[slot] >> 32) - 1;
        }

        _nodes.Count = next;
    }

    /// <summary>Makes so many slots empty.</summary>
    private void Empty(long slots)
    {
        if (slots > _slots.Length)
        {
            _slots.Dispose();
            (_slots, _) = (new NativeArray<ulong>(slots), 0);
        }

        for (long slot = 0; slot < slots; slot += CachedSlots)
        {
            _slots.Span(slot, (int)Math.Min(CachedSlots, slots - slot)).Clear();
        }
    }
}
