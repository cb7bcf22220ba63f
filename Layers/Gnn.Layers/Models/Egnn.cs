using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The E(n) equivariant network for bodies in motion: it moves positions layer by layer, the same way in every frame of reference.</summary>
/// <remarks>
/// <code>
/// h_0 = H W^T + b,   (h_l, x_l, v_l) = EGNN_l(h_(l-1), x_(l-1), v_0)
/// H: [N, inputs], x: [N, D], v: [N, D]; EGNN_l as in <see cref="EgnnConv"/>
/// </code>
/// <para>Paper: V. Garcia Satorras, E. Hoogeboom and M. Welling, "E(n) Equivariant Graph Neural Networks", ICML 2021: for charged particles four layers of 64
/// columns, the speed |v| as the only feature, and as features of an edge the product of the charges and the squared distance at the start. Every layer is given
/// the velocities at the start.</para>
/// <para>Parameters, as the authors' code names them: <c>embedding.weight</c>, <c>embedding.bias</c>, <c>gcl_0.edge_mlp.0.weight</c> and so on. The last layer's
/// <c>node_mlp</c> has no part in positions and gets no gradient from them.</para>
/// </remarks>
public sealed class Egnn : Module
{
    private readonly Linear _embedding;
    private readonly EgnnConv[] _layers;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns of features and messages in all layers, at least 1; 64 in the paper.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1; 4 in the paper.</param>
    /// <param name="convolution">The options of every layer; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number or an option is out of its range.</exception>
    public Egnn(int inputs, int hidden, RandomSource random, int layers = 4, EgnnOptions? convolution = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        _embedding = AddModule("embedding", new Linear(inputs, hidden, random.Stream("embedding")));
        _layers = new EgnnConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = FormattableString.Invariant($"gcl_{layer}");
            _layers[layer] = AddModule(name, new EgnnConv(hidden, hidden, hidden, random.Stream(name), convolution));
        }
    }

    /// <summary>The number of feature columns.</summary>
    public int Inputs => _embedding.Inputs;

    /// <summary>The number of columns of the features that it returns.</summary>
    public int Outputs => _embedding.Outputs;

    /// <summary>The number of layers.</summary>
    public int LayerCount => _layers.Length;

    /// <summary>The edges of a graph as they are, with their features if the layers take any.</summary>
    /// <param name="graph">The graph; if the layers take edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layers take edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <summary>Brings the edges' features into entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges, over one set of nodes.</param>
    /// <param name="edgeFeatures"><c>[E, K]</c>, or <c>[E]</c> for K = 1, in the order of the edge ids; null if the layers take none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layers or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures = null) => _layers[0].Prepare(structure, edgeFeatures);

    /// <summary>Computes features, positions and, where the layers take them, velocities.</summary>
    /// <param name="context">Training or inference.</param>
    /// <param name="state">H <c>[N, inputs]</c>, x <c>[N, D]</c> and, exactly where the layers take them, v <c>[N, D]</c>.</param>
    /// <param name="adjacency">What <see cref="Prepare(SparseStructure, Tensor?)"/> made.</param>
    /// <returns>Features <c>[N, hidden]</c>, positions <c>[N, D]</c>, and velocities <c>[N, D]</c> or null: how far the last layer moved them.</returns>
    /// <exception cref="ArgumentException">The state does not fit the network or the adjacency.</exception>
    public EgnnState Forward(in ForwardContext context, EgnnState state, Adjacency adjacency)
    {
        ArgumentNullException.ThrowIfNull(state);
        EgnnState now = state with { Features = _embedding.Forward(context, state.Features) };
        foreach (EgnnConv layer in _layers)
        {
            EgnnState next = layer.Forward(context, now with { Velocities = state.Velocities }, adjacency);
            now.Features.Dispose();
            if (!ReferenceEquals(now.Positions, state.Positions))
            {
                now.Positions.Dispose();
                now.Velocities?.Dispose();
            }

            now = next;
        }

        return now;
    }
}
