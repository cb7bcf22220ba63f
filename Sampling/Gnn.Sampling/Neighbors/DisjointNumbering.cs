using System.Numerics;
using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>Each node of a batch once for each seed that it was found for: a hash table of (seed, node).</summary>
internal unsafe struct DisjointNumbering : INodeNumbering, IDisposable
{
    private const ulong Factor = 0x9E3779B97F4A7C15;
    private const int FirstLength = 4096;

    private readonly NodeList _nodes;
    private readonly NodeList _seedOf;
    private NativeArray<ulong> _keys;
    private NativeArray<int> _numbers;
    private ulong[] _streams;
    private int[] _seeds;
    private int _shift;

    /// <summary>Creates an empty numbering.</summary>
    public DisjointNumbering()
    {
        (_nodes, _seedOf) = (new NodeList(), new NodeList());
        (_keys, _numbers) = (new NativeArray<ulong>(FirstLength), new NativeArray<int>(FirstLength));
        (_seeds, _streams) = ([], []);
        _shift = 64 - BitOperations.Log2(FirstLength);
        _numbers.Span().Fill(-1);
    }

    public readonly int Count => _nodes.Count;

    public readonly int* Nodes => _nodes.Pointer;

    public void Begin(ReadOnlySpan<int> seeds)
    {
        _seeds = seeds.ToArray();
        _streams = new ulong[seeds.Length];
        Reserve(seeds.Length);
        for (int place = 0; place < seeds.Length; place++)
        {
            Number(seeds[place], place);
        }
    }

    public void Reserve(int more)
    {
        _nodes.Reserve(more);
        _seedOf.Reserve(more);
        long wanted = (long)BitOperations.RoundUpToPowerOf2(2 * ((ulong)Count + (ulong)more));
        if (wanted <= _numbers.Length)
        {
            return;
        }

        _keys.Dispose();
        _numbers.Dispose();
        (_keys, _numbers) = (new NativeArray<ulong>(wanted), new NativeArray<int>(wanted));
        Fill(_numbers);
        _shift = 64 - BitOperations.Log2((ulong)wanted);
        for (int number = 0; number < Count; number++)
        {
            ulong key = Key(Nodes[number], _seedOf.Pointer[number]);
            long slot = Find(key);
            (_keys.Pointer[slot], _numbers.Pointer[slot]) = (key, number);
        }
    }

    public readonly void BeginHop(RandomSource stream)
    {
        for (int place = 0; place < _seeds.Length; place++)
        {
            _streams[place] = stream.Stream((ulong)_seeds[place]).StreamId;
        }
    }

    public readonly ulong StreamId(int number) => _streams[_seedOf.Pointer[number]];

    /// <summary>Nothing: where the number is depends on the seed too.</summary>
    public readonly void Ask(int node)
    {
    }

    public readonly void Number(int first, int end, int* pointers, int* found)
    {
        for (int target = first; target < end; target++)
        {
            int place = _seedOf.Pointer[target];
            for (int edge = pointers[target]; edge < pointers[target + 1]; edge++)
            {
                Prefetch.Line(_numbers.Pointer + Slot(Key(found[edge], place)));
                Prefetch.Line(_keys.Pointer + Slot(Key(found[edge], place)));
            }
        }

        for (int target = first; target < end; target++)
        {
            int place = _seedOf.Pointer[target];
            for (int edge = pointers[target]; edge < pointers[target + 1]; edge++)
            {
                found[edge] = Number(found[edge], place);
            }
        }
    }

    public readonly NativeArray<int>? SeedsOfNodes() => new(new ReadOnlySpan<int>(_seedOf.Pointer, Count));

    public readonly void Clear()
    {
        if (Count > _numbers.Length / 16)
        {
            Fill(_numbers);
        }
        else
        {
            // Last in, first out: no search passes over a slot that is empty already.
            for (int number = Count - 1; number >= 0; number--)
            {
                _numbers.Pointer[Find(Key(Nodes[number], _seedOf.Pointer[number]))] = -1;
            }
        }

        (_nodes.Count, _seedOf.Count) = (0, 0);
    }

    public readonly void Dispose()
    {
        _nodes.Dispose();
        _seedOf.Dispose();
        _keys.Dispose();
        _numbers.Dispose();
    }

    private static ulong Key(int node, int place) => ((ulong)(uint)place << 32) | (uint)node;

    private static void Fill(NativeArray<int> numbers)
    {
        for (long slot = 0; slot < numbers.Length; slot += int.MaxValue)
        {
            numbers.Span(slot, (int)Math.Min(int.MaxValue, numbers.Length - slot)).Fill(-1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly long Slot(ulong key) => (long)((key * Factor) >> _shift);

    /// <summary>Where a key is, or the empty slot where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly long Find(ulong key)
    {
        long slot = Slot(key);
        while (_numbers.Pointer[slot] >= 0 && _keys.Pointer[slot] != key)
        {
            slot = (slot + 1) & (_numbers.Length - 1);
        }

        return slot;
    }

    private readonly int Number(int node, int place)
    {
        ulong key = Key(node, place);
        long slot = Find(key);
        int number = _numbers.Pointer[slot];
        if (number >= 0)
        {
            return number;
        }

        (_keys.Pointer[slot], _numbers.Pointer[slot]) = (key, Count);
        (_nodes.Pointer[_nodes.Count++], _seedOf.Pointer[_seedOf.Count++]) = (node, place);
        return Count - 1;
    }
}
