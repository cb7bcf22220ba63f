namespace Gnn.Graphs.Transforms;

/// <summary>Which entries of a diffusion become edges.</summary>
public sealed class DiffusionSparsifier
{
    private DiffusionSparsifier(double threshold, int count, double averageDegree)
    {
        MinimumWeight = threshold;
        Count = count;
        Degree = averageDegree;
    }

    internal double MinimumWeight { get; }

    internal int Count { get; }

    internal double Degree { get; }

    /// <summary>The entries of at least a weight; entries of 0 never.</summary>
    /// <param name="minimum">The least weight, at least 0.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not a number.</exception>
    public static DiffusionSparsifier Threshold(double minimum) => minimum >= 0
        ? new DiffusionSparsifier(minimum, int.MaxValue, double.PositiveInfinity)
        : throw new ArgumentOutOfRangeException(nameof(minimum), minimum, $"The least weight must be at least 0, got {minimum}.");

    /// <summary>The largest entries into each target, by weight; of equal ones those of lower sources.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public static DiffusionSparsifier TopK(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new DiffusionSparsifier(0, count, double.PositiveInfinity);
    }

    /// <summary>The largest entries of all, as many as make an average degree, and any that are equal to the smallest of them.</summary>
    /// <param name="degree">The average number of entries a node, above 0. All entries are held until the choice, up to N^2.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The degree is not above 0.</exception>
    public static DiffusionSparsifier AverageDegree(double degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degree);
        return new DiffusionSparsifier(0, int.MaxValue, degree);
    }
}
