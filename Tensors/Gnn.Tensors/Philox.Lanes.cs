using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Tensors;

/// <content>
/// The vector form. A lane holds one 32-bit word of a block in its lower half; its upper half holds rubbish, which no product reads and the
/// last step drops, so a round costs two products, two shifts and two three-way exclusive ors.
/// </content>
internal static partial class Philox
{
    /// <summary>What the vector form needs of a vector of 64-bit lanes.</summary>
    internal interface ILanes<TVector>
        where TVector : struct
    {
        /// <summary>Whether this machine has the instructions.</summary>
        static abstract bool IsSupported { get; }

        /// <summary>The number of lanes.</summary>
        static abstract int Count { get; }

        /// <summary>
        /// The block that each lane computes, counted from the first: chosen so that <see cref="PairLow"/> yields the first half of the
        /// blocks in order and <see cref="PairHigh"/> the second.
        /// </summary>
        static abstract TVector Order { get; }

        /// <summary>The same value in every lane.</summary>
        static abstract TVector Broadcast(ulong value);

        /// <summary>Reads a vector of block numbers from memory of any alignment, in the order of <see cref="Order"/>.</summary>
        static abstract TVector LoadInOrder(ref ulong source);

        /// <summary>The sum of each pair of lanes.</summary>
        static abstract TVector Add(TVector a, TVector b);

        /// <summary>The 64-bit product of the lower halves of each pair of lanes.</summary>
        static abstract TVector MultiplyLowerHalves(TVector a, TVector b);

        /// <summary>The upper half of each lane, as a number.</summary>
        static abstract TVector UpperHalf(TVector a);

        /// <summary>The exclusive or of three vectors.</summary>
        static abstract TVector Xor(TVector a, TVector b, TVector c);

        /// <summary>One lane from the lower halves of two: <paramref name="low"/> below <paramref name="high"/>.</summary>
        static abstract TVector Join(TVector low, TVector high);

        /// <summary>The even lanes of two vectors, taken in turn.</summary>
        static abstract TVector PairLow(TVector a, TVector b);

        /// <summary>The odd lanes of two vectors, taken in turn.</summary>
        static abstract TVector PairHigh(TVector a, TVector b);

        /// <summary>Reads a vector from memory of any alignment.</summary>
        static abstract TVector Load(ref ulong source);

        /// <summary>Writes the lower halves of two vectors, the first's before the second's, to memory of any alignment.</summary>
        static abstract void StoreLowerHalves(TVector first, TVector second, ref uint destination);

        /// <summary>Writes a vector to memory of any alignment.</summary>
        static abstract void Store(TVector a, ref ulong destination);
    }

    /// <summary>Fills as many whole vectors of blocks as the span holds.</summary>
    /// <returns>The number of words written.</returns>
    public static int FillWide<TLanes, TVector>(Span<uint> destination, ulong firstBlock, ulong stream, ulong seed)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int step = 2 * TLanes.Count * WordsPerBlock;
        TVector next = TLanes.Add(TLanes.Order, TLanes.Broadcast(firstBlock));
        TVector stride = TLanes.Broadcast((ulong)TLanes.Count);
        ref ulong target = ref Unsafe.As<uint, ulong>(ref MemoryMarshal.GetReference(destination));
        int done = 0;
        for (; done <= destination.Length - step; done += step)
        {
            // Two independent groups hide the latency of the products.
            TVector second = TLanes.Add(next, stride);
            Store<TLanes, TVector>(next, second, stream, seed, ref Unsafe.Add(ref target, done / 2));
            next = TLanes.Add(second, stride);
        }

