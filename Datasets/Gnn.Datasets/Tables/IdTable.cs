using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Datasets.Tables;

/// <summary>Ids as UTF-8 in an arena, numbered as they come, and an open-addressing table over them.</summary>
/// <remarks>
/// A slot holds 32 bits of hash and the number plus 1, 0 where it is free; the place in the table comes from the same bits, so growing reads no id. An id in
/// the arena has its length before it, in one byte or two. Keys are looked up some tens at a time, each step of all before the next step of any, so that
/// their memory is on its way together.
/// </remarks>
internal sealed unsafe class IdTable
{
    internal const int MaxIdBytes = (1 << 15) - 1;
    private const int ChunkBits = 20;
    private const int ChunkBytes = 1 << ChunkBits;
    private const int Batch = 32;

    private const int LeastBytes = 256;
    private const int LeastSlots = 16;
    private const int LeastIds = 8;

    private readonly List<byte[]> _chunks;
    private ulong[] _slots;
    private long[] _places;
    private int _chunkUsed;

    /// <summary>A table without ids.</summary>
    /// <param name="ids">How many ids to make room for; there may be more.</param>
    /// <param name="bytes">How many bytes they have, with one more for each.</param>
    internal IdTable(int ids = 0, long bytes = 0)
    {
        long slots = LeastSlots;
        while (slots - (slots / 4) < ids)
        {
            slots *= 2;
        }

        _chunks = [new byte[Math.Clamp(bytes, LeastBytes, ChunkBytes)]];
        _slots = new ulong[slots];
        _places = new long[Math.Max(LeastIds, ids)];
    }

    internal int Count { get; private set; }

    internal ReadOnlySpan<byte> Utf8(int node)
    {
        Debug.Assert((uint)node < (uint)Count, "the node is there");
        return IdAt(_places[node]);
    }

    internal int Find(ReadOnlySpan<byte> id) => Find(IdKey.HashOf(id), id);

    internal int GetOrAdd(ReadOnlySpan<byte> id)
    {
        uint hash = IdKey.HashOf(id);
        int node = Find(hash, id);
        return node >= 0 ? node : Add(hash, id);
    }

    /// <summary>Looks up ids that lie in a block of text.</summary>
    /// <param name="text">The block.</param>
    /// <param name="keys">The ids; a missing one gets -1.</param>
    /// <param name="nodes">Takes their numbers, -1 for those that are not there.</param>
    /// <param name="adds">Whether those that are not there are added.</param>
    internal void Resolve(ReadOnlySpan<byte> text, ReadOnlySpan<IdKey> keys, Span<int> nodes, bool adds)
    {
        for (int start = 0; start < keys.Length; start += Batch)
        {
            ReadOnlySpan<IdKey> batch = keys.Slice(start, Math.Min(Batch, keys.Length - start));
            Touch(batch);
            for (int i = 0; i < batch.Length; i++)
            {
                IdKey key = batch[i];
                if (key.Length < 0)
                {
                    nodes[start + i] = -1;
                    continue;
                }

                ReadOnlySpan<byte> id = text.Slice(key.Start, key.Length);
                int node = Find(key.Hash, id);
                nodes[start + i] = node < 0 && adds ? Add(key.Hash, id) : node;
            }
        }
    }

    // Asks for the memory that the lookups to come will read; what it guesses wrong costs time alone.
    private void Touch(ReadOnlySpan<IdKey> keys)
    {
        if (!Sse.IsSupported || Count < 4096)
        {
            return;
        }

        uint mask = (uint)_slots.Length - 1;
        fixed (ulong* slots = _slots)
        fixed (long* places = _places)
        {
            foreach (ref readonly IdKey key in keys)
            {
                Sse.Prefetch0(slots + (key.Hash & mask));
            }

            foreach (ref readonly IdKey key in keys)
            {
                ulong slot = slots[key.Hash & mask];
                if ((uint)(slot >> 32) == key.Hash && slot != 0)
                {
                    Sse.Prefetch0(places + ((uint)slot - 1));
                }
            }

            foreach (ref readonly IdKey key in keys)
            {
                ulong slot = slots[key.Hash & mask];
                if ((uint)(slot >> 32) == key.Hash && slot != 0)
                {
                    long place = places[(uint)slot - 1];
                    Sse.Prefetch0(Unsafe.AsPointer(ref _chunks[(int)(place >> ChunkBits)][place & (ChunkBytes - 1)]));
                }
            }
        }
    }

