using System.Globalization;
using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A deep network of generalised graph convolutions, each in a residual block that is normalised and activated before.</summary>
/// <remarks>
/// <code>
/// h_1 = GEN_1(X W_in^T + b_in, e W_e^T + b_e)                                       [N, hidden]
/// h_l = h_(l-1) + GEN_l(dropout(ReLU(norm_l(h_(l-1)))), e W_e^T + b_e)               l = 2 ... L
/// Y   = dropout(ReLU(norm_1(h_L))) W_out^T + b_out                                   [N, outputs];   GEN as in <see cref="GenConv"/>
/// </code>
/// <para>Paper: G. Li, C. Xiong, A. Thabet and B. Ghanem, "DeeperGCN: All You Need to Train Deeper GCNs", 2020. The order of the parts is that of its
/// "res+" blocks.</para>
/// <para>Parameters: <c>node_encoder</c>, <c>edge_encoder</c>, <c>layers.0.conv</c>, <c>layers.0.norm</c> and so on, and <c>lin</c>, as in PyTorch Geometric's
/// example on ogbn-proteins; all are decayed. Cost: that of the convolutions, and 2 E D hidden operations and an array of [E, hidden] for edge features, once for
/// all layers (in each, where one layer is computed at a time).</para>
/// </remarks>
public sealed class DeepGcn : GraphModel
{
    private readonly DeepGcnOptions _options;
    private readonly double _dropout;
    private readonly Linear _nodeEncoder;
    private readonly Linear? _edgeEncoder;
    private readonly Linear _output;
    private readonly GenConv[] _layers;
    private readonly INormalization?[] _norms;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of convolutions, at least 1.</param>
    /// <param name="dropout">The chance to drop an element before a convolution and before the output in training, in [0, 1).</param>
    /// <param name="options">Convolutions, normalisation, activation, edge features; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public DeepGcn(int inputs, int hidden, int outputs, RandomSource random, int layers = 28, double dropout = 0.1, DeepGcnOptions? options = null)
    {
        _options = options ?? new DeepGcnOptions();
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        ArgumentOutOfRangeException.ThrowIfNegative(_options.EdgeFeatures, nameof(DeepGcnOptions.EdgeFeatures));
        _dropout = dropout;
        _nodeEncoder = AddModule("node_encoder", new Linear(inputs, hidden, random.Stream("node_encoder")));
        _edgeEncoder = _options.EdgeFeatures == 0
            ? null
            : AddModule("edge_encoder", new Linear(_options.EdgeFeatures, hidden, random.Stream("edge_encoder")));
        GenOptions convolution = _options.Convolution with { EdgeFeatures = _edgeEncoder is null ? 0 : hidden };
        (_layers, _norms) = (new GenConv[layers], new INormalization?[layers]);
        for (int layer = 0; layer < layers; layer++)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.");
            _layers[layer] = AddModule(place + "conv", new GenConv(hidden, hidden, random.Stream(place + "conv"), convolution));
            _norms[layer] = _options.Normalization.Create(hidden);
            if (_norms[layer] is Module norm)
            {
                AddModule(place + "norm", norm);
            }
        }