        return done;
    }

    /// <summary>Computes the blocks of a list, as many as make pairs of vectors.</summary>
    /// <returns>The number of blocks computed.</returns>
    public static int FillListWide<TLanes, TVector>(ReadOnlySpan<ulong> blocks, Span<uint> destination, ulong stream, ulong seed)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref ulong source = ref MemoryMarshal.GetReference(blocks);
        ref ulong target = ref Unsafe.As<uint, ulong>(ref MemoryMarshal.GetReference(destination));
        int done = 0;
        for (; done <= blocks.Length - (2 * TLanes.Count); done += 2 * TLanes.Count)
        {
            TVector first = TLanes.LoadInOrder(ref Unsafe.Add(ref source, done));
            TVector second = TLanes.LoadInOrder(ref Unsafe.Add(ref source, done + TLanes.Count));
            Store<TLanes, TVector>(first, second, stream, seed, ref Unsafe.Add(ref target, done * WordsPerBlock / 2));
        }

        return done;
    }

    /// <summary>Computes groups of <see cref="GroupBlocks"/> blocks, each group's words by their place in the block.</summary>
    public static void FillGroupsWide<TLanes, TVector>(ReadOnlySpan<ulong> blocks, ReadOnlySpan<ulong> streams, Span<uint> destination, ulong seed)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ref ulong source = ref MemoryMarshal.GetReference(blocks);
        ref ulong lane = ref MemoryMarshal.GetReference(streams);
        ref uint target = ref MemoryMarshal.GetReference(destination);
        for (int group = 0; group < blocks.Length; group += GroupBlocks)
        {
            for (int block = 0; block < GroupBlocks; block += 2 * TLanes.Count)
            {
                ref ulong first = ref Unsafe.Add(ref source, group + block);
                ref ulong stream = ref Unsafe.Add(ref lane, block);
                Rounds10<TLanes, TVector>(
                    TLanes.Load(ref first), TLanes.Load(ref Unsafe.Add(ref first, TLanes.Count)),
                    TLanes.Load(ref stream), TLanes.Load(ref Unsafe.Add(ref stream, TLanes.Count)), seed,
                    out TVector a0, out TVector a1, out TVector a2, out TVector a3, out TVector b0, out TVector b1, out TVector b2, out TVector b3);
                ref uint words = ref Unsafe.Add(ref target, (WordsPerBlock * group) + block);
                TLanes.StoreLowerHalves(a0, b0, ref words);
                TLanes.StoreLowerHalves(a1, b1, ref Unsafe.Add(ref words, GroupBlocks));
                TLanes.StoreLowerHalves(a2, b2, ref Unsafe.Add(ref words, 2 * GroupBlocks));
                TLanes.StoreLowerHalves(a3, b3, ref Unsafe.Add(ref words, 3 * GroupBlocks));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector>(TVector blocksA, TVector blocksB, ulong stream, ulong seed, ref ulong target)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector streams = TLanes.Broadcast(stream);
        Rounds10<TLanes, TVector>(
            blocksA, blocksB, streams, streams, seed,
            out TVector a0, out TVector a1, out TVector a2, out TVector a3, out TVector b0, out TVector b1, out TVector b2, out TVector b3);
        StoreBlocks<TLanes, TVector>(TLanes.Join(a0, a1), TLanes.Join(a2, a3), ref target);
        StoreBlocks<TLanes, TVector>(TLanes.Join(b0, b1), TLanes.Join(b2, b3), ref Unsafe.Add(ref target, 2 * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rounds10<TLanes, TVector>(
        TVector blocksA,
        TVector blocksB,
        TVector streamsA,
        TVector streamsB,
        ulong seed,
        out TVector a0,
        out TVector a1,
        out TVector a2,
        out TVector a3,
        out TVector b0,
        out TVector b1,
        out TVector b2,
        out TVector b3)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector m0 = TLanes.Broadcast(Multiplier0);
        TVector m1 = TLanes.Broadcast(Multiplier1);
        a0 = blocksA;
        b0 = blocksB;
        a1 = TLanes.UpperHalf(blocksA);
        b1 = TLanes.UpperHalf(blocksB);
        a2 = streamsA;
        b2 = streamsB;
        a3 = TLanes.UpperHalf(streamsA);
        b3 = TLanes.UpperHalf(streamsB);
        uint k0 = (uint)seed;
        uint k1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            TVector key0 = TLanes.Broadcast(k0);
            TVector key1 = TLanes.Broadcast(k1);
            TVector pa0 = TLanes.MultiplyLowerHalves(a0, m0);
            TVector pb0 = TLanes.MultiplyLowerHalves(b0, m0);
            TVector pa1 = TLanes.MultiplyLowerHalves(a2, m1);
            TVector pb1 = TLanes.MultiplyLowerHalves(b2, m1);
            a0 = TLanes.Xor(TLanes.UpperHalf(pa1), a1, key0);
            b0 = TLanes.Xor(TLanes.UpperHalf(pb1), b1, key0);
            a2 = TLanes.Xor(TLanes.UpperHalf(pa0), a3, key1);
            b2 = TLanes.Xor(TLanes.UpperHalf(pb0), b3, key1);
            a1 = pa1;
            b1 = pb1;
            a3 = pa0;
            b3 = pb0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreBlocks<TLanes, TVector>(TVector words01, TVector words23, ref ulong target)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes.Store(TLanes.PairLow(words01, words23), ref target);
        TLanes.Store(TLanes.PairHigh(words01, words23), ref Unsafe.Add(ref target, TLanes.Count));
    }

    /// <summary>Eight lanes, by AVX-512.</summary>
    internal readonly struct Lanes512 : ILanes<Vector512<ulong>>
    {
        public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

        public static int Count => 8;

        public static Vector512<ulong> Order => Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);

        public static Vector512<ulong> Broadcast(ulong value) => Vector512.Create(value);

        public static Vector512<ulong> LoadInOrder(ref ulong source) => Vector512.Shuffle(Vector512.LoadUnsafe(ref source), Order);

        public static Vector512<ulong> Add(Vector512<ulong> a, Vector512<ulong> b) => a + b;

        public static Vector512<ulong> MultiplyLowerHalves(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.Multiply(a.AsUInt32(), b.AsUInt32());

        public static Vector512<ulong> UpperHalf(Vector512<ulong> a) => a >>> 32;

        public static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) => a ^ b ^ c;

        public static Vector512<ulong> Join(Vector512<ulong> low, Vector512<ulong> high) => (low & Vector512.Create(0xFFFFFFFFUL)) | (high << 32);

        public static Vector512<ulong> PairLow(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.UnpackLow(a, b);

        public static Vector512<ulong> PairHigh(Vector512<ulong> a, Vector512<ulong> b) => Avx512F.UnpackHigh(a, b);

        public static Vector512<ulong> Load(ref ulong source) => Vector512.LoadUnsafe(ref source);

        public static void StoreLowerHalves(Vector512<ulong> first, Vector512<ulong> second, ref uint destination) =>
            Vector512.Narrow(first, second).StoreUnsafe(ref destination);

        public static void Store(Vector512<ulong> a, ref ulong destination) => a.StoreUnsafe(ref destination);
    }

    /// <summary>Four lanes, by AVX2.</summary>
    internal readonly struct Lanes256 : ILanes<Vector256<ulong>>
    {
        public static bool IsSupported => Avx2.IsSupported;

        public static int Count => 4;

        public static Vector256<ulong> Order => Vector256.Create(0UL, 2, 1, 3);

        public static Vector256<ulong> Broadcast(ulong value) => Vector256.Create(value);

        public static Vector256<ulong> LoadInOrder(ref ulong source) => Vector256.Shuffle(Vector256.LoadUnsafe(ref source), Order);

        public static Vector256<ulong> Add(Vector256<ulong> a, Vector256<ulong> b) => a + b;

        public static Vector256<ulong> MultiplyLowerHalves(Vector256<ulong> a, Vector256<ulong> b) => Avx2.Multiply(a.AsUInt32(), b.AsUInt32());

        public static Vector256<ulong> UpperHalf(Vector256<ulong> a) => a >>> 32;

        public static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) => a ^ b ^ c;

        public static Vector256<ulong> Join(Vector256<ulong> low, Vector256<ulong> high) => (low & Vector256.Create(0xFFFFFFFFUL)) | (high << 32);

        public static Vector256<ulong> PairLow(Vector256<ulong> a, Vector256<ulong> b) => Avx2.UnpackLow(a, b);

        public static Vector256<ulong> PairHigh(Vector256<ulong> a, Vector256<ulong> b) => Avx2.UnpackHigh(a, b);

        public static Vector256<ulong> Load(ref ulong source) => Vector256.LoadUnsafe(ref source);

        public static void StoreLowerHalves(Vector256<ulong> first, Vector256<ulong> second, ref uint destination) =>
            Vector256.Narrow(first, second).StoreUnsafe(ref destination);

        public static void Store(Vector256<ulong> a, ref ulong destination) => a.StoreUnsafe(ref destination);
    }

    /// <summary>Two lanes, by SSE2, by Arm's AdvSimd or by whatever else is 128 bits wide.</summary>
    internal readonly struct Lanes128 : ILanes<Vector128<ulong>>
    {
        public static bool IsSupported => Vector128.IsHardwareAccelerated;

        public static int Count => 2;

        public static Vector128<ulong> Order => Vector128.Create(0UL, 1);

        public static Vector128<ulong> Broadcast(ulong value) => Vector128.Create(value);

        public static Vector128<ulong> LoadInOrder(ref ulong source) => Vector128.LoadUnsafe(ref source);

        public static Vector128<ulong> Add(Vector128<ulong> a, Vector128<ulong> b) => a + b;

        public static Vector128<ulong> MultiplyLowerHalves(Vector128<ulong> a, Vector128<ulong> b)
        {
            if (Sse2.IsSupported)
            {
                return Sse2.Multiply(a.AsUInt32(), b.AsUInt32());
            }

            if (AdvSimd.IsSupported)
            {
                return AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a), AdvSimd.ExtractNarrowingLower(b));
            }

            Vector128<ulong> lower = Vector128.Create(0xFFFFFFFFUL);
            return (a & lower) * (b & lower);
        }

        public static Vector128<ulong> UpperHalf(Vector128<ulong> a) => a >>> 32;

        public static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) => a ^ b ^ c;

        public static Vector128<ulong> Join(Vector128<ulong> low, Vector128<ulong> high) => (low & Vector128.Create(0xFFFFFFFFUL)) | (high << 32);

        public static Vector128<ulong> PairLow(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Create(a.GetLower(), b.GetLower());

        public static Vector128<ulong> PairHigh(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Create(a.GetUpper(), b.GetUpper());

        public static Vector128<ulong> Load(ref ulong source) => Vector128.LoadUnsafe(ref source);

        public static void StoreLowerHalves(Vector128<ulong> first, Vector128<ulong> second, ref uint destination) =>
            Vector128.Narrow(first, second).StoreUnsafe(ref destination);

        public static void Store(Vector128<ulong> a, ref ulong destination) => a.StoreUnsafe(ref destination);
    }
}
