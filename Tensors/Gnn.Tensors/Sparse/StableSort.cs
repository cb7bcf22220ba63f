using System.Numerics;
using System.Runtime.InteropServices;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Sparse;

/// <summary>A counting sort of items by key that keeps their order: where each key's run begins, and what is at each place.</summary>
/// <remarks>
/// <para>Many items are sorted in two passes, both on all threads. The first cuts the items into chunks and moves them into buckets of neighbouring keys, of
/// which there are few enough that each is written in order; the second sorts each bucket, which stays in a core's cache. A stable order is unique, so the
/// result does not hang on the cut or on the threads.</para>
/// <para>Few items are sorted in one pass on the calling thread. Beside the result, 2 bytes an item and a bucket's content for each thread are used.</para>
/// </remarks>
internal static unsafe class StableSort
{
    /// <summary>The items below which one pass on one thread is faster.</summary>
    internal const long ParallelItems = 1 << 16;

    private const int BucketBits = 9;

    // A key's place in its bucket has 16 bits.
    private const int MaxShift = 16;
    private const long ItemsPerChunk = 1 << 15;
    private const int MaxChunks = 64;

    /// <summary>Sorts items whose keys are in range.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="input">What is sorted.</param>
    /// <param name="output">Where it goes.</param>
    internal static void Sort<TIndex>(ForkJoinPool pool, in SortInput<TIndex> input, in SortOutput<TIndex> output)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (input.Count < ParallelItems)
        {
            SortDirectly(input, output);
            return;
        }

