using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers.MessagePassing;

/// <summary>The edge convolution: a network of each node and of what each neighbour differs from it in.</summary>
/// <remarks>
/// <code>
/// y_i = aggregate over edges j -> i of nn([x_i | x_j - x_i])
/// X: [N, F], nn: 2 F columns to outputs, Y: [N, outputs]; 0 for a node without edges
/// </code>
/// <para>Paper: Y. Wang, Y. Sun, Z. Liu, S. E. Sarma, M. M. Bronstein and J. M. Solomon, "Dynamic Graph CNN for Learning on Point Clouds", ACM Transactions on
/// Graphics, 2019, where the graph is that of the nearest neighbours and the aggregate the maximum.</para>
/// <para>Where the network begins with a linear map W = [W_1 | W_2] (<see cref="ILinearFirst"/>), it is taken of the nodes: (W_1 - W_2) x_i + W_2 x_j, the same
/// formula in another order. Edge values take no part.</para>
/// <para>Parameters: those of the network under <c>nn</c>, and of an aggregation that is a module under <c>aggr_module</c>. Cost: 4 N F C operations for the C columns
/// of the first map, and the rest of the network for each edge; arrays of [E, C] and of the network's, and of [E, 2 F] where no linear map is first.</para>
/// </remarks>
public sealed class EdgeConv : MessagePassingLayer
{
    private readonly IFeatureMap _nn;

    /// <summary>Creates a convolution.</summary>
    /// <param name="nn">The network, from twice the columns of the features; if it is a module it is owned from here on.</param>
    /// <param name="aggregation">What is made of the messages into a node; the maximum by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such aggregation.</exception>
    public EdgeConv(IFeatureMap nn, Aggregation aggregation = Aggregation.Max)
        : this(nn, new Aggregate(aggregation))
    {
    }

    /// <summary>Creates a convolution with any aggregation.</summary>
    /// <param name="nn">The network, from twice the columns of the features; if it is a module it is owned from here on.</param>
    /// <param name="aggregation">What is made of the messages into a node; if it is a module it is owned from here on.</param>
    public EdgeConv(IFeatureMap nn, IAggregation aggregation)
        : base(aggregation)
    {
        ArgumentNullException.ThrowIfNull(nn);
        _nn = nn;
        if (nn is Module module)
        {
            AddModule("nn", module);
        }
    }

    /// <inheritdoc/>
    protected override Tensor Message(in ForwardContext context, Messages edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        Features source = edges.Sources, target = edges.Targets;
        if (source.Shape[1] != target.Shape[1])
        {
            throw new ArgumentException($"Sources and targets are subtracted and must have the same columns, got {source.Shape} and {target.Shape}.", nameof(edges));
        }

        return _nn is ILinearFirst { First: { } first } map ? AfterNodes(context, map, first, source, target, edges) : OfEdges(context, source, target, edges);
    }

    private static Tensor AfterNodes(in ForwardContext context, ILinearFirst map, Linear first, Features source, Features target, Messages edges)
    {
        long columns = source.Shape[1];
        if (first.Inputs != 2 * columns)
        {
            throw new ArgumentException(
                $"The network takes {first.Inputs} columns, twice those of the features, which must have {first.Inputs / 2}, got {source.Shape}.", nameof(source));
        }

        using Tensor ofNode = first.Weight.Columns(0, columns);
        using Tensor ofDifference = first.Weight.Columns(columns, columns);
        using Tensor ofTarget = ofNode - ofDifference;
        using Tensor targets = target.MatMulTransposed(ofTarget);
        using Tensor sources = source.MatMulTransposed(ofDifference);
        return map.ForwardRest(context, edges.Combine(EntryOperation.Add, targets, sources));
    }

    private Tensor OfEdges(in ForwardContext context, Features source, Features target, Messages edges)
    {
        Tensor targets = target.ToDense();
        using Tensor ofTarget = edges.Target(targets);
        using Tensor difference = edges.Combine(EntryOperation.Subtract, targets, source.ToDense());
        using Tensor negated = -difference;
        return _nn.Forward(context, Tensor.Concatenate([ofTarget, negated], -1));
    }
}
