using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>What kernels need of a vector of floats: a kernel is written once and compiled for each width, a single float being the oracle.</summary>
/// <remarks>A mask is a vector whose lanes have all bits set or none. Loads may read up to 64 bytes past a buffer's end, which pooled blocks allow.</remarks>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of lanes, a power of two.</summary>
    static abstract int Count { get; }

    /// <summary>Zero in every lane.</summary>
    static abstract TVector Zero { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>The same 32 bits in every lane.</summary>
    static abstract TVector BroadcastBits(int bits);

    /// <summary>A mask of the first lanes.</summary>
    static abstract TVector First(int count);

    /// <summary>Reads from memory of any alignment.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes to memory of any alignment.</summary>
    static abstract void Store(float* destination, TVector value);

    /// <summary>Writes the first lanes and nothing past them.</summary>
    static abstract void StoreFirst(float* destination, TVector value, int count);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a * b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a * b + c, rounded once where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The larger; NaN if either is.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller; NaN if either is.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>-a.</summary>
    static abstract TVector Negate(TVector a);

    /// <summary>|a|.</summary>
    static abstract TVector Abs(TVector a);

    /// <summary>The square root.</summary>
    static abstract TVector Sqrt(TVector a);

    /// <summary>The natural logarithm.</summary>
    static abstract TVector Log(TVector a);

    /// <summary>a ^ b.</summary>
    static abstract TVector Pow(TVector a, TVector b);

    /// <summary>a * 2^exponent for a whole exponent in [-160, 160].</summary>
    static abstract TVector Scale(TVector a, TVector exponent);

    /// <summary>2^exponent for a whole exponent in [-126, 127]; any number for NaN.</summary>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>The mask of a &lt; b.</summary>
    static abstract TVector Less(TVector a, TVector b);

    /// <summary>The mask of a &lt;= b.</summary>
    static abstract TVector LessOrEqual(TVector a, TVector b);

    /// <summary>The mask of a = b.</summary>
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>The mask of equal bits.</summary>
    static abstract TVector EqualBits(TVector a, TVector b);

    /// <summary>The mask of words below a bound, unsigned.</summary>
    static abstract TVector BelowWords(uint* words, uint bound);

    /// <summary>The bits of a that are not set in b.</summary>
    static abstract TVector AndNot(TVector a, TVector b);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);

    /// <summary>The first lane.</summary>
    static abstract float ToScalar(TVector a);

    /// <summary>The sum of the lanes, in an order that is the same for each call.</summary>
    static abstract float Sum(TVector a);

    /// <summary>The <see cref="Sum"/> of each of four vectors, to the bit.</summary>
    static abstract Vector128<float> Sums(TVector a, TVector b, TVector c, TVector d);

    /// <summary>The largest lane; NaN if any lane is.</summary>
    static abstract float MaxAcross(TVector a);

    /// <summary>The smallest lane; NaN if any lane is.</summary>
    static abstract float MinAcross(TVector a);

    /// <summary>The lanes of a that the bits of an index name, 0 to <see cref="Count"/> - 1.</summary>
    static abstract TVector Permute(TVector a, TVector index);

    /// <summary>The sums of neighbouring lanes: those of a, then those of b. A single lane has no neighbour and is not for this.</summary>
    static abstract TVector PairSums(TVector a, TVector b);

    /// <summary>The first bit of each lane of a mask, lane 0 lowest.</summary>
    static abstract uint Bits(TVector mask);

    /// <summary>The larger in one instruction: b where they are equal or b is NaN; where only a is NaN, either.</summary>
    static abstract TVector Larger(TVector a, TVector b);

    /// <summary>The smaller in one instruction: b where they are equal or b is NaN; where only a is NaN, either.</summary>
    static abstract TVector Smaller(TVector a, TVector b);

    /// <summary>The sum of the lanes' bits as whole numbers.</summary>
    static abstract TVector AddBits(TVector a, TVector b);

    /// <summary>The mask of the lanes whose bits are set, the first lane's lowest; bits past the lanes do not count.</summary>
    static abstract TVector LanesOf(uint set);

    /// <summary>The mask of the lanes whose own bit, a power of 2, is set.</summary>
    static abstract TVector LanesOf(uint* set, TVector own);

    /// <summary>Four floats from each of as many places as there are fours of lanes. A single lane is not for this, nor for the three that follow.</summary>
    static abstract TVector LoadQuads(float* source, long step);

    /// <summary>Writes the fours of four vectors, each vector's first, then each one's second and so on; steps are from one to the next.</summary>
    static abstract void StoreQuads(float* destination, long step, TVector a, TVector b, TVector c, TVector d);

    /// <summary>In each four lanes the first two of a and b in turn: a0, b0, a1, b1.</summary>
    static abstract TVector ZipLow(TVector a, TVector b);

    /// <summary>In each four lanes the last two of a and b in turn: a2, b2, a3, b3.</summary>
    static abstract TVector ZipHigh(TVector a, TVector b);
}
