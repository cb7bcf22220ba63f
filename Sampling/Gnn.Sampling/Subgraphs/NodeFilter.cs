using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Finds in long lists the few nodes that may belong to a small set: a bit for each of their hashes, so few bits that they stay in the nearest
/// cache.</summary>
/// <remarks>A node of the set is always found; of 64 others about one is found too, and the caller looks closer. (Bloom, "Space/time trade-offs in hash coding with
/// allowable errors", 1970, with one hash.) Where a bit for each node of the graph takes no more room, that is the hash.</remarks>
/// <param name="nodeCount">The number of nodes of the graph.</param>
internal sealed unsafe class NodeFilter(int nodeCount) : IDisposable
{
    private const uint Factor = 0x9E3779B1;
    private const int BitsPerNode = 64;
    private const uint LeastBits = 1 << 12;
    private const int WordBits = 32;

    private NativeArray<uint> _words = new(LeastBits / WordBits);
    private uint _factor;
    private int _shift;

    /// <summary>Begins a set.</summary>
    /// <param name="nodes">Its nodes.</param>
    internal void Begin(ReadOnlySpan<int> nodes)
    {
        ulong bits = Math.Max(BitOperations.RoundUpToPowerOf2(BitsPerNode * (ulong)nodes.Length), LeastBits);
        bool isExact = bits >= (ulong)nodeCount;
        (bits, _factor, _shift) = isExact ? ((ulong)nodeCount, 1, 0) : (bits, Factor, WordBits - BitOperations.Log2(bits));
        long length = (long)((bits + WordBits - 1) / WordBits);
        if (length > _words.Length)
        {
            _words.Dispose();
            _words = new NativeArray<uint>(length);
        }

        uint* words = _words.Pointer;
        new Span<uint>(words, (int)length).Clear();
        foreach (int node in nodes)
        {
            uint bit = Bit(node);
            words[bit / WordBits] |= 1u << (int)bit;
        }
    }

    /// <summary>Finds nodes that may be of the set.</summary>
    /// <param name="nodes">The nodes to look at.</param>
    /// <param name="count">How many.</param>
    /// <param name="places">Receives the places of those found, rising; has room for all.</param>
    /// <returns>How many were found.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Find(int* nodes, int count, int* places)
    {
        if (!Avx2.IsSupported || !Vector256.IsHardwareAccelerated)
        {
            return FindScalar(nodes, 0, count, places, 0);
        }

        int found = 0;
        int i = 0;
        uint* words = _words.Pointer;
        Vector256<uint> factor = Vector256.Create(_factor);
        Vector256<uint> lowBits = Vector256.Create(WordBits - 1u);
        for (; i <= count - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256<uint> bits = (Vector256.Load(nodes + i).AsUInt32() * factor) >>> _shift;
            Vector256<uint> gathered = Avx2.GatherVector256(words, (bits >>> 5).AsInt32(), sizeof(uint));
            uint hits = Avx2.ShiftLeftLogicalVariable(gathered, Vector256.AndNot(lowBits, bits)).ExtractMostSignificantBits();
            for (; hits != 0; hits &= hits - 1)
            {
                places[found++] = i + BitOperations.TrailingZeroCount(hits);
            }
        }

        return FindScalar(nodes, i, count, places, found);
    }

    /// <summary>The same node by node.</summary>
    /// <param name="nodes">The nodes to look at.</param>
    /// <param name="first">The first place.</param>
    /// <param name="count">The place after the last one.</param>
    /// <param name="places">Receives places.</param>
    /// <param name="found">How many it has already.</param>
    /// <returns>How many it has now.</returns>
    internal int FindScalar(int* nodes, int first, int count, int* places, int found)
    {
        uint* words = _words.Pointer;
        for (int i = first; i < count; i++)
        {
            uint bit = Bit(nodes[i]);
            places[found] = i;
            found += (int)((words[bit / WordBits] >> (int)bit) & 1);
        }

        return found;
    }

    public void Dispose() => _words.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Bit(int node) => ((uint)node * _factor) >> _shift;
}
