using System.Globalization;
using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A transformer whose attention goes along edges: attention and a feed-forward map in turn, each added to what it was given.</summary>
/// <remarks>
/// <code>
/// h_0 = dropout(GELU(X W_in^T + b_in))                                          [N, hidden]
/// h   = h_(l-1) + dropout(attention_l(norm(h_(l-1))))                           over the edges into a node, as in <see cref="TransformerConv"/>
/// h_l = h + dropout(W_2 dropout(GELU(W_1 norm(h) + b_1)) + b_2)                 W_1: [expansion * hidden, hidden]
/// Y   = norm(h_L) W_out^T + b_out                                               [N, outputs]
/// </code>
/// <para>Papers: Y. Shi, Z. Huang, S. Feng, H. Zhong, W. Wang and Y. Sun, "Masked Label Prediction: Unified Message Passing Model for Semi-Supervised Classification",
/// IJCAI 2021, for the attention; O. Platonov, D. Kuznedelev, M. Diskin, A. Babenko and L. Prokhorenkova, "A Critical Look at the Evaluation of GNNs under
/// Heterophily", ICLR 2023, for the blocks around it (their GT).</para>
/// <para>Parameters: <c>lin_in</c>, <c>convs.0</c>, <c>norms.0</c>, <c>ffn_norms.0</c>, <c>ffns.0.lins.0</c>, <c>out_norm</c>, <c>lin_out</c> and so on. Cost: as the
/// attention's, and 4 N expansion hidden^2 operations a layer.</para>
/// </remarks>
public sealed class GraphTransformer : GraphModel
{
    private readonly GraphTransformerOptions _options;
    private readonly double _dropout;
    private readonly Linear _input;
    private readonly Linear _output;
    private readonly INormalization? _outputNorm;
    private readonly Block[] _blocks;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, all heads together, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of blocks of attention and feed-forward map, at least 1.</param>
    /// <param name="dropout">The chance to drop an element in training, in [0, 1).</param>
    /// <param name="options">Heads, expansion, normalisation ...; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The heads do not divide the hidden columns.</exception>
    public GraphTransformer(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.2, GraphTransformerOptions? options = null)
    {
        _options = options ?? new GraphTransformerOptions();
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Heads, 1, nameof(GraphTransformerOptions.Heads));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Expansion, 1, nameof(GraphTransformerOptions.Expansion));
        if (hidden % _options.Heads != 0)
        {
            throw new ArgumentException($"'hidden' must be a multiple of {_options.Heads} heads, got {hidden}.", nameof(hidden));
        }

        _dropout = dropout;
        _input = AddModule("lin_in", new Linear(inputs, hidden, random.Stream("lin_in")));
        _blocks = [.. Enumerable.Range(0, layers).Select(layer => MakeBlock(layer, hidden, random))];
        _outputNorm = AddNorm("out_norm", hidden);
        _output = AddModule("lin_out", new Linear(hidden, outputs, random.Stream("lin_out")));
    }

    /// <inheritdoc/>
    public override int Inputs => _input.Inputs;

    /// <inheritdoc/>
    public override int Outputs => _output.Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _blocks.Length;

    internal override string TypeName => nameof(GraphTransformer);

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _blocks[0].Attention.Prepare(graph);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _blocks[0].Attention.Prepare(structure);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) => _blocks[0].Attention.PrepareBlocks(graph);

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        Tensor h = layer == 0 ? _input.Forward(context, x, Activation.Gelu, _dropout) : x.ToDense();
        Block block = _blocks[layer];
        int targets = adjacency.Structure.RowCount;
        Tensor own = h.Shape[0] == targets ? h : h.Rows(0, targets);
        Tensor attended = context.Dropout(block.Attention.Forward(context, Normalize(context, block.Norm, h), adjacency), _dropout);
        Tensor middle = Tensor.Epilogue(attended, addend: own);
        Tensor mapped = context.Dropout(block.FeedForward.Forward(context, Normalize(context, block.FeedForwardNorm, middle)), _dropout);
        Tensor y = Tensor.Epilogue(mapped, addend: middle);
        return layer == LayerCount - 1 ? _output.Forward(Normalize(context, _outputNorm, y)) : y;
    }

    internal static GraphTransformer Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        settings.CheckWidths(inputs, hidden, outputs, layers);
        return new GraphTransformer(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"),
            new GraphTransformerOptions
            {
                Heads = settings.Integer("heads"),
                Expansion = settings.Integer("expansion"),
                Normalization = settings.Choice<NormalizationKind>("normalization"),
                AttentionDropout = settings.Number("attentionDropout"),
                EdgeFeatures = settings.Integer("edgeFeatures"),
            });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _input.Outputs);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteNumber("heads", _options.Heads);
        writer.WriteNumber("expansion", _options.Expansion);
        writer.WriteString("normalization", _options.Normalization.ToString());
        writer.WriteNumber("attentionDropout", _options.AttentionDropout);
        writer.WriteNumber("edgeFeatures", _options.EdgeFeatures);
    }

    private static Tensor Normalize(in ForwardContext context, INormalization? norm, Tensor x) => norm?.Forward(context, x) ?? x;

    private Block MakeBlock(int layer, int hidden, RandomSource random)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $".{layer}");
        var attention = new TransformerOptions { Heads = _options.Heads, Dropout = _options.AttentionDropout, EdgeFeatures = _options.EdgeFeatures, RootWeight = false };
        var feedForward = new MlpOptions { Activation = Activation.Gelu, Dropout = _dropout };
        return new Block(
            AddNorm("norms" + place, hidden),
            AddModule("convs" + place, new TransformerConv(hidden, hidden / _options.Heads, random.Stream("convs" + place), attention)),
            AddNorm("ffn_norms" + place, hidden),
            AddModule("ffns" + place, new Mlp([hidden, checked(hidden * _options.Expansion), hidden], random.Stream("ffns" + place), feedForward)));
    }

    private INormalization? AddNorm(string name, int width)
    {
        INormalization? norm = _options.Normalization.Create(width);
        if (norm is Module module)
        {
            AddModule(name, module);
        }

        return norm;
    }

    private sealed record Block(INormalization? Norm, TransformerConv Attention, INormalization? FeedForwardNorm, Mlp FeedForward);
}
