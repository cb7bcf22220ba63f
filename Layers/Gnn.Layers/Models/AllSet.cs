using Gnn.Graphs.Hypergraphs;
using Gnn.Layers.Hypergraphs;
using Gnn.Layers.Normalization;
using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>AllSet: layers of learnt functions of sets, from nodes to hyperedges and back, then a perceptron.</summary>
/// <remarks>
/// <code>H_0 = dropout(X),   H_l = dropout(layer_l(H_(l-1))),   Y = MLP(H_L);   layers as in <see cref="AllSetTransformerConv"/> or <see cref="AllDeepSetsConv"/></code>
/// <para>Paper: E. Chien, C. Pan, J. Peng and O. Milenkovic, "You are AllSet: A Multiset Function Framework for Hypergraph Neural Networks", ICLR 2022: one layer, dropout
/// 0.5 inside and 0.2 of the features, as in the authors' code.</para>
/// <para>Parameters: <c>convs.0.v2e.att_r</c> and the others of the layers, <c>classifier.lins.0.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class AllSet : Module, IHypergraphModel
{
    private readonly IHypergraphConvolution[] _layers;
    private readonly Mlp _classifier;
    private readonly AllSetOptions _options;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns of nodes and hyperedges between layers and in the perceptrons, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">The functions of sets, depth, heads, dropout; the defaults if null.</param>
    /// <exception cref="ArgumentException">The heads do not divide the hidden columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AllSet(int inputs, int hidden, int outputs, RandomSource random, AllSetOptions? options = null)
    {
        _options = options ?? new AllSetOptions();
        new StackSizes(inputs, hidden, outputs, _options.Layers, _options.Dropout).Check();
        Throw.IfNotDropout(_options.InputDropout, nameof(AllSetOptions.InputDropout));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.ClassifierLayers, 1, nameof(AllSetOptions.ClassifierLayers));
        if (!Enum.IsDefined(_options.Kind))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Kind, "There is no such kind of AllSet.");
        }

        (Inputs, Outputs) = (inputs, outputs);
        _layers = new IHypergraphConvolution[_options.Layers];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            string name = FormattableString.Invariant($"convs.{layer}");
            _layers[layer] = Add(name, layer == 0 ? inputs : hidden, hidden, random.Stream(name));
        }

        _classifier = AddModule("classifier", new Mlp(
            [.. Enumerable.Repeat(hidden, _options.ClassifierLayers), outputs],
            random.Stream("classifier"),
            new MlpOptions { Dropout = _options.Dropout, Normalization = NormalizationKind.Layer, ActivationFirst = true }));
    }

    /// <summary>The number of columns of the features it takes.</summary>
    public int Inputs { get; }

    /// <summary>The number of columns that it returns.</summary>
    public int Outputs { get; }

    /// <inheritdoc/>
    public HypergraphAdjacency Prepare(Hypergraph hypergraph) => _layers[0].Prepare(hypergraph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, HypergraphAdjacency adjacency)
    {
        Tensor h = _layers[0].Forward(context, context.Dropout(x, _options.InputDropout), adjacency, Activation.None, _options.Dropout);
        for (int layer = 1; layer < _layers.Length; layer++)
        {
            using Tensor before = h;
            h = _layers[layer].Forward(context, before, adjacency, Activation.None, _options.Dropout);
        }

        using Tensor rows = h;
        return _classifier.Forward(context, rows);
    }

    private IHypergraphConvolution Add(string name, int inputs, int outputs, RandomSource random) => _options.Kind == AllSetKind.DeepSets
        ? AddModule(name, new AllDeepSetsConv(inputs, outputs, random, new AllDeepSetsOptions
        {
            Aggregation = _options.Aggregation,
            MlpLayers = _options.MlpLayers,
            Dropout = _options.Dropout,
            AddSelfLoops = _options.AddSelfLoops,
        }))
        : AddModule(name, new AllSetTransformerConv(inputs, outputs, random, new AllSetTransformerOptions
        {
            Heads = _options.Heads,
            MlpLayers = _options.MlpLayers,
            Dropout = _options.Dropout,
            AddSelfLoops = _options.AddSelfLoops,
        }));
}
