using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>The power mean of a group's elements, column by column: between the mean (p = 1) and the maximum (large p), for elements above 0.</summary>
/// <remarks>
/// <code>
/// y_i = (mean over the rows j of group i of x_j^p)^(1 / p)
/// X: [N, F], p: a number, [1] or [F], Y: [G, F]; 0 for an empty group
/// </code>
/// <para>Paper: G. Li, C. Xiong, A. Thabet and B. Ghanem, "DeeperGCN: All You Need to Train Deeper GCNs", 2020.</para>
/// <para>Elements are first brought into [1e-7, 100], unless p is a fixed 1, so that powers and logarithms are finite; elements outside have no gradient.</para>
/// <para>Difference from PyTorch Geometric, which brings them into [0, 100] and the mean of powers too: there the result is never more than 100^(1 / p), for p = 2 the
/// largest mean is 10, and an element of 0 has no finite power below 0.</para>
/// <para>Parameter: <c>p</c>, if it is learnt; one that reaches 0 has no mean. Cost: N F powers and E F operations; no array of [E, F].</para>
/// </remarks>
public sealed class PowerMeanAggregation : Module, IAggregation
{
    private const double Smallest = 1e-7;
    private const double Largest = 100;

    // The least mean of powers that has a logarithm in single precision.
    private const double SmallestMean = 1e-37;

    private readonly PowerMeanOptions _options;
    private readonly Parameter? _power;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="options">The power, and whether it is learnt; the defaults if null.</param>
    /// <exception cref="ArgumentException">Several powers are not learnt.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The power is 0 or not finite, or there are no channels.</exception>
    public PowerMeanAggregation(PowerMeanOptions? options = null)
    {
        _options = options ?? new PowerMeanOptions();
        Throw.IfNotFinite(_options.Power, nameof(PowerMeanOptions.Power));
        ArgumentOutOfRangeException.ThrowIfZero(_options.Power, nameof(PowerMeanOptions.Power));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Channels, 1, nameof(PowerMeanOptions.Channels));
        if (_options is { Learn: false, Channels: > 1 })
        {
            throw new ArgumentException($"{_options.Channels} powers are learnt ones: set Learn too.", nameof(options));
        }

        _power = _options.Learn ? AddParameter("p", Tensor.Full(_options.Channels, _options.Power)) : null;
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => inputs;

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        if (_options.Channels > 1)
        {
            GroupRows.Check(groups, x, _options.Channels);
        }

        if (_power is null && _options.Power == 1)
        {
            return GroupRows.Reduce(groups, x, Reduction.Mean);
        }

        using Tensor mean = MeanOfPowers(groups, x);
        using Tensor floor = Tensor.Full(Shape.Scalar, SmallestMean, x.Engine);
        using Tensor raised = Tensor.Maximum(mean, floor);
        if (_power is null)
        {
            return GroupRows.ZeroWhereEmpty(groups, raised.Pow(1 / _options.Power));
        }

        using Tensor exponent = raised.Log() / _power.Value;
        return GroupRows.ZeroWhereEmpty(groups, exponent.Exp());
    }

    private Tensor MeanOfPowers(SparseStructure groups, Tensor x)
    {
        using Tensor smallest = Tensor.Full(Shape.Scalar, Smallest, x.Engine);
        using Tensor largest = Tensor.Full(Shape.Scalar, Largest, x.Engine);
        using Tensor above = Tensor.Maximum(x, smallest);
        using Tensor bounded = Tensor.Minimum(above, largest);
        if (_power is null)
        {
            using Tensor powers = bounded.Pow(_options.Power);
            return GroupRows.Reduce(groups, powers, Reduction.Mean);
        }

        using Tensor exponents = bounded.Log() * _power.Value;
        using Tensor learnt = exponents.Exp();
        return GroupRows.Reduce(groups, learnt, Reduction.Mean);
    }
}
