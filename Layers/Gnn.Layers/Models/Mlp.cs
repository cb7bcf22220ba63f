using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A multi-layer perceptron: a network for parts of other models, and a baseline that sees features and no edges.</summary>
/// <remarks>
/// <code>H_0 = X,   H_l = dropout(f(norm_l(H_(l-1) W_l^T + b_l))),   Y = H_(L-1) W_L^T + b_L</code>
/// <para>Parameters: <c>lins.0.weight</c>, <c>lins.0.bias</c>, <c>lins.1.weight</c>, <c>norms.0.module.weight</c> and so on; all are decayed. Difference from PyTorch
/// Geometric: there is no normalisation between layers unless the options say so, which is batch normalisation there unless norm is None.</para>
/// </remarks>
public sealed partial class Mlp : GraphModel, ILinearFirst
{
    private readonly Linear[] _layers;
    private readonly INormalization?[] _norms;
    private readonly MlpOptions _options;
    private readonly int[] _widths;

    /// <summary>Creates a perceptron whose layers between have the same number of columns.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of linear maps, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between layers in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Mlp(int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5)
        : this(Widths(inputs, hidden, outputs, layers), random, new MlpOptions { Dropout = dropout })
    {
    }

    /// <summary>Creates a perceptron.</summary>
    /// <param name="widths">The numbers of columns: inputs, between layers, outputs; at least two, each at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Activation, dropout, normalisation, bias; the defaults if null.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Mlp(IReadOnlyList<int> widths, RandomSource random, MlpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count < 2)
        {
            throw new ArgumentException($"A perceptron needs a width before and after each layer, got {widths.Count}.", nameof(widths));
        }

        _options = options ?? new MlpOptions();
        Throw.IfNotDropout(_options.Dropout, nameof(MlpOptions.Dropout));
        _widths = [.. widths];
        _layers = new Linear[widths.Count - 1];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            string name = FormattableString.Invariant($"lins.{layer}");
            _layers[layer] = AddModule(name, new Linear(widths[layer], widths[layer + 1], random.Stream(name), new LinearOptions { Bias = _options.Bias }));
        }

        _norms = new INormalization?[_layers.Length - 1];
        for (int layer = 0; layer < _norms.Length; layer++)
        {
            _norms[layer] = _options.Normalization.Create(widths[layer + 1]);
            if (_norms[layer] is Module norm)
            {
                AddModule(FormattableString.Invariant($"norms.{layer}"), norm);
            }
        }
    }

    /// <inheritdoc/>
    public override int Inputs => _widths[0];

    /// <inheritdoc/>
    public override int Outputs => _widths[^1];

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    /// <inheritdoc/>
    public Linear? First => _layers[0];

    internal override string TypeName => nameof(Mlp);

    /// <summary>The edges as they are; the perceptron does not look at them.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public override Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new Adjacency(graph.InEdges);
    }

    /// <summary>The edges as they are; the perceptron does not look at them.</summary>
    /// <param name="structure">The edges.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    public override Adjacency Prepare(SparseStructure structure) => new(structure);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x)
    {
        Tensor h = ForwardMap(context, 0, x);
        for (int layer = 1; layer < _layers.Length; layer++)
        {
            using Tensor last = h;
            h = ForwardMap(context, layer, last);
        }

        return h;
    }

    /// <inheritdoc/>
    public Tensor ForwardRest(in ForwardContext context, Tensor z)
    {
        Tensor h = Finish(context, 0, z, _layers[0].Bias);
        for (int layer = 1; layer < _layers.Length; layer++)
        {
            using Tensor last = h;
            h = ForwardMap(context, layer, last);
        }

        return h;
    }

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        Tensor y = _layers[layer].ForwardLeading(x, adjacency.Structure.RowCount);
        return layer < LayerCount - 1 ? Finish(context, layer, y, bias: null) : y;
    }

    /// <summary>A linear map, and what is between it and the next.</summary>
    private Tensor ForwardMap(in ForwardContext context, int layer, Features x) => Finish(context, layer, x.MatMulTransposed(_layers[layer].Weight), _layers[layer].Bias);

    /// <summary>What comes after a product, which is taken over.</summary>
    private Tensor Finish(in ForwardContext context, int layer, Tensor z, Tensor? bias)
    {
        if (layer == _layers.Length - 1)
        {
            return Tensor.Epilogue(z, bias);
        }

        if (_norms[layer] is not { } norm)
        {
            return context.Epilogue(z, bias, activation: _options.Activation, dropout: _options.Dropout);
        }

        bool isFirst = _options.ActivationFirst;
        using Tensor y = context.Epilogue(z, bias, activation: isFirst ? _options.Activation : Activation.None);
        return context.Epilogue(norm.Forward(context, y), activation: isFirst ? Activation.None : _options.Activation, dropout: _options.Dropout);
    }

    internal static Mlp Read(ModelSettings settings)
    {
        IReadOnlyList<int> widths = settings.Integers("widths");
        settings.CheckWidths(widths.Select(width => (double)width));
        return new Mlp(widths, default, ReadOptions(settings));
    }

    internal static MlpOptions ReadOptions(ModelSettings settings) => new()
    {
        Activation = settings.Choice<Activation>("activation"),
        Dropout = settings.Number("dropout"),
        Bias = settings.Boolean("bias"),
        ActivationFirst = settings.Has("activationFirst") && settings.Boolean("activationFirst"),
        Normalization = settings.Has("normalization") ? settings.Choice<NormalizationKind>("normalization") : NormalizationKind.None,
    };

    internal static void WriteOptions(Utf8JsonWriter writer, MlpOptions options)
    {
        writer.WriteString("activation", options.Activation.ToString());
        writer.WriteNumber("dropout", options.Dropout);
        writer.WriteBoolean("bias", options.Bias);
        writer.WriteString("normalization", options.Normalization.ToString());
        writer.WriteBoolean("activationFirst", options.ActivationFirst);
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("widths");
        foreach (int width in _widths)
        {
            writer.WriteNumberValue(width);
        }

        writer.WriteEndArray();
        WriteOptions(writer, _options);
    }

    private static int[] Widths(int inputs, int hidden, int outputs, int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return [inputs, .. Enumerable.Repeat(hidden, layers - 1), outputs];
    }
}
