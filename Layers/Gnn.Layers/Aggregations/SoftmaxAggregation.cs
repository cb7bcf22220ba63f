using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>A mean in which larger elements weigh more: the softmax of a group's elements, column by column, times the elements.</summary>
/// <remarks>
/// <code>
/// y_i = sum over the rows j of group i of softmax_i(t x_j) x_j
/// X: [N, F], t: a number, [1] or [F], Y: [G, F]; 0 for an empty group
/// </code>
/// <para>Paper: G. Li, C. Xiong, A. Thabet and B. Ghanem, "DeeperGCN: All You Need to Train Deeper GCNs", 2020.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator.</para>
/// <para>Parameter: <c>t</c>, if it is learnt. Cost: O(E F) operations and two arrays of [E, F], the scores and the weights.</para>
/// </remarks>
public sealed class SoftmaxAggregation : Module, IAggregation
{
    private readonly SoftmaxAggregationOptions _options;
    private readonly Parameter? _temperature;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="options">The temperature, and whether it is learnt; the defaults if null.</param>
    /// <exception cref="ArgumentException">A temperature that is learnt takes no gradient, or several are not learnt.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not finite, or there are no channels.</exception>
    public SoftmaxAggregation(SoftmaxAggregationOptions? options = null)
    {
        _options = options ?? new SoftmaxAggregationOptions();
        Throw.IfNotFinite(_options.Temperature, nameof(SoftmaxAggregationOptions.Temperature));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Channels, 1, nameof(SoftmaxAggregationOptions.Channels));
        if (_options is { Learn: true, SemiGradient: true })
        {
            throw new ArgumentException("A temperature that is learnt needs the gradient of the weights: set Learn or SemiGradient, not both.", nameof(options));
        }

        if (_options is { Learn: false, Channels: > 1 })
        {
            throw new ArgumentException($"{_options.Channels} temperatures are learnt ones: set Learn too.", nameof(options));
        }

        _temperature = _options.Learn ? AddParameter("t", Tensor.Full(_options.Channels, _options.Temperature)) : null;
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

        using Tensor weights = Weights(groups, x);
        return Tensor.SpMM(groups, weights, x);
    }

    /// <summary>[E, F].</summary>
    private Tensor Weights(SparseStructure groups, Tensor x)
    {
        using Tensor taken = _options.SemiGradient ? x.Detach() : x.Reshape(x.Shape);
        using Tensor scores = _temperature is null ? taken * _options.Temperature : taken * _temperature.Value;
        return GroupRows.Softmax(groups, scores);
    }
}
