using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>Quantiles of every column of a group; those of several shares stand side by side.</summary>
/// <remarks>
/// <code>
/// y_i = [the element of rank q (n_i - 1) of every column, for each share q]
/// X: [N, F], Y: [G, Q F]
/// </code>
/// <para>R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7. Equal numbers stand in the order of their rows, and a NaN is larger
/// than every number. The gradient goes to the one or two elements that a quantile is made of.</para>
/// <para>Difference from PyTorch Geometric: the shares are options and not a buffer <c>q</c>, and ranks are computed in double precision and within the group, so that
/// a batch gives what its graphs give. Its median is the share 0.5 with <see cref="QuantileInterpolation.Lower"/>.</para>
/// <para>Cost: E F log n operations on one thread for groups of n rows, and a copy of x.</para>
/// </remarks>
public sealed class QuantileAggregation : IAggregation
{
    private readonly double[] _shares;
    private readonly QuantileOptions _options;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="shares">At least one share in [0, 1]: 0 is the minimum, 0.5 the median, 1 the maximum.</param>
    /// <param name="options">Interpolation and the value of empty groups; the defaults if null.</param>
    /// <exception cref="ArgumentException">There are no shares, one is not in [0, 1], or an option is out of its range.</exception>
    public QuantileAggregation(IReadOnlyList<double> shares, QuantileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(shares);
        _options = options ?? new QuantileOptions();
        _shares = [.. shares];
        if (_shares.Length == 0 || !Array.TrueForAll(_shares, share => share is >= 0 and <= 1))
        {
            throw new ArgumentException($"The quantiles' shares must be at least one number in [0, 1], got [{string.Join(", ", _shares)}].", nameof(shares));
        }

        if (!Enum.IsDefined(_options.Interpolation))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Interpolation, "There is no such interpolation.");
        }

        Throw.IfNotFinite(_options.EmptyValue, nameof(QuantileOptions.EmptyValue));
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => checked(_shares.Length * inputs);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        (int[] low, int[] high, float[] weights) = Ranks(groups);
        bool isBetween = _options.Interpolation is QuantileInterpolation.Linear or QuantileInterpolation.Midpoint;
        long[][] places = GroupOrder.Places(groups, x, _shares.Length, isBetween ? [low, high] : [low]);
        Tensor below = GroupOrder.Gather(groups, x, places[0], _shares.Length, _options.EmptyValue);
        if (!isBetween)
        {
            return below;
        }

        using Tensor lower = below.Reshape((low.Length, x.Shape[1]));
        using Tensor higher = GroupOrder.Gather(groups, x, places[1], _shares.Length, _options.EmptyValue).Reshape(lower.Shape);
        using Tensor weight = Tensor.Create(weights, (weights.Length, 1), x.Engine);
        using Tensor difference = higher - lower;
        using Tensor part = difference * weight;
        return (lower + part).Reshape((groups.RowCount, OutputsFor((int)x.Shape[1])));
    }

    /// <summary>The ranks on both sides of each group's quantiles, and the weight of the higher one.</summary>
    private (int[] Low, int[] High, float[] Weights) Ranks(SparseStructure groups)
    {
        int count = checked(groups.RowCount * _shares.Length);
        (int[] low, int[] high, float[] weights) = (new int[count], new int[count], new float[count]);
        for (int slot = 0; slot < count; slot++)
        {
            double rank = _shares[slot % _shares.Length] * Math.Max(0, groups.RowLength(slot / _shares.Length) - 1);
            (low[slot], high[slot]) = ((int)Math.Floor(rank), (int)Math.Ceiling(rank));
            weights[slot] = _options.Interpolation == QuantileInterpolation.Midpoint ? 0.5f : (float)(rank - low[slot]);
            low[slot] = _options.Interpolation switch
            {
                QuantileInterpolation.Higher => high[slot],
                QuantileInterpolation.Nearest => (int)Math.Round(rank, MidpointRounding.ToEven),
                _ => low[slot],
            };
        }

        return (low, high, weights);
    }
}
