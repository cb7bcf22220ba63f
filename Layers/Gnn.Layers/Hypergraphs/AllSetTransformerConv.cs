using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;

namespace Gnn.Layers.Hypergraphs;

/// <summary>Two learnt functions of sets by attention with a learnt seed: of the nodes of each hyperedge, then of the hyperedges of each node.</summary>
/// <remarks>
/// <code>
/// h_e = ReLU(P_1 of {x_i: i in e})       [M, outputs]
/// y_i = ReLU(P_2 of {h_e: e with i})     [N, outputs]
/// P of a set S:  alpha_j = softmax over j in S of LeakyReLU(theta_h . (K s_j + k)_h),   o = [theta_h + sum over j of alpha_j (V s_j + v)_h, for each head h]
///                z = LayerNorm(o),   P = LayerNorm(z + ReLU(MLP(z)))
/// X: [N, inputs], K, V: [H * C, columns of s], theta: [1, H, C], H * C = outputs
/// </code>
/// <para>Paper: E. Chien, C. Pan, J. Peng and O. Milenkovic, "You are AllSet: A Multiset Function Framework for Hypergraph Neural Networks", ICLR 2022; the function of
/// sets is the pooling of J. Lee et al., "Set Transformer", ICML 2019.</para>
/// <para>Departures from the paper, with the authors' code: the scores pass a LeakyReLU and are not divided by sqrt(C), there is a ReLU around the perceptron and around
/// each half. Departure from the code: the added hyperedges of single nodes are an option of the layer. An empty hyperedge takes no part; a node without hyperedges gets what
/// the seed alone gives. Hyperedge weights are not used.</para>
/// <para>Parameters: <c>v2e.att_r</c>, <c>v2e.lin_K.weight</c>, <c>v2e.lin_V.weight</c>, <c>v2e.rFF.lins.0.weight</c>, <c>v2e.ln0.weight</c>, <c>v2e.ln1.weight</c> and so on,
/// the same of <c>e2v</c>. Cost: 2 N inputs outputs + O((N + M) outputs^2) + 4 I outputs operations for I incidences; no array of I * outputs is made, and the keys
/// themselves are not: theta is folded into K.</para>
/// </remarks>
public sealed class AllSetTransformerConv : Module, IHypergraphConvolution
{
    private readonly AllSetTransformerOptions _options;
    private readonly SeedAttention _toHyperedges;
    private readonly SeedAttention _toNodes;

    /// <summary>Creates a layer.</summary>
    /// <param name="inputs">The number of input columns, at least 1.</param>
    /// <param name="outputs">The number of output columns, which hyperedges have too, heads side by side, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Heads, depth, dropout; the defaults if null.</param>
    /// <exception cref="ArgumentException">The heads do not divide the outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns or an option is out of its range.</exception>
    public AllSetTransformerConv(int inputs, int outputs, RandomSource random, AllSetTransformerOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _options = options ?? new AllSetTransformerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Heads, 1, nameof(AllSetTransformerOptions.Heads));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MlpLayers, 1, nameof(AllSetTransformerOptions.MlpLayers));
        Throw.IfNotFinite(_options.NegativeSlope, nameof(AllSetTransformerOptions.NegativeSlope));
        Throw.IfNotDropout(_options.Dropout, nameof(AllSetTransformerOptions.Dropout));
        if (outputs % _options.Heads != 0)
        {
            throw new ArgumentException($"The {_options.Heads} heads must divide the outputs, got {outputs}.", nameof(outputs));
        }

        (Inputs, Outputs) = (inputs, outputs);
        _toHyperedges = AddModule("v2e", new SeedAttention(inputs, outputs, random.Stream("v2e"), _options));
        _toNodes = AddModule("e2v", new SeedAttention(outputs, outputs, random.Stream("e2v"), _options));
    }

    /// <summary>The number of input columns.</summary>
    public int Inputs { get; }

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <summary>Adds hyperedges, once for a hypergraph.</summary>
    /// <param name="hypergraph">The hypergraph.</param>
    /// <returns>The adjacency without values, owned by the caller.</returns>
    public HypergraphAdjacency Prepare(Hypergraph hypergraph)
    {
        using var incidences = new Incidences(hypergraph, _options.AddSelfLoops);
        return incidences.ToAdjacency();
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency) => Forward(context, x, adjacency, Activation.None);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency, Activation activation, double dropout = 0)
    {
        HypergraphAdjacency.Check(x, adjacency);
        using Tensor h = context.Epilogue(
            _toHyperedges.Forward(context, x, adjacency.ToHyperedges.Structure), activation: Activation.Relu, dropout: _options.Dropout);
        Tensor y = _toNodes.Forward(context, h, adjacency.ToNodes.Structure);
        return activation is Activation.None or Activation.Relu
            ? context.Epilogue(y, activation: Activation.Relu, dropout: dropout)
            : context.Epilogue(context.Epilogue(y, activation: Activation.Relu), activation: activation, dropout: dropout);
    }
}
