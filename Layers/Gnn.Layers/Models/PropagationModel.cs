using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A perceptron of each node's features, whose results are then propagated for several hops without further weights.</summary>
/// <remarks>
/// <code>Z = W_M dropout(ReLU(W_1 dropout(X) + b_1)) + b_M  [N, outputs];   Y = propagation of Z</code>
/// <para>Layer by layer, a hop is a layer; what later hops need of earlier ones travels beside the hop's result. Parameters of the perceptron: <c>lin1.weight</c>,
/// <c>lin1.bias</c>, <c>lin2.weight</c> and so on, as in PyTorch Geometric's examples.</para>
/// </remarks>
public abstract class PropagationModel : GraphModel
{
    private readonly Linear[] _maps;
    private readonly GcnNormalizer _normalizer = new(GcnNormalization.SymmetricWithLoops);

    private protected PropagationModel(int inputs, int hidden, int outputs, RandomSource random, int layers, double dropout, int hops)
    {
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(hops, 1);
        (Inputs, Hidden, Outputs, Dropout, LayerCount) = (inputs, hidden, outputs, dropout, hops);
        _maps = new Linear[layers];
        for (int map = 0; map < layers; map++)
        {
            string name = FormattableString.Invariant($"lin{map + 1}");
            _maps[map] = AddModule(name, new Linear(map == 0 ? inputs : hidden, map == layers - 1 ? outputs : hidden, random.Stream(name)));
        }
    }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <summary>The number of hops.</summary>
    public override int LayerCount { get; }

    /// <summary>The number of columns inside the perceptron.</summary>
    public int Hidden { get; }

    /// <summary>The chance to drop an element of a map's input in training.</summary>
    public double Dropout { get; }

    /// <inheritdoc/>
    public override Adjacency Prepare(Graph graph) => _normalizer.Prepare(graph, _maps[0].Weight.Engine);

    /// <inheritdoc/>
    public override Adjacency Prepare(SparseStructure structure) => _normalizer.Prepare(structure, edgeWeights: null, _maps[0].Weight.Engine);

    /// <inheritdoc/>
    public override IBlockPreparation PrepareBlocks(Graph graph) => _normalizer.PrepareBlocks(graph, _maps[0].Weight.Engine);

    /// <inheritdoc/>
    public override Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
    {
        Throw.IfNotSources(x, adjacency);
        using Tensor z = Map(context, x);
        return Propagate(context, z, adjacency);
    }

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        int columns = Outputs;
        if (layer == 0)
        {
            using Tensor z = Map(context, x);
            return Join(layer, Hop(context, z, Start(context, z), adjacency));
        }

        Tensor state = x.ToDense();
        if (state.Shape[1] != 2L * columns)
        {
            throw new ArgumentException($"'x' must have {2L * columns} columns, the last hop's result and what travels beside it, got {state.Shape}.", nameof(x));
        }

        return Join(layer, Hop(context, state.Columns(0, columns), state.Columns(columns, columns), adjacency));
    }

    /// <summary>All hops over a whole graph.</summary>
    private protected abstract Tensor Propagate(in ForwardContext context, Tensor z, Adjacency adjacency);

    /// <summary>What travels beside the first hop's input, [N, outputs].</summary>
    private protected abstract Tensor Start(in ForwardContext context, Tensor z);

    /// <summary>One hop: the result of the sources and what travels beside them, to those of the targets.</summary>
    private protected abstract (Tensor Result, Tensor Beside) Hop(in ForwardContext context, Tensor h, Tensor beside, Adjacency adjacency);

    /// <summary>The output of the last hop.</summary>
    private protected abstract Tensor Last(Tensor result, Tensor beside);

    private protected static (int Inputs, int Hidden, int Outputs, int Layers, double Dropout, int Hops) ReadSizes(ModelSettings settings)
    {
        var sizes = (settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"), settings.Integer("layers"), settings.Number("dropout"), settings.Integer("hops"));
        settings.CheckWidths(sizes.Item1, sizes.Item2, sizes.Item3, sizes.Item4);
        return sizes;
    }

    private protected void WriteSizes(Utf8JsonWriter writer)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", Hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", _maps.Length);
        writer.WriteNumber("dropout", Dropout);
        writer.WriteNumber("hops", LayerCount);
    }

    private Tensor Join(int layer, (Tensor Result, Tensor Beside) hop) =>
        layer == LayerCount - 1 ? Last(hop.Result, hop.Beside) : Tensor.Concatenate([hop.Result, hop.Beside], 1);

    private Tensor Map(in ForwardContext context, Features x)
    {
        Features h = context.Dropout(x, Dropout);
        for (int map = 0; map < _maps.Length - 1; map++)
        {
            h = _maps[map].Forward(context, h, Activation.Relu, Dropout);
        }

        return _maps[^1].Forward(h);
    }
}