        int shift = Math.Min(MaxShift, 32 - Math.Min(32, BitOperations.LeadingZeroCount((uint)(input.KeyCount - 1) >> BucketBits)));
        int buckets = (int)(((input.KeyCount - 1L) >> shift) + 1);
        int chunks = (int)Math.Min(MaxChunks, (input.Count + ItemsPerChunk - 1) / ItemsPerChunk);
        using var cursors = new NativeArray<long>((long)chunks * buckets);
        using var starts = new NativeArray<long>(buckets + 1L);
        using var keysInBucket = new NativeArray<ushort>(input.Count);
        var partition = new PartitionJob<TIndex>
        {
            Input = input,
            Output = output,
            KeysInBucket = keysInBucket.Pointer,
            Cursors = cursors.Pointer,
            Buckets = buckets,
            Shift = shift,
            Chunks = chunks,
            Counts = true,
        };
        pool.Run(ref partition, chunks);
        FindStarts(cursors.Pointer, starts.Pointer, chunks, buckets);
        partition.Counts = false;
        pool.Run(ref partition, chunks);
        var sort = new BucketJob<TIndex> { Output = output, KeysInBucket = keysInBucket.Pointer, Starts = starts.Pointer, KeyCount = input.KeyCount, Shift = shift };
        pool.Run(ref sort, buckets);
        output.Pointers[input.KeyCount] = TIndex.CreateTruncating(input.Count);
    }

    // Turns the counts of chunks and buckets into the place of each chunk's first item in each bucket.
    private static void FindStarts(long* cursors, long* starts, int chunks, int buckets)
    {
        long place = 0;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            starts[bucket] = place;
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                long* cursor = cursors + ((long)chunk * buckets) + bucket;
                (*cursor, place) = (place, place + *cursor);
            }
        }

        starts[buckets] = place;
    }

    private static void SortDirectly<TIndex>(in SortInput<TIndex> input, in SortOutput<TIndex> output)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        TIndex* pointers = output.Pointers;
        NativeMemory.Clear(pointers, (nuint)((input.KeyCount + 1L) * sizeof(TIndex)));
        for (long item = 0; item < input.Count; item++)
        {
            pointers[input.Keys[item]]++;
        }

        KeyRuns.Begin(pointers, input.KeyCount + 1L, TIndex.Zero);
        int row = input.RowOf(0);
        for (long item = 0; item < input.Count; item++)
        {
            long place = long.CreateTruncating(pointers[input.Keys[item]]++);
            output.Others[place] = input.OtherOf(item, ref row);
            output.Items[place] = TIndex.CreateTruncating(item);
            if (input.EdgeIds is not null)
            {
                output.EdgeIds[place] = input.EdgeIds[item];
            }
        }

        KeyRuns.StepBack(pointers, input.KeyCount, TIndex.Zero);
    }

    /// <summary>The runs of equal keys.</summary>
    private static class KeyRuns
    {
        /// <summary>Turns counts into the places where runs begin.</summary>
        public static void Begin<TIndex>(TIndex* pointers, long count, TIndex place)
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            for (long key = 0; key < count; key++)
            {
                (pointers[key], place) = (place, place + pointers[key]);
            }
        }

        /// <summary>Every pointer stands at its run's end, which is where the next run begins: sets all back to their beginnings.</summary>
        public static void StepBack<TIndex>(TIndex* pointers, long count, TIndex first)
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            for (long key = count - 1; key > 0; key--)
            {
                pointers[key] = pointers[key - 1];
            }

            if (count > 0)
            {
                pointers[0] = first;
            }
        }
    }

    /// <summary>Counts how many items of a chunk each bucket gets, or moves them there.</summary>
    private struct PartitionJob<TIndex> : IChunkJob
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal SortInput<TIndex> Input;
        internal SortOutput<TIndex> Output;
        internal ushort* KeysInBucket;
        internal long* Cursors;
        internal int Buckets;
        internal int Shift;
        internal int Chunks;
        internal bool Counts;

        public readonly void Execute(int chunk)
        {
            long start = (long)((Int128)Input.Count * chunk / Chunks);
            long end = (long)((Int128)Input.Count * (chunk + 1) / Chunks);
            long* cursors = Cursors + ((long)chunk * Buckets);
            if (Counts)
            {
                Count(cursors, start, end);
            }
            else if (Input.EdgeIds is null)
            {
                MoveEdges(cursors, start, end);
            }
            else
            {
                MoveEntries(cursors, start, end);
            }
        }

        private readonly void Count(long* cursors, long start, long end)
        {
            NativeMemory.Clear(cursors, (nuint)Buckets * sizeof(long));
            int* keys = Input.Keys;
            int shift = Shift;
            for (long item = start; item < end; item++)
            {
                cursors[keys[item] >> shift]++;
            }
        }

        private readonly void MoveEdges(long* cursors, long start, long end)
        {
            int* keys = Input.Keys, others = Input.Others, placedOthers = Output.Others;
            TIndex* placedItems = Output.Items;
            ushort* keysInBucket = KeysInBucket;
            int shift = Shift, mask = (1 << shift) - 1;
            for (long item = start; item < end; item++)
            {
                int key = keys[item];
                long place = cursors[key >> shift]++;
                placedOthers[place] = others[item];
                placedItems[place] = TIndex.CreateTruncating(item);
                keysInBucket[place] = (ushort)(key & mask);
            }
        }

        private readonly void MoveEntries(long* cursors, long start, long end)
        {
            int* keys = Input.Keys, placedRows = Output.Others;
            TIndex* edgeIds = Input.EdgeIds, placedItems = Output.Items, placedEdgeIds = Output.EdgeIds;
            ushort* keysInBucket = KeysInBucket;
            int shift = Shift, mask = (1 << shift) - 1;
            int row = Input.RowOf(start);
            for (long item = start; item < end; item++)
            {
                int key = keys[item];
                long place = cursors[key >> shift]++;
                placedRows[place] = Input.OtherOf(item, ref row);
                placedItems[place] = TIndex.CreateTruncating(item);
                placedEdgeIds[place] = edgeIds[item];
                keysInBucket[place] = (ushort)(key & mask);
            }
        }
    }

    /// <summary>Sorts the items of a bucket, which lie in their places as a whole, and finds where its keys' runs begin.</summary>
    private struct BucketJob<TIndex> : IChunkJob
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal SortOutput<TIndex> Output;
        internal ushort* KeysInBucket;
        internal long* Starts;
        internal int KeyCount;
        internal int Shift;

        public readonly void Execute(int chunk)
        {
            long firstKey = (long)chunk << Shift;
            int keys = (int)Math.Min(1L << Shift, KeyCount - firstKey);
            long start = Starts[chunk], count = Starts[chunk + 1] - start;
            TIndex* pointers = Output.Pointers + firstKey;
            ushort* keysInBucket = KeysInBucket + start;
            NativeMemory.Clear(pointers, (nuint)((long)keys * sizeof(TIndex)));
            for (long i = 0; i < count; i++)
            {
                pointers[keysInBucket[i]]++;
            }

            var first = TIndex.CreateTruncating(start);
            KeyRuns.Begin(pointers, keys, first);
            if (keys > 1)
            {
                using var memory = new NativeArray<byte>(count * (sizeof(int) + ((Output.EdgeIds is null ? 1 : 2) * sizeof(TIndex))));
                Scatter(pointers, keysInBucket, start, count, (TIndex*)memory.Pointer);
            }
            else
            {
                pointers[0] = first + TIndex.CreateTruncating(count);
            }

            KeyRuns.StepBack(pointers, keys, first);
        }

        private readonly void Scatter(TIndex* pointers, ushort* keysInBucket, long start, long count, TIndex* items)
        {
            TIndex* edgeIds = items + count;
            int* others = (int*)(Output.EdgeIds is null ? edgeIds : edgeIds + count);
            Buffer.MemoryCopy(Output.Items + start, items, count * sizeof(TIndex), count * sizeof(TIndex));
            Buffer.MemoryCopy(Output.Others + start, others, count * sizeof(int), count * sizeof(int));
            if (Output.EdgeIds is null)
            {
                for (long i = 0; i < count; i++)
                {
                    long place = long.CreateTruncating(pointers[keysInBucket[i]]++);
                    Output.Others[place] = others[i];
                    Output.Items[place] = items[i];
                }

                return;
            }

            Buffer.MemoryCopy(Output.EdgeIds + start, edgeIds, count * sizeof(TIndex), count * sizeof(TIndex));
            for (long i = 0; i < count; i++)
            {
                long place = long.CreateTruncating(pointers[keysInBucket[i]]++);
                Output.Others[place] = others[i];
                Output.Items[place] = items[i];
                Output.EdgeIds[place] = edgeIds[i];
            }
        }
    }
}
