using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A stack of convolutions of one kind, with what <see cref="StackOptions"/> put around them.</summary>
/// <remarks>
/// <code>
/// h_0 = dropout(X), mapped if the options say so
/// h_l = dropout(activation(norm_l(conv_l(h_(l-1)) + residual_l(h_(l-1)))))          [N, width]
/// Y   = conv_L(h_(L-1)) alone, or of a model with jumping: jump(h_1 ... h_L) W^T + b     [N, outputs]
/// </code>
/// <para>Parameters: <c>convs.0</c>, <c>norms.0</c>, <c>jk</c> and <c>lin</c>, as those of PyTorch Geometric's BasicGNN; <c>residuals.0</c> and <c>lin_in</c>, which it
/// does not have. Files that name the layers <c>conv1</c>, <c>conv2</c>, as its examples do, are loaded too.</para>
/// <para>Layer by layer, a model with jumping hands on the results of all layers so far side by side.</para>
/// </remarks>
public abstract partial class ConvolutionModel : GraphModel
{
    private readonly IConvolution[] _layers;
    private readonly INormalization?[] _norms;
    private readonly Linear?[] _residuals;
    private readonly Linear? _inputMap;
    private readonly Linear? _outputMap;
    private readonly JumpingKnowledge? _jump;
    private readonly int _width;
    private readonly double _dropout;
    private readonly double _inputDropout;
    private readonly Activation _activation;
    private readonly bool _decaysFirstLayerOnly;

    /// <summary>Creates the stack.</summary>
    /// <param name="sizes">Columns, layers and dropout, of which the hidden columns are those between layers.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">What stands around the convolutions; the defaults if null.</param>
    /// <param name="rules">What the options leave to the model.</param>
    /// <param name="create">Makes a convolution.</param>
    private protected ConvolutionModel(in StackSizes sizes, RandomSource random, StackOptions? options, in StackRules rules, Func<StackLayer, IConvolution> create)
    {
        Stack = options ?? new StackOptions();
        sizes.Check();
        (Inputs, Outputs, _width, _dropout) = (sizes.Inputs, sizes.Outputs, sizes.Width, sizes.Dropout);
        _activation = Stack.Activation ?? rules.Activation;
        _inputDropout = Stack.InputDropout ?? (rules.DropsInput ? sizes.Dropout : 0);
        _decaysFirstLayerOnly = Stack.DecaysFirstLayerOnly ?? rules.DecaysFirstLayerOnly;
        Throw.IfNotDropout(_inputDropout, nameof(StackOptions.InputDropout));
        bool isMapped = Stack.Jumping != JumpingKind.None;
        (_layers, _norms, _residuals) = (new IConvolution[sizes.Layers], new INormalization?[sizes.Layers], new Linear?[sizes.Layers]);
        _inputMap = Stack.InputMap ? AddModule("lin_in", new Linear(Inputs, _width, random.Stream("lin_in"))) : null;
        for (int layer = 0; layer < sizes.Layers; layer++)
        {
            bool isOutput = layer == sizes.Layers - 1 && !isMapped;
            int from = layer == 0 && !Stack.InputMap ? Inputs : _width;
            string place = FormattableString.Invariant($".{layer}");
            IConvolution convolution = create(new StackLayer(from, isOutput ? Outputs : _width, random.Stream("convs" + place), isOutput));
            AddModule("convs" + place, (Module)convolution);
            _layers[layer] = convolution;
            if (!isOutput)
            {
                _norms[layer] = Stack.Normalization.Create(_width);
                _residuals[layer] = NeedsMap(from)
                    ? AddModule("residuals" + place, new Linear(from, _width, random.Stream("residuals" + place)))
                    : null;
            }
        }

        for (int layer = 0; layer < sizes.Layers; layer++)
        {
            if (_norms[layer] is Module norm)
            {
                AddModule(FormattableString.Invariant($"norms.{layer}"), norm);
            }
        }

        if (isMapped)
        {
            _jump = Stack.Jumping.Create(_width, sizes.Layers, random.Stream("jk"));
            if (_jump is not null)
            {
                AddModule("jk", _jump);
            }

            _outputMap = AddModule("lin", new Linear(_jump?.Outputs ?? _width, Outputs, random.Stream("lin")));
        }
    }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override int LayerCount => _layers.Length;

    /// <summary>What stands around the convolutions.</summary>
    public StackOptions Stack { get; }

    /// <summary>The chance to drop an element between layers in training.</summary>
    public double Dropout => _dropout;

