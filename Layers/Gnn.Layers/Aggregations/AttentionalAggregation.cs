using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Aggregations;

/// <summary>A weighted sum of a group's rows, the weights the softmax of what a gate network says of each row.</summary>
/// <remarks>
/// <code>
/// y_i = sum over the rows j of group i of softmax_i(gate(x_j)) nn(x_j)
/// X: [N, F], gate: [N, 1] or [N, H], nn: [N, C], H a divisor of C; Y: [G, C]; 0 for an empty group
/// </code>
/// <para>Papers: Y. Li, D. Tarlow, M. Brockschmidt and R. Zemel, "Gated Graph Sequence Neural Networks", ICLR 2016, of which this is the readout with a softmax
/// for the sigmoid; Y. Li, C. Gu, T. Dullien, O. Vinyals and P. Kohli, "Graph Matching Networks", ICML 2019.</para>
/// <para>Difference from PyTorch Geometric: the softmax has no 1e-16 in its denominator; H gates may each weigh C / H columns.</para>
/// <para>Parameters: those of the networks under <c>gate_nn</c> and <c>nn</c>. Cost: the networks' and O(E (H + C)) operations; arrays of [E, H], none of
/// [E, C].</para>
/// </remarks>
public sealed class AttentionalAggregation : Module, IAggregation
{
    private readonly IFeatureMap _gate;
    private readonly IFeatureMap? _network;

    /// <summary>Creates an aggregation.</summary>
    /// <param name="gate">From a row to one score, or to a divisor of the columns; if it is a module it is owned from here on.</param>
    /// <param name="network">What maps the rows that are summed; null for none. If it is a module it is owned from here on.</param>
    public AttentionalAggregation(IFeatureMap gate, IFeatureMap? network = null)
    {
        ArgumentNullException.ThrowIfNull(gate);
        _gate = gate;
        _network = network;
        if (gate is Module gateModule)
        {
            AddModule("gate_nn", gateModule);
        }

        if (network is Module module)
        {
            AddModule("nn", module);
        }
    }

    /// <inheritdoc/>
    public int OutputsFor(int inputs) => _network is null ? inputs : NetworkWidth.Of(_network, inputs);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, SparseStructure groups, Tensor x)
    {
        GroupRows.Check(groups, x);
        Tensor scores = _gate.Forward(context, x);
        Tensor values = _network?.Forward(context, x) ?? x;
        if (values.Shape[1] % Math.Max(1, scores.Shape[1]) != 0)
        {
            throw new ArgumentException(
                $"The gate must give one score or a divisor of the {values.Shape[1]} columns that are summed, got {scores.Shape}.", nameof(x));
        }

        using Tensor weights = GroupRows.Softmax(groups, scores);
        return Tensor.SpMM(groups, weights, values);
    }
}
