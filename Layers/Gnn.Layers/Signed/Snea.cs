using Gnn.Graphs.Signed;
using Gnn.Tensors;

namespace Gnn.Layers.Signed;

/// <summary>The signed network embedding by attention, which embeds the nodes of a graph of friends and foes.</summary>
/// <remarks>
/// <code>H_1 = tanh(SneaConv(X)),   H_l = tanh(SneaConv_l(H_(l-1))),   Z = H_L  [N, hidden], half of it balanced</code>
/// <para>Paper: Y. Li, Y. Tian, J. Zhang and Y. Chang, "Learning Signed Network Embedding via Graph Attention", AAAI 2020; see <see cref="SneaConv"/> for what differs.</para>
/// <para>Parameters: <c>conv1.lin_b.weight</c>, <c>convs.0.lin_b.weight</c> and so on, <c>lin.weight</c>, <c>lin.bias</c>; all are decayed.</para>
/// </remarks>
public sealed class Snea : SignedModel
{
    private readonly SneaConv[] _layers;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns of every layer and of the embedding, even, at least 2.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Snea(int inputs, int hidden, RandomSource random, int layers = 2, double dropout = 0)
        : base(inputs, hidden, layers, dropout)
    {
        _layers = new SneaConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            var options = new SneaOptions { Input = layer == 0 ? SignedInput.Features : SignedInput.Halves };
            string name = NameOf(layer);
            _layers[layer] = AddModule(name, new SneaConv(layer == 0 ? inputs : hidden / 2, hidden / 2, random.Stream(name), options));
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
            Tensor next = _layers[layer].Forward(context, rows, adjacency).Tanh();
            rows = layer == _layers.Length - 1 ? next : context.Dropout(next, Dropout);
        }

        return rows.Dense!;
    }
}