    private bool CarriesAll => Stack.Jumping is JumpingKind.Concatenate or JumpingKind.Max or JumpingKind.Sum or JumpingKind.Lstm;

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _layers[0].Prepare(structure);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) => _layers[0].PrepareBlocks(graph);

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterGroup> ParameterGroups()
    {
        if (!_decaysFirstLayerOnly || _layers.Length == 1)
        {
            return base.ParameterGroups();
        }

        var first = new HashSet<Parameter>(((Module)_layers[0]).Parameters(), ReferenceEqualityComparer.Instance);
        return
        [
            new ParameterGroup("first layer", [.. Parameters().Where(first.Contains)]),
            new ParameterGroup("other layers", [.. Parameters().Where(parameter => !first.Contains(parameter))], WeightDecayScale: 0),
        ];
    }

    /// <inheritdoc/>
    public override Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) => Forward(context, x, adjacency, nodesOfGraphs: null);

    /// <summary>Computes an output for every node of one graph or of a batch of graphs.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">Node features [N, F].</param>
    /// <param name="adjacency">What <see cref="Prepare(Graph)"/> made.</param>
    /// <param name="nodesOfGraphs">A row for each graph, a column for each node, for normalisations that go by graph; null for one graph.</param>
    /// <returns>[N, outputs].</returns>
    /// <exception cref="ArgumentException">The features do not fit the model or the adjacency.</exception>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, SparseStructure? nodesOfGraphs)
    {
        var all = new List<Tensor>();
        Tensor h = Layer(context, 0, x, adjacency, nodesOfGraphs);
        for (int layer = 1; layer < LayerCount; layer++)
        {
            Tensor last = h;
            h = Layer(context, layer, last, adjacency, nodesOfGraphs);
            if (CarriesAll)
            {
                all.Add(last);
            }
            else
            {
                last.Dispose();
            }
        }

        all.Add(h);
        return _outputMap is null ? h : Finish(context, all);
    }

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        bool isLast = layer == LayerCount - 1;
        if (!CarriesAll || layer == 0)
        {
            Tensor h = Layer(context, layer, x, adjacency, nodesOfGraphs: null);
            return isLast && _outputMap is not null ? Finish(context, [h]) : h;
        }

        // The results of all layers so far stand side by side, the last one's on the right.
        Tensor state = x.ToDense();
        if (state.Shape[1] != layer * (long)_width)
        {
            throw new ArgumentException($"'x' must have {layer * (long)_width} columns, those of the {layer} layers before, got {state.Shape}.", nameof(x));
        }

        using Tensor input = state.Columns((layer - 1) * (long)_width, _width);
        Tensor result = Layer(context, layer, input, adjacency, nodesOfGraphs: null);
        Tensor kept = Leading(state, adjacency.Structure.RowCount);
        return isLast
            ? Finish(context, [.. Enumerable.Range(0, layer).Select(place => kept.Columns(place * (long)_width, _width)), result])
            : Tensor.Concatenate([kept, result], 1);
    }

    private static Tensor Leading(Tensor x, int rows) => x.Shape[0] == rows ? x : x.Rows(0, rows);

    private bool NeedsMap(int from) => Stack.Residual == ResidualKind.Linear || (Stack.Residual == ResidualKind.Identity && from != _width);

    /// <summary>h_l of h_(l-1), or the output.</summary>
    private Tensor Layer(in ForwardContext context, int layer, Features x, Adjacency adjacency, SparseStructure? nodesOfGraphs)
    {
        Features input = layer == 0 ? context.Dropout(x, _inputDropout) : x;
        using Tensor? mapped = layer == 0 && _inputMap is not null ? _inputMap.Forward(context, input, Activation.None, _dropout) : null;
        input = mapped is null ? input : mapped;
        bool isOutput = layer == LayerCount - 1 && _outputMap is null;
        if (isOutput)
        {
            return _layers[layer].Forward(context, input, adjacency);
        }

        if (Stack.Residual == ResidualKind.None && _norms[layer] is null)
        {
            return _layers[layer].Forward(context, input, adjacency, _activation, _dropout);
        }

        Tensor y = _layers[layer].Forward(context, input, adjacency);
        Tensor? addend = Residual(layer, input, adjacency.Structure.RowCount);
        if (_norms[layer] is not { } norm)
        {
            return context.Epilogue(y, addend: addend, activation: _activation, dropout: _dropout);
        }

        Tensor sum = addend is null ? y : context.Epilogue(y, addend: addend);
        if (Stack.ActivationFirst)
        {
            using Tensor activated = context.Epilogue(sum, activation: _activation);
            return context.Epilogue(norm.Forward(context, activated, nodesOfGraphs), dropout: _dropout);
        }

        Tensor normalized = norm.Forward(context, sum, nodesOfGraphs);
        sum.Dispose();
        return context.Epilogue(normalized, activation: _activation, dropout: _dropout);
    }

    private Tensor? Residual(int layer, Features input, int targets) => Stack.Residual == ResidualKind.None
        ? null
        : _residuals[layer]?.ForwardLeading(input, targets) ?? Leading(input.ToDense(), targets);

    /// <summary>The output of all layers' results.</summary>
    private Tensor Finish(in ForwardContext context, IReadOnlyList<Tensor> layers)
    {
        Tensor joined = _jump is not null ? _jump.Forward(context, layers)
            : Stack.Jumping == JumpingKind.Sum ? layers.Aggregate((sum, h) => sum + h)
            : layers[^1];
        return _outputMap!.Forward(joined);
    }
}