    private int Find(uint hash, ReadOnlySpan<byte> id)
    {
        ulong[] slots = _slots;
        uint mask = (uint)slots.Length - 1;
        for (uint at = hash & mask; ; at = (at + 1) & mask)
        {
            ulong slot = slots[at];
            if (slot == 0)
            {
                return -1;
            }

            if ((uint)(slot >> 32) == hash && IdAt(_places[(uint)slot - 1]).SequenceEqual(id))
            {
                return (int)((uint)slot - 1);
            }
        }
    }

    private int Add(uint hash, ReadOnlySpan<byte> id)
    {
        if (Count == Array.MaxLength)
        {
            throw new InvalidOperationException($"A map holds at most {Array.MaxLength} ids.");
        }

        if (Count == _places.Length)
        {
            Array.Resize(ref _places, (int)Math.Min(Array.MaxLength, Count < (1 << 20) ? Count * 2L : Count + (Count / 2L)));
        }

        if (Count + 1L > _slots.Length - (_slots.Length / 4L))
        {
            Grow();
        }

        int node = Count++;
        _places[node] = Store(id);
        Place(_slots, hash, node);
        return node;
    }

    private void Grow()
    {
        var slots = new ulong[checked(_slots.Length * 2)];
        foreach (ulong slot in _slots)
        {
            if (slot != 0)
            {
                Place(slots, (uint)(slot >> 32), (int)((uint)slot - 1));
            }
        }

        _slots = slots;
    }

    private static void Place(ulong[] slots, uint hash, int node)
    {
        uint mask = (uint)slots.Length - 1;
        uint at = hash & mask;
        while (slots[at] != 0)
        {
            at = (at + 1) & mask;
        }

        slots[at] = ((ulong)hash << 32) | ((uint)node + 1);
    }

    private long Store(ReadOnlySpan<byte> id)
    {
        Debug.Assert(id.Length <= MaxIdBytes, "the length was checked where the id was read");
        int header = id.Length < 0x80 ? 1 : 2;
        int needed = header + id.Length;
        byte[] chunk = _chunks[^1];
        if (_chunkUsed + needed > chunk.Length && chunk.Length < ChunkBytes)
        {
            Array.Resize(ref chunk, (int)Math.Min(ChunkBytes, Math.Max(chunk.Length * 2L, _chunkUsed + needed)));
            _chunks[^1] = chunk;
        }

        if (_chunkUsed + needed > chunk.Length)
        {
            chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
            _chunks.Add(chunk);
            _chunkUsed = 0;
        }

        long place = ((long)(_chunks.Count - 1) << ChunkBits) | (uint)_chunkUsed;
        if (header == 1)
        {
            chunk[_chunkUsed] = (byte)id.Length;
        }
        else
        {
            chunk[_chunkUsed] = (byte)(0x80 | (id.Length >> 8));
            chunk[_chunkUsed + 1] = (byte)id.Length;
        }

        id.CopyTo(chunk.AsSpan(_chunkUsed + header));
        _chunkUsed += needed;
        return place;
    }

    private ReadOnlySpan<byte> IdAt(long place)
    {
        byte[] chunk = _chunks[(int)(place >> ChunkBits)];
        int at = (int)(place & (ChunkBytes - 1));
        int first = chunk[at];
        return first < 0x80 ? chunk.AsSpan(at + 1, first) : chunk.AsSpan(at + 2, ((first & 0x7F) << 8) | chunk[at + 1]);
    }
}