        _output = AddModule("lin", new Linear(hidden, outputs, random.Stream("lin")));
    }

    /// <inheritdoc/>
    public override int Inputs => _nodeEncoder.Inputs;

    /// <inheritdoc/>
    public override int Outputs => _output.Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    internal override string TypeName => nameof(DeepGcn);

    private Engine ParameterEngine => _output.Weight.Engine;

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => EdgeTables.WithFeatures(graph, _options.EdgeFeatures, ParameterEngine);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>The edges with their features in entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources, targets first among the sources.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c> in the order of the edge ids; null where the model takes none.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The features are not what the model takes, or do not fit the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures) => EdgeTables.WithFeatures(structure, edgeFeatures, _options.EdgeFeatures);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) => EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, ParameterEngine);

    /// <inheritdoc/>
    public override Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        using Tensor? edges = EncodeEdges(adjacency);
        Tensor h = Block(context, 0, x, adjacency.Structure, edges);
        for (int layer = 1; layer < LayerCount; layer++)
        {
            using Tensor last = h;
            h = Block(context, layer, last, adjacency.Structure, edges);
        }

        return h;
    }

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        using Tensor? edges = EncodeEdges(adjacency);
        return Block(context, layer, x, adjacency.Structure, edges);
    }

    internal static DeepGcn Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        (int layers, int edgeFeatures) = (settings.Integer("layers"), settings.Integer("edgeFeatures"));
        (int maps, int expansion) = (settings.Integer("convolutionLayers"), settings.Integer("expansion"));
        settings.CheckWidths([Math.Max(inputs, edgeFeatures), hidden, outputs]);
        double inside = maps > 1 ? (double)hidden * expansion : hidden;
        settings.CheckWidths([(double)layers * hidden, inside]);
        settings.CheckWidths([(double)layers * (maps - 2.0) * inside, inside]);
        var options = new DeepGcnOptions
        {
            EdgeFeatures = edgeFeatures,
            Activation = settings.Choice<Activation>("activation"),
            Normalization = settings.Choice<NormalizationKind>("normalization"),
            Convolution = new GenOptions
            {
                Aggregation = settings.Choice<GenAggregation>("aggregation"),
                Sharpness = settings.Number("sharpness"),
                LearnSharpness = settings.Boolean("learnSharpness"),
                MessageNorm = settings.Boolean("messageNorm"),
                LearnMessageScale = settings.Boolean("learnMessageScale"),
                Normalization = settings.Choice<NormalizationKind>("convolutionNormalization"),
                Layers = maps,
                Expansion = expansion,
                Epsilon = settings.Number("epsilon"),
                Bias = settings.Boolean("bias"),
            },
        };
        return new DeepGcn(inputs, hidden, outputs, default, layers, settings.Number("dropout"), options);
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        GenOptions convolution = _options.Convolution;
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _nodeEncoder.Outputs);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteNumber("edgeFeatures", _options.EdgeFeatures);
        writer.WriteString("activation", _options.Activation.ToString());
        writer.WriteString("normalization", _options.Normalization.ToString());
        writer.WriteString("aggregation", convolution.Aggregation.ToString());
        writer.WriteNumber("sharpness", convolution.Sharpness);
        writer.WriteBoolean("learnSharpness", convolution.LearnSharpness);
        writer.WriteBoolean("messageNorm", convolution.MessageNorm);
        writer.WriteBoolean("learnMessageScale", convolution.LearnMessageScale);
        writer.WriteString("convolutionNormalization", convolution.Normalization.ToString());
        writer.WriteNumber("convolutionLayers", convolution.Layers);
        writer.WriteNumber("expansion", convolution.Expansion);
        writer.WriteNumber("epsilon", convolution.Epsilon);
        writer.WriteBoolean("bias", convolution.Bias);
    }

    /// <summary>The edges' features mapped to the hidden columns, [E, hidden].</summary>
    private Tensor? EncodeEdges(Adjacency adjacency) => _edgeEncoder?.Forward(EdgeTables.EntryFeatures(adjacency, _edgeEncoder.Inputs));

    /// <summary>h_l of h_(l-1), and the output after the last.</summary>
    private Tensor Block(in ForwardContext context, int layer, Features x, SparseStructure structure, Tensor? edges)
    {
        Tensor h;
        if (layer == 0)
        {
            using Tensor encoded = _nodeEncoder.Forward(x);
            h = _layers[0].Forward(context, encoded, structure, edges);
        }
        else
        {
            Tensor last = x.ToDense();
            using Tensor before = Activate(context, layer, last);
            using Tensor own = last.Rows(0, structure.RowCount);
            h = Tensor.Epilogue(_layers[layer].Forward(context, before, structure, edges), addend: own);
        }

        if (layer < LayerCount - 1)
        {
            return h;
        }

        using Tensor sum = h;
        using Tensor end = Activate(context, 0, sum);
        return _output.Forward(end);
    }

    /// <summary>dropout(activation(norm(h))), a tensor of its own.</summary>
    private Tensor Activate(in ForwardContext context, int layer, Tensor h) =>
        context.Epilogue(_norms[layer]?.Forward(context, h) ?? h.Reshape(h.Shape), activation: _options.Activation, dropout: _dropout);
}
