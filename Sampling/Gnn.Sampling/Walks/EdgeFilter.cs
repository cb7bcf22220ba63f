using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Walks;

/// <summary>A set of edges of which a question costs one word of memory: "no" is always right, "yes" is for an exact search to check.</summary>
/// <remarks>
/// Bloom, Space/time trade-offs in hash coding with allowable errors, 1970, with both bits of an edge in one word. 8 to 16 bits an edge; between 2 and 5 % of
/// the edges that are not there are answered "yes".
/// </remarks>
internal readonly unsafe struct EdgeFilter
{
    private const int LeastBits = 16;
    private const int MostBits = 36;

    private readonly ulong* _words;
    private readonly int _shift;

    private EdgeFilter(ulong* words, int shift)
    {
        _words = words;
        _shift = shift;
    }

    /// <summary>The memory of a filter of so many edges, cleared.</summary>
    public static NativeArray<ulong> Allocate(long edges)
    {
        int bits = Math.Clamp(BitOperations.Log2((ulong)Math.Max(1, edges)) + 4, LeastBits, MostBits);
        var words = new NativeArray<ulong>(1L << (bits - 6));
        NativeMemory.Clear(words.Pointer, (nuint)(words.Length * sizeof(ulong)));
        return words;
    }

    /// <summary>The filter over memory of <see cref="Allocate"/>.</summary>
    public static EdgeFilter Over(NativeArray<ulong> words) => new(words.Pointer, 64 - BitOperations.Log2((ulong)words.Length));

    /// <summary>Adds an edge; any number of threads may.</summary>
    public void Add(int source, int target)
    {
        ulong hash = Hash(source, target);
        Interlocked.Or(ref *(long*)(_words + (hash >> _shift)), (long)Bits(hash));
    }

    /// <summary>A number of an edge, from which its word and its bits follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(int source, int target)
    {
        ulong mixed = (((ulong)(uint)source << 32) | (uint)target) * 0x9E3779B97F4A7C15;
        return (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
    }

    /// <summary>Fetches the word of an edge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ask(ulong hash) => Prefetch.Line(_words + (hash >> _shift));

    /// <summary>Whether an edge may be in the set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayContain(ulong hash)
    {
        ulong bits = Bits(hash);
        return (_words[hash >> _shift] & bits) == bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ulong hash) => (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> 6) & 63));
}
