using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>A stack of the UniGNN framework's graph convolutions for hypergraphs.</summary>
/// <remarks>
/// <code>H_0 = dropout(X),   H_l = dropout(ReLU(conv_l(H_(l-1)))),   Y = conv_L(H_(L-1));   conv as in <see cref="UniGcnConv"/></code>
/// <para>Paper: J. Huang and J. Yang, "UniGNN: a Unified Framework for Graph and Hypergraph Neural Networks", IJCAI 2021: two layers, dropout 0.6 of inputs and between
/// layers. The authors have heads side by side, which without attention are more columns: they are left out.</para>
/// <para>Parameters: <c>convs.0.lin.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class UniGcn : Module, IHypergraphModel
{
    private readonly UniGcnConv[] _layers;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of convolutions, at least 1.</param>
    /// <param name="dropout">The chance to drop an element of each layer's input in training, in [0, 1).</param>
    /// <param name="convolution">Added hyperedges, bias; the layer's defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public UniGcn(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.6, UniGcnOptions? convolution = null)
    {
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        (Inputs, Outputs, _dropout) = (inputs, outputs, dropout);
        _layers = new UniGcnConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = FormattableString.Invariant($"convs.{layer}");
            _layers[layer] = AddModule(name, new UniGcnConv(
                layer == 0 ? inputs : hidden, layer == layers - 1 ? outputs : hidden, random.Stream(name), convolution));
        }
    }

    /// <summary>The number of columns of the features it takes.</summary>
    public int Inputs { get; }

    /// <summary>The number of columns that it returns.</summary>
    public int Outputs { get; }

    /// <inheritdoc/>
    public HypergraphAdjacency Prepare(Hypergraph hypergraph) => _layers[0].Prepare(hypergraph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency) =>
        HypergraphLayers.Forward(context, _layers, context.Dropout(x, _dropout), adjacency, _dropout);
}
