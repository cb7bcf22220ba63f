namespace Gnn.Tensors;

/// <content>
/// Runs of uniform and normal numbers. Both precisions compute in double from the same words, and single precision rounds at the end, so that
/// a single-precision engine and a double-precision engine start from the same numbers.
/// </content>
public readonly partial record struct RandomSource
{
    private const int BatchDoubles = 256;

    /// <summary>Fills a span with uniform numbers from a half-open interval.</summary>
    /// <param name="destination">Receives the numbers of the indices from <paramref name="firstIndex"/> on.</param>
    /// <param name="firstIndex">The index of the first number, zero or more.</param>
    /// <param name="low">The lower bound, finite.</param>
    /// <param name="high">The upper bound, finite, at least <paramref name="low"/>; excluded unless it equals <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or too large, or a bound is not finite or out of order.</exception>
    /// <remarks>The number at index i is <c>low + (high - low) * DoubleAt(i)</c>, rounded; a sub-range equals that part of the whole.</remarks>
    public void FillUniform(Span<float> destination, long firstIndex, double low, double high)
    {
        CheckBounds(low, high);
        CheckRange(firstIndex, destination.Length);
        float last = Math.Max((float)low, MathF.BitDecrement((float)high));
        Span<double> batch = stackalloc double[BatchDoubles];
        for (int start = 0; start < destination.Length; start += BatchDoubles)
        {
            Span<float> part = destination.Slice(start, Math.Min(BatchDoubles, destination.Length - start));
            Span<double> values = batch[..part.Length];
            FillUniformCore(values, firstIndex + start, low, high);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = Math.Min((float)values[i], last);
            }
        }
    }

    /// <summary>Fills a span with uniform numbers from a half-open interval.</summary>
    /// <param name="destination">Receives the numbers of the indices from <paramref name="firstIndex"/> on.</param>
    /// <param name="firstIndex">The index of the first number, zero or more.</param>
    /// <param name="low">The lower bound, finite.</param>
    /// <param name="high">The upper bound, finite, at least <paramref name="low"/>; excluded unless it equals <paramref name="low"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or too large, or a bound is not finite or out of order.</exception>
    /// <remarks>The number at index i is <c>low + (high - low) * DoubleAt(i)</c>; a sub-range equals that part of the whole.</remarks>
    public void FillUniform(Span<double> destination, long firstIndex, double low, double high)
    {
        CheckBounds(low, high);
        CheckRange(firstIndex, destination.Length);
        FillUniformCore(destination, firstIndex, low, high);
    }

    /// <summary>Fills a span with normal numbers.</summary>
    /// <param name="destination">Receives the numbers of the indices from <paramref name="firstIndex"/> on.</param>
    /// <param name="firstIndex">The index of the first number, zero or more.</param>
    /// <param name="mean">The mean, finite.</param>
    /// <param name="std">The standard deviation, finite, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is negative or too large, the mean is not finite, or the deviation is not finite or negative.
    /// </exception>
    /// <remarks>The double-precision numbers of the same indices, rounded.</remarks>
    public void FillNormal(Span<float> destination, long firstIndex, double mean, double std)
    {
        CheckMoments(mean, std);
        CheckRange(firstIndex, destination.Length);
        Span<double> batch = stackalloc double[BatchDoubles];
        for (int start = 0; start < destination.Length; start += BatchDoubles)
        {
            Span<float> part = destination.Slice(start, Math.Min(BatchDoubles, destination.Length - start));
            Span<double> values = batch[..part.Length];
            FillNormalCore(values, firstIndex + start, mean, std);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = (float)values[i];
            }
        }
    }

    /// <summary>Fills a span with normal numbers.</summary>
    /// <param name="destination">Receives the numbers of the indices from <paramref name="firstIndex"/> on.</param>
    /// <param name="firstIndex">The index of the first number, zero or more.</param>
    /// <param name="mean">The mean, finite.</param>
    /// <param name="std">The standard deviation, finite, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is negative or too large, the mean is not finite, or the deviation is not finite or negative.
    /// </exception>
    /// <remarks>
    /// Box and Muller, "A note on the generation of random normal deviates", 1958: block p yields the numbers 2p (cosine) and 2p + 1 (sine), so a
    /// sub-range equals that part of the whole. Numbers lie within 8.6 standard deviations. The platform's logarithm, sine and cosine are used,
    /// so another operating system may differ in the last bit.
    /// </remarks>
    public void FillNormal(Span<double> destination, long firstIndex, double mean, double std)
    {
        CheckMoments(mean, std);
        CheckRange(firstIndex, destination.Length);
        FillNormalCore(destination, firstIndex, mean, std);
    }

    /// <summary>Two independent standard normal numbers from two uniform ones in [0, 1).</summary>
    internal static (double Cosine, double Sine) BoxMuller(double u, double v)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - u));
        (double sine, double cosine) = Math.SinCos(Math.Tau * v);
        return (radius * cosine, radius * sine);
    }

    private static void CheckBounds(double low, double high)
    {
        if (!double.IsFinite(low))
        {
            throw new ArgumentOutOfRangeException(nameof(low), low, "The lower bound must be finite.");
        }

        if (!(high >= low) || !double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), high, $"The upper bound must be finite, at least {low} and not infinitely far from it.");
        }
    }

    private static void CheckMoments(double mean, double std)
    {
        if (!double.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean must be finite.");
        }

        if (!double.IsFinite(std) || std < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation must be finite and zero or more.");
        }
    }

    private void FillUniformCore(Span<double> destination, long firstIndex, double low, double high)
    {
        double width = high - low;
        double last = Math.Max(low, Math.BitDecrement(high));
        Span<uint> batch = stackalloc uint[2 * BatchDoubles];
        for (int start = 0; start < destination.Length; start += BatchDoubles)
        {
            Span<double> part = destination.Slice(start, Math.Min(BatchDoubles, destination.Length - start));
            Span<uint> words = batch[..(2 * part.Length)];
            FillWords(words, 2 * (ulong)(firstIndex + start));
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = Math.Min(low + (width * ToDouble(words[2 * i], words[(2 * i) + 1])), last);
            }
        }
    }

    private void FillNormalCore(Span<double> destination, long firstIndex, double mean, double std)
    {
        Span<uint> words = stackalloc uint[2 * BatchDoubles];
        int done = 0;
        while (done < destination.Length)
        {
            // A batch begins at a whole block: at an odd index the first number of its pair is computed and dropped.
            ulong index = (ulong)(firstIndex + done);
            int skip = (int)(index & 1);
            int count = Math.Min(BatchDoubles - skip, destination.Length - done);
            int pairs = (skip + count + 1) / 2;
            Philox.Fill(words[..(pairs * Philox.WordsPerBlock)], index / 2, StreamId, Seed);
            for (int pair = 0; pair < pairs; pair++)
            {
                ReadOnlySpan<uint> block = words.Slice(pair * Philox.WordsPerBlock, Philox.WordsPerBlock);
                (double even, double odd) = BoxMuller(ToDouble(block[0], block[1]), ToDouble(block[2], block[3]));
                int at = (2 * pair) - skip;
                if (at >= 0)
                {
                    destination[done + at] = mean + (std * even);
                }

                if (at + 1 < count)
                {
                    destination[done + at + 1] = mean + (std * odd);
                }
            }

            done += count;
        }
    }
}
