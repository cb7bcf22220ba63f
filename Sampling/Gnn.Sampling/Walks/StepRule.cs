namespace Gnn.Sampling.Walks;

/// <summary>How a second-order step treats a candidate: the chances of node2vec's three kinds of neighbours against a common measure.</summary>
/// <remarks>
/// <para>
/// A candidate is drawn from the entries of the row, each in one slot, and from extra slots that all stand for the way back. What is drawn is taken with the
/// chance <c>alpha / M</c> (alpha = 1 / p, 1 or 1 / q; M at least that of every kind but the way back), and if the way back has more than M, the rest of it,
/// <c>1 / p - M</c>, is in the extra slots. So a small p does not make the others be rejected.
/// </para>
/// <para>Thresholds are for a random word, and 2^32 takes every one.</para>
/// </remarks>
internal struct StepRule
{
    private const double One = 1L << 32;

    /// <summary>Below it a candidate that does not lead back is taken without a look at what joins it to the node before.</summary>
    public ulong Low;

    /// <summary>From it on such a candidate is rejected.</summary>
    public ulong High;

    /// <summary>The threshold of an entry that leads back.</summary>
    public ulong Back;

    /// <summary>What the way back has beyond one slot for each average entry.</summary>
    public double Excess;

    /// <summary>The extra slots of a way back of one entry.</summary>
    public uint ExtraSlots;

    /// <summary>The threshold of those slots.</summary>
    public ulong ExtraThreshold;

    /// <summary>The rule of a first step, and of a row with one entry: whatever is drawn is taken.</summary>
    public static StepRule TakeAll => new() { Low = 1UL << 32, High = 1UL << 32, Back = 1UL << 32 };

    /// <summary>The rule of a step.</summary>
    /// <param name="p">The return parameter.</param>
    /// <param name="q">The in-out parameter.</param>
    /// <param name="mayShare">Whether some neighbour may be one of the node before.</param>
    /// <param name="heaviest">The largest number of average entries that a way back has anywhere.</param>
    public static StepRule Of(double p, double q, bool mayShare, double heaviest)
    {
        double far = 1 / q, near = mayShare ? 1 : far, back = 1 / p;

        // The extra slots of a row are at most 2^30, whatever p is.
        double most = Math.Max(Math.Max(near, far), back * heaviest / (1 << 30));
        double excess = Math.Max(0, (back / most) - 1);
        return new StepRule
        {
            Low = Threshold(Math.Min(near, far) / most),
            High = Threshold(Math.Max(near, far) / most),
            Back = Threshold(Math.Min(1, back / most)),
            Excess = excess,
            ExtraSlots = (uint)Math.Ceiling(excess),
            ExtraThreshold = excess > 0 ? Threshold(excess / Math.Ceiling(excess)) : 0,
        };
    }

    /// <summary>The number of random words of 2^32 that a chance takes.</summary>
    public static ulong Threshold(double chance) => (ulong)Math.Round(chance * One);
}
