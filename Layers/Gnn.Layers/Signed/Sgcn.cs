using Gnn.Graphs.Signed;
using Gnn.Tensors;

namespace Gnn.Layers.Signed;

/// <summary>The signed graph convolutional network, which embeds the nodes of a graph of friends and foes.</summary>
/// <remarks>
/// <code>H_1 = act(SignedConv(X)),   H_l = act(SignedConv_l(H_(l-1))),   Z = H_L  [N, hidden], half of it balanced</code>
/// <para>Paper: T. Derr, Y. Ma and J. Tang, "Signed Graph Convolutional Network", ICDM 2018: its loss and its protocol are the trainer's. The activation is tanh, as in the paper's
/// implementation; PyTorch Geometric's SignedGCN has ReLU.</para>
/// <para>Parameters: <c>conv1.lin_pos_l.weight</c>, <c>convs.0.lin_pos_l.weight</c> and so on, <c>lin.weight</c>, <c>lin.bias</c>, as in PyTorch Geometric; all are
/// decayed.</para>
/// </remarks>
public sealed class Sgcn : SignedModel
{
    private readonly SignedConv[] _layers;
    private readonly Activation _activation;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns of every layer and of the embedding, even, at least 2.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="activation">What follows each layer.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Sgcn(int inputs, int hidden, RandomSource random, int layers = 2, Activation activation = Activation.Tanh, double dropout = 0)
        : base(inputs, hidden, layers, dropout)
    {
        _activation = activation;
        _layers = new SignedConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            var options = new SignedConvOptions { Input = layer == 0 ? SignedInput.Features : SignedInput.Halves };
            string name = NameOf(layer);
            _layers[layer] = AddModule(name, new SignedConv(layer == 0 ? inputs : hidden / 2, hidden / 2, random.Stream(name), options));
        }

        AddPairs(random);
    }

    /// <inheritdoc/>
    public override SignedAdjacency Prepare(SignedGraph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public override Tensor Forward(in ForwardContext context, Features x, SignedAdjacency adjacency)
    {
        Features rows = x;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            rows = _layers[layer].Forward(context, rows, adjacency, _activation, layer == _layers.Length - 1 ? 0 : Dropout);
        }

        return rows.Dense!;
    }
}
