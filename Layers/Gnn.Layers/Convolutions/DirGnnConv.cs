using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>A convolution for directed graphs: one layer for the edges into a node, one for those out of it, and the node itself.</summary>
/// <remarks>
/// <code>
/// Y = (1 - alpha) conv_in(X, A) + alpha conv_out(X, A^T) + X W^T + b
/// X: [N, inputs], W: [outputs, inputs], b: [outputs], Y: [N, outputs]
/// </code>
/// <para>Paper: E. Rossi, B. Charpentier, F. Di Giovanni, F. Frasca, S. Guennemann and M. M. Bronstein, "Edge Directionality Improves Learning on Heterophilic
/// Graphs", LoG 2023.</para>
/// <para>The node has a weight of its own: give layers without loops and root weights. PyTorch Geometric turns these off in a copy of the layer that it is given;
/// here the two layers are given as they are. Outgoing edges need the whole graph, so the layer takes no blocks and is not an <see cref="IConvolution"/>.</para>
/// <para>Parameters: those of the layers under <c>conv_in</c> and <c>conv_out</c>, <c>lin.weight</c>, <c>lin.bias</c>. Cost: that of the two layers and
/// 2 N inputs outputs operations.</para>
/// </remarks>
public sealed class DirGnnConv : Module
{
    private readonly IConvolution _incoming;
    private readonly IConvolution _outgoing;
    private readonly Linear? _root;
    private readonly double _alpha;

    /// <summary>Creates a convolution of two.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns of both layers, at least 1.</param>
    /// <param name="incoming">The layer for the edges into a node, a module; owned from here on.</param>
    /// <param name="outgoing">The layer for the edges out of a node, another module; owned from here on.</param>
    /// <param name="random">The source of the initial values of the node's own map.</param>
    /// <param name="options">Alpha, root weight; the defaults if null.</param>
    /// <exception cref="ArgumentException">A layer is no module, or both are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1, or alpha is not in [0, 1].</exception>
    public DirGnnConv(int inputs, int outputs, IConvolution incoming, IConvolution outgoing, RandomSource random, DirGnnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentNullException.ThrowIfNull(outgoing);
        options ??= new DirGnnOptions();
        Throw.IfNotShare(options.Alpha, nameof(DirGnnOptions.Alpha));
        if (incoming is not Module first || outgoing is not Module second || ReferenceEquals(first, second))
        {
            throw new ArgumentException("The layers for incoming and outgoing edges must be two modules, each with weights of its own.", nameof(outgoing));
        }

        _alpha = options.Alpha;
        _incoming = incoming;
        _outgoing = outgoing;
        AddModule("conv_in", first);
        AddModule("conv_out", second);
        _root = options.RootWeight ? AddModule("lin", new Linear(inputs, outputs, random.Stream("lin"))) : null;
    }

    /// <summary>Prepares the edges both ways, once for a graph.</summary>
    /// <param name="graph">The graph, with the columns that the layers take.</param>
    /// <returns>The adjacencies, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph lacks a column that a layer takes.</exception>
    public DirectedAdjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using Graph reversed = graph.Reverse();
        Adjacency incoming = _incoming.Prepare(graph);
        try
        {
            return new DirectedAdjacency(incoming, _outgoing.Prepare(reversed));
        }
        catch
        {
            incoming.Dispose();
            throw;
        }
    }

    /// <summary>The convolution, then an activation and dropout.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Features of the nodes, <c>[N, inputs]</c>, dense or sparse.</param>
    /// <param name="adjacency">What <see cref="Prepare"/> made.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element of the result in training, in [0, 1).</param>
    /// <returns><c>[N, outputs]</c>.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layers or the adjacency, or the layers' results differ in shape.</exception>
    public Tensor Forward(
        in ForwardContext context, Features x, DirectedAdjacency adjacency, Activation activation = Activation.None, double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        using Tensor incoming = _incoming.Forward(context, x, adjacency.Incoming);
        using Tensor outgoing = _outgoing.Forward(context, x, adjacency.Outgoing);
        if (incoming.Shape != outgoing.Shape)
        {
            throw new ArgumentException(
                $"The layers for incoming and outgoing edges must give the same shape, got {incoming.Shape} and {outgoing.Shape}.", nameof(adjacency));
        }

        using Tensor fromTargets = outgoing * _alpha;
        Tensor sum = Tensor.Epilogue(incoming * (1 - _alpha), addend: fromTargets);
        using Tensor? root = _root?.Forward(x);
        return context.Epilogue(sum, bias: null, root, activation, dropout);
    }
}
