namespace Gnn.Sampling.Subgraphs;

/// <summary>Labels of nodes by their distances to the two ends of a link: double-radius node labelling (DRNL).</summary>
/// <remarks>
/// <code>
/// z(x) = 1 + min(d_u, d_v) + (d / 2) ((d / 2) + (d % 2) - 1)     d = d_u + d_v, divisions of integers
/// z(u) = z(v) = 1,   z(x) = 0 where u or v does not reach x
/// </code>
/// <para>Labels number the pairs {d_u, d_v} without gaps, by their sum and then by their product. Paper: M. Zhang and Y. Chen, "Link Prediction Based on Graph
/// Neural Networks", NeurIPS 2018.</para>
/// </remarks>
public static class DoubleRadiusLabel
{
    /// <summary>The label of the two ends.</summary>
    public const int OfEnd = 1;

    /// <summary>The label of a node that one of the ends does not reach.</summary>
    public const int Unreached = 0;

    /// <summary>The largest distance that has a label.</summary>
    public const int LargestDistance = 32767;

    /// <summary>The label of a node that is not an end.</summary>
    /// <param name="sourceDistance">The distance to one end, 1 to <see cref="LargestDistance"/>, or negative where it is not reached.</param>
    /// <param name="targetDistance">The distance to the other end, in the same way.</param>
    /// <returns>2 or more; <see cref="Unreached"/> where an end is not reached.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A distance is 0 or too large.</exception>
    public static int Of(int sourceDistance, int targetDistance)
    {
        Check(sourceDistance, nameof(sourceDistance));
        Check(targetDistance, nameof(targetDistance));
        return Label(sourceDistance, targetDistance);
    }

    /// <summary>How many labels there are up to a distance, 0 and 1 included: the rows of an embedding of them.</summary>
    /// <param name="maxDistance">The largest distance to an end, 1 to <see cref="LargestDistance"/>: as <see cref="EnclosingOptions.MaxDistance"/>.</param>
    /// <returns>One more than the largest label.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The distance is out of range.</exception>
    public static int Count(int maxDistance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDistance, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDistance, LargestDistance);
        return Label(maxDistance, maxDistance) + 1;
    }

    /// <summary>The label of distances that are known to be in range.</summary>
    internal static int Label(int sourceDistance, int targetDistance)
    {
        if ((sourceDistance | targetDistance) < 0)
        {
            return Unreached;
        }

        int sum = sourceDistance + targetDistance;
        int half = sum / 2;
        return 1 + Math.Min(sourceDistance, targetDistance) + (half * (half + (sum % 2) - 1));
    }

    private static void Check(int distance, string parameter)
    {
        if (distance is 0 or > LargestDistance)
        {
            string cure = distance == 0 ? ": an end itself has the label 1." : ".";
            throw new ArgumentOutOfRangeException(
                parameter, distance, $"A distance must be 1 to {LargestDistance}, or negative where an end is not reached, got {distance}{cure}");
        }
    }
}
