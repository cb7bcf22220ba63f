using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Sampling.Neighbors;

/// <summary>Exponential random numbers of mean 1, one of each random word: -ln(1 - v) with v the middle of the word's 2^-32 of [0, 1); of the larger words the last bit does
/// not count.</summary>
/// <remarks>
/// In single precision, by multiplications and additions that each round alone, so that every machine computes the same bits, and to 1e-7 of the result however small it
/// is: the smallest decide a race. Numbers lie in [2^-33, 22.2].
/// </remarks>
internal static unsafe class Exponentials
{
    /// <summary>Below it 1 - v is above sqrt(1/2), and the logarithm is that of a number near 1, given by v itself.</summary>
    private const uint NearWords = 0x4AFB0CCC;
    private const float NearUnit = 1f / (1L << 32);
    private const float FarUnit = 1f / (1L << 31);

    private const int RootHalfBits = 0x3F3504F3;
    private const int FractionBits = 0x7FFFFF;
    private const int FractionLength = 23;

    // ln 2 in two parts: the first has so few bits that its product with any exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // (ln(1 + f) - f + f^2 / 2) / f^3 for 1 + f from sqrt(1/2) to sqrt(2): a least-squares fit at Chebyshev's points, whose error is 6e-9 of the logarithm.
    private const float C0 = 0.333333283662796f;
    private const float C1 = -0.2500082850456238f;
    private const float C2 = 0.20001445710659027f;
    private const float C3 = -0.16623273491859436f;
    private const float C4 = 0.1419764757156372f;
    private const float C5 = -0.13156946003437042f;
    private const float C6 = 0.12785537540912628f;
    private const float C7 = -0.07670865207910538f;

    /// <summary>Replaces words by their numbers.</summary>
    /// <param name="words">The words; may be read and written to the end of a vector of eight.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Replace(uint* words, int count)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            for (int i = 0; i < count; i += Vector256<uint>.Count)
            {
                Of(Vector256.Load(words + i)).Store((float*)words + i);
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                ((float*)words)[i] = Of(words[i]);
            }
        }
    }

    /// <summary>The number of one word.</summary>
    public static float Of(uint word)
    {
        float exponent = 0, f;
        if (word < NearWords)
        {
            f = ((int)word + 0.5f) * -NearUnit;
        }
        else
        {
            float far = ((int)(~word >> 1) + 0.5f) * FarUnit;
            int bits = BitConverter.SingleToInt32Bits(far) - RootHalfBits;
            exponent = bits >> FractionLength;
            f = BitConverter.Int32BitsToSingle((bits & FractionBits) + RootHalfBits) - 1;
        }

        float sum = (C7 * f) + C6;
        sum = (sum * f) + C5;
        sum = (sum * f) + C4;
        sum = (sum * f) + C3;
        sum = (sum * f) + C2;
        sum = (sum * f) + C1;
        sum = (sum * f) + C0;
        float square = f * f;
        float rest = (sum * f * square) + (exponent * Ln2Low) - (0.5f * square);
        return -(f + rest + (exponent * Ln2High));
    }

    /// <summary>The numbers of eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<uint> words)
    {
        Vector256<float> half = Vector256.Create(0.5f);
        Vector256<int> isNear = Vector256.LessThan(words, Vector256.Create(NearWords)).AsInt32();
        Vector256<float> near = (Vector256.ConvertToSingle(words.AsInt32()) + half) * Vector256.Create(-NearUnit);
        Vector256<float> far = (Vector256.ConvertToSingle((~words >>> 1).AsInt32()) + half) * Vector256.Create(FarUnit);
        Vector256<int> bits = far.AsInt32() - Vector256.Create(RootHalfBits);
        Vector256<float> exponent = Vector256.ConvertToSingle(Vector256.AndNot(bits >> FractionLength, isNear));
        Vector256<float> fraction = ((bits & Vector256.Create(FractionBits)) + Vector256.Create(RootHalfBits)).AsSingle() - Vector256<float>.One;
        Vector256<float> f = Vector256.ConditionalSelect(isNear.AsSingle(), near, fraction);
        Vector256<float> sum = (Vector256.Create(C7) * f) + Vector256.Create(C6);
        sum = (sum * f) + Vector256.Create(C5);
        sum = (sum * f) + Vector256.Create(C4);
        sum = (sum * f) + Vector256.Create(C3);
        sum = (sum * f) + Vector256.Create(C2);
        sum = (sum * f) + Vector256.Create(C1);
        sum = (sum * f) + Vector256.Create(C0);
        Vector256<float> square = f * f;
        Vector256<float> rest = (sum * f * square) + (exponent * Vector256.Create(Ln2Low)) - (half * square);
        return -(f + rest + (exponent * Vector256.Create(Ln2High)));
    }
}
