using System.Globalization;
using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>Blocks of aggregation and a perceptron, each normalised before and added to what it was given.</summary>
/// <remarks>
/// <code>
/// h_0 = GELU(dropout(X W_in^T + b_in))                                                        [N, hidden]
/// h_l = h_(l-1) + dropout(W_2 GELU(dropout(W_1 aggregate(norm(h_(l-1))) + b_1)) + b_2)       W_1: [expansion * hidden, hidden], of sage [.., 2 * hidden]
/// Y   = norm(h_L) W_out^T + b_out                                                             [N, outputs]
/// </code>
/// <para>Paper: O. Platonov, D. Kuznedelev, M. Diskin, A. Babenko and L. Prokhorenkova, "A Critical Look at the Evaluation of GNNs under Heterophily: Are We Really
/// Making Progress?", ICLR 2023: the models it compares with, of 512 columns.</para>
/// <para>Parameters: <c>input_linear</c>, <c>residual_modules.0.normalization</c>, <c>residual_modules.0.module.feed_forward_module.linear_1</c>,
/// <c>output_normalization</c>, <c>output_linear</c> and so on, as the authors'.</para>
/// </remarks>
public sealed class ResidualGnn : GraphModel
{
    private readonly ResidualGnnOptions _options;
    private readonly GcnNormalizer _normalizer = new(GcnNormalization.SymmetricWithLoops);
    private readonly double _dropout;
    private readonly Linear _input;
    private readonly Linear _output;
    private readonly INormalization? _outputNorm;
    private readonly (INormalization? Norm, Linear First, Linear Second)[] _blocks;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between blocks, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of blocks, at least 1.</param>
    /// <param name="dropout">The chance to drop an element in training, in [0, 1).</param>
    /// <param name="options">Aggregation, expansion, normalisation; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ResidualGnn(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.2, ResidualGnnOptions? options = null)
    {
        _options = options ?? new ResidualGnnOptions();
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Expansion, 1, nameof(ResidualGnnOptions.Expansion));
        _dropout = dropout;
        _input = AddModule("input_linear", new Linear(inputs, hidden, random.Stream("input_linear")));
        int inside = checked(hidden * _options.Expansion);
        int seen = _options.Kind == ResidualGnnKind.Sage ? checked(2 * hidden) : hidden;
        _blocks = new (INormalization?, Linear, Linear)[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            string block = string.Create(CultureInfo.InvariantCulture, $"residual_modules.{layer}");
            string first = block + ".module.feed_forward_module.linear_1", second = block + ".module.feed_forward_module.linear_2";
            _blocks[layer] = (
                AddNorm(block + ".normalization", hidden),
                AddModule(first, new Linear(seen, inside, random.Stream(first))),
                AddModule(second, new Linear(inside, hidden, random.Stream(second))));
        }

        _outputNorm = AddNorm("output_normalization", hidden);
        _output = AddModule("output_linear", new Linear(hidden, outputs, random.Stream("output_linear")));
    }

    /// <inheritdoc/>
    public override int Inputs => _input.Inputs;

    /// <inheritdoc/>
    public override int Outputs => _output.Outputs;

    /// <inheritdoc/>
    public override int LayerCount => _blocks.Length;

    internal override string TypeName => nameof(ResidualGnn);

    private bool IsNormalized => _options.Kind == ResidualGnnKind.Gcn;

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return IsNormalized ? _normalizer.Prepare(graph, _input.Weight.Engine) : new Adjacency(graph.InEdges);
    }

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) =>
        IsNormalized ? _normalizer.Prepare(structure, edgeWeights: null, _input.Weight.Engine) : new Adjacency(structure);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) =>
        IsNormalized ? _normalizer.PrepareBlocks(graph, _input.Weight.Engine) : base.PrepareBlocks(graph);

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        (INormalization? norm, Linear first, Linear second) = _blocks[layer];
        Tensor h = layer == 0 ? Activation.Gelu.Apply(_input.Forward(context, x, Activation.None, _dropout)) : x.ToDense();
        Tensor own = Leading(h, adjacency);
        Tensor seen = Aggregate(Normalize(context, norm, h), adjacency);
        using Tensor inside = Activation.Gelu.Apply(first.Forward(context, seen, Activation.None, _dropout));
        Tensor mapped = second.Forward(context, inside, Activation.None, _dropout);
        Tensor y = Tensor.Epilogue(mapped, addend: own);
        return layer == LayerCount - 1 ? _output.Forward(Normalize(context, _outputNorm, y)) : y;
    }

    internal static ResidualGnn Read(ModelSettings settings)
    {
        (int inputs, int hidden, int outputs) = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"));
        int layers = settings.Integer("layers");
        settings.CheckWidths(inputs, hidden, outputs, layers);
        return new ResidualGnn(
            inputs, hidden, outputs, default, layers, settings.Number("dropout"),
            new ResidualGnnOptions
            {
                Kind = settings.Choice<ResidualGnnKind>("kind"),
                Expansion = settings.Integer("expansion"),
                Normalization = settings.Choice<NormalizationKind>("normalization"),
            });
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _input.Outputs);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteString("kind", _options.Kind.ToString());
        writer.WriteNumber("expansion", _options.Expansion);
        writer.WriteString("normalization", _options.Normalization.ToString());
    }

    private static Tensor Normalize(in ForwardContext context, INormalization? norm, Tensor x) => norm?.Forward(context, x) ?? x;

    private static Tensor Leading(Tensor h, Adjacency adjacency) =>
        h.Shape[0] == adjacency.Structure.RowCount ? h : h.Rows(0, adjacency.Structure.RowCount);

    private Tensor Aggregate(Tensor h, Adjacency adjacency) => _options.Kind switch
    {
        ResidualGnnKind.Perceptron => Leading(h, adjacency),
        ResidualGnnKind.Gcn => Tensor.SpMM(adjacency, h),
        ResidualGnnKind.Sage => Tensor.Concatenate([Leading(h, adjacency), Tensor.SpMM(adjacency.Structure, null, h, Reduction.Mean)], 1),
        _ => throw new InvalidOperationException($"There is no such block as {_options.Kind}."),
    };

    private INormalization? AddNorm(string name, int width)
    {
        INormalization? norm = _options.Normalization.Create(width);
        if (norm is Module module)
        {
            AddModule(name, module);
        }

        return norm;
    }
}
