using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>What <see cref="DegreeScalerAggregation"/> compares a group's size with: averages over the groups of the training data.</summary>
/// <param name="Linear">The average size, above 0.</param>
/// <param name="Logarithmic">The average of ln(size + 1), above 0.</param>
public sealed record AverageDegrees(double Linear, double Logarithmic)
{
    /// <summary>The averages of a histogram.</summary>
    /// <param name="counts">How many groups have each size: 0, 1, 2 ...</param>
    /// <returns>The averages.</returns>
    /// <exception cref="ArgumentException">A count is negative, or no group has a row.</exception>
    public static AverageDegrees FromHistogram(params ReadOnlySpan<long> counts)
    {
        (double groups, double linear, double logarithmic) = (0, 0, 0);
        for (int size = 0; size < counts.Length; size++)
        {
            if (counts[size] < 0)
            {
                throw new ArgumentException($"A histogram counts from 0, got {counts[size]} groups of size {size}.", nameof(counts));
            }

            groups += counts[size];
            linear += (double)counts[size] * size;
            logarithmic += counts[size] * Math.Log(size + 1.0);
        }

        return linear > 0
            ? new AverageDegrees(linear / groups, logarithmic / groups)
            : throw new ArgumentException("The average size of groups without rows is 0, to which nothing can be compared.", nameof(counts));
    }

    /// <summary>The averages over the rows of a structure, such as the incoming edges of a training graph.</summary>
    /// <param name="groups">The groups.</param>
    /// <returns>The averages.</returns>
    /// <exception cref="ArgumentException">No group has a row.</exception>
    public static AverageDegrees Of(SparseStructure groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var counts = new Dictionary<long, long>();
        long largest = 0;
        for (int group = 0; group < groups.RowCount; group++)
        {
            long size = groups.RowLength(group);
            counts[size] = counts.GetValueOrDefault(size) + 1;
            largest = Math.Max(largest, size);
        }

        long[] histogram = new long[checked((int)largest + 1)];
        foreach ((long size, long count) in counts)
        {
            histogram[size] = count;
        }

        return FromHistogram(histogram);
    }
}
