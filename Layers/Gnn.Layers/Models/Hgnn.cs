using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The hypergraph neural network: a stack of hypergraph convolutions.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = dropout(ReLU(conv_l(H_(l-1)))),   Y = conv_L(H_(L-1));   conv as in <see cref="HypergraphConv"/></code>
/// <para>Paper: Y. Feng, H. You, Z. Zhang, R. Ji and Y. Gao, "Hypergraph Neural Networks", AAAI 2019: two layers, dropout 0.5. With attention it is the network of S. Bai,
/// F. Zhang and P. H. S. Torr, "Hypergraph Convolution and Hypergraph Attention", 2021, with ReLU for ELU; heads stand side by side between layers, and the output is their
/// mean.</para>
/// <para>Parameters: <c>convs.0.lin.weight</c>, <c>convs.0.bias</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class Hgnn : Module, IHypergraphModel
{
    private readonly HypergraphConv[] _layers;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, of each head, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of convolutions, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">Normalisation, attention, bias; the layer's defaults if null. Features of hyperedges are not taken, for later layers have none.</param>
    /// <exception cref="ArgumentException">The options of the convolution do not fit together, or ask for features of hyperedges.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Hgnn(
        int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, HypergraphConvOptions? convolution = null)
    {
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        convolution ??= new HypergraphConvOptions();
        if (convolution.HyperedgeFeatures)
        {
            throw new ArgumentException("Features of hyperedges fit the first layer only: leave HyperedgeFeatures false.", nameof(convolution));
        }

        (Inputs, Outputs, _dropout) = (inputs, outputs, dropout);
        _layers = new HypergraphConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = FormattableString.Invariant($"convs.{layer}");
            bool isLast = layer == layers - 1;
            _layers[layer] = AddModule(name, new HypergraphConv(
                layer == 0 ? inputs : _layers[layer - 1].Outputs,
                isLast ? outputs : hidden,
                random.Stream(name),
                isLast ? convolution with { Concatenate = false } : convolution));
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
        HypergraphLayers.Forward(context, _layers, x, adjacency, _dropout);
}
