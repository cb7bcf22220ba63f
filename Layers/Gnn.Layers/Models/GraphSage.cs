using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The GraphSAGE network: aggregates of neighbours and the node itself, layer by layer.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = ReLU(SAGE_l(dropout(H_(l-1)))),   logits = SAGE_L(dropout(H_(L-1))),   no dropout on X;   SAGE as in <see cref="SageConv"/></code>
/// <para>Paper: W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017.</para>
/// <para>Parameters: <c>conv1.lin_l.weight</c>, <c>conv1.lin_l.bias</c>, <c>conv1.lin_r.weight</c> and so on; all are decayed.</para>
/// </remarks>
public sealed class GraphSage : GraphModel
{
    private readonly SageConv[] _layers;
    private readonly SageOptions _options;
    private readonly int _hidden;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <param name="convolution">The options of every layer, but that the last does not normalise its rows; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">There is no aggregation.</exception>
    public GraphSage(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, SageOptions? convolution = null)
    {
        int[] widths = Widths(inputs, hidden, outputs, layers);
        Throw.IfNotDropout(dropout);
        (_hidden, _dropout, _options) = (hidden, dropout, convolution ?? new SageOptions());
        Inputs = inputs;
        _layers = new SageConv[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string name = LayerName(layer);
            SageOptions options = layer < layers - 1 ? _options : _options with { Normalize = false };
            _layers[layer] = AddModule(name, new SageConv(widths[layer], widths[layer + 1], random.Stream(name), options));
        }
    }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs => _layers[^1].Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    internal override string TypeName => nameof(GraphSage);

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _layers[0].Prepare(structure);

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        return layer < LayerCount - 1
            ? _layers[layer].Forward(context, x, adjacency, Activation.Relu, _dropout)
            : _layers[layer].Forward(context, x, adjacency);
    }

    internal static GraphSage Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        settings.CheckWidths(inputs, hidden, outputs, layers);
        return new GraphSage(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"),
            new SageOptions
            {
                Aggregations = settings.Choices<Aggregation>("aggregations"),
                Normalize = settings.Boolean("normalize"),
                RootWeight = settings.Boolean("rootWeight"),
                Project = settings.Boolean("project"),
                Bias = settings.Boolean("bias"),
            });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteStartArray("aggregations");
        foreach (Aggregation aggregation in _options.Aggregations)
        {
            writer.WriteStringValue(aggregation.ToString());
        }

        writer.WriteEndArray();
        writer.WriteBoolean("normalize", _options.Normalize);
        writer.WriteBoolean("rootWeight", _options.RootWeight);
        writer.WriteBoolean("project", _options.Project);
        writer.WriteBoolean("bias", _options.Bias);
    }
}
