using Gnn.Graphs.Heterogeneous;
using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The heterogeneous graph attention network, which classifies the nodes of one type.</summary>
/// <remarks>
/// <code>logits = HAN(X)_target W^T + b;   HAN as in <see cref="HanConv"/></code>
/// <para>Paper: X. Wang, H. Ji, C. Shi, B. Wang, P. Cui, P. Yu and Y. Ye, "Heterogeneous Graph Attention Network", WWW 2019: 8 heads, dropout 0.6 on the attention. Its edge
/// types are metapaths from the target type to itself: make them with <see cref="HeteroGraph.WithMetapath"/>.</para>
/// <para>Parameters: <c>han_conv.q</c> and the others of the layer, <c>lin.weight</c>, <c>lin.bias</c>; all are decayed.</para>
/// </remarks>
public sealed class Han : Module, IHeteroModel
{
    private readonly HanConv _layer;
    private readonly Linear _output;

    /// <summary>Creates a network.</summary>
    /// <param name="nodeTypes">The node types, each once, with the number of their feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layer and output, heads side by side, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="edgeTypes">The edge types, each once, of which at least one leads to the target type.</param>
    /// <param name="target">The node type that outputs are for.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="convolution">Heads, slope, dropout on the attention; 8 heads and dropout 0.6 if null.</param>
    /// <exception cref="ArgumentException">The types do not fit together, no edge type leads to the target, or the heads do not divide the hidden columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Han(
        IReadOnlyList<(string Type, int Inputs)> nodeTypes,
        int hidden,
        int outputs,
        IReadOnlyList<EdgeType> edgeTypes,
        string target,
        RandomSource random,
        HanOptions? convolution = null)
    {
        TypeNames.CheckTarget(target, edgeTypes);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Target = target;
        _layer = AddModule("han_conv", new HanConv(
            nodeTypes, hidden, edgeTypes, random.Stream("han_conv"), convolution ?? new HanOptions { Heads = 8, Dropout = 0.6 }));
        _output = AddModule("lin", new Linear(hidden, outputs, random.Stream("lin")));
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <inheritdoc/>
    public HeteroAdjacency Prepare(HeteroGraph graph) => _layer.Prepare(graph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, HeteroFeatures x, HeteroAdjacency adjacency) =>
        _output.Forward(_layer.Forward(context, x, adjacency)[Target]);
}
