using System.Text.Json;
using Gnn.Graphs;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A network that sees a node's row of the adjacency matrix and its features apart, and no messages: strong where neighbours are unlike.</summary>
/// <remarks>
/// <code>
/// h_A = A W + b, through a perceptron if asked          W: [N, hidden]: a vector for every node of the graph
/// h_X = perceptron(X)
/// Y   = perceptron(ReLU(h_A + h_A W_1^T + h_X + h_X W_2^T + b_1 + b_2))
/// </code>
/// <para>Paper: D. Lim, F. Hohne, X. Li, S. L. Huang, V. Gupta, O. Bhalerao and S.-N. Lim, "Large Scale Learning on Non-Homophilous Graphs: New Benchmarks and Strong
/// Simple Methods", NeurIPS 2021. Row i of A are the edges into node i, as in PyTorch Geometric.</para>
/// <para>The weights belong to the nodes of one graph: it serves no other graph and no sampled batch. Parameters: <c>edge_lin.weight</c>, <c>edge_lin.bias</c>,
/// <c>edge_norm</c>, <c>edge_mlp</c>, <c>node_mlp</c>, <c>cat_lin1</c>, <c>cat_lin2</c>, <c>final_mlp</c>, as PyTorch Geometric's. Cost: E hidden operations and the
/// perceptrons'.</para>
/// </remarks>
public sealed class Linkx : GraphModel
{
    private readonly LinkxOptions _options;
    private readonly int _nodes;
    private readonly int _hidden;
    private readonly int _layers;
    private readonly double _dropout;
    private readonly NodeVectors _edges;
    private readonly INormalization? _edgeNorm;
    private readonly Mlp? _edgeMlp;
    private readonly Mlp _nodeMlp;
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly Mlp _final;

    /// <summary>Creates a network.</summary>
    /// <param name="nodes">The number of nodes of the graph, at least 1.</param>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers, at least 1.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of linear maps of the last perceptron, at least 1.</param>
    /// <param name="dropout">The chance to drop an element between the last perceptron's maps in training, in [0, 1).</param>
    /// <param name="options">The other perceptrons; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Linkx(int nodes, int inputs, int hidden, int outputs, RandomSource random, int layers = 2, double dropout = 0.5, LinkxOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        _options = options ?? new LinkxOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.EdgeLayers, 1, nameof(LinkxOptions.EdgeLayers));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.NodeLayers, 1, nameof(LinkxOptions.NodeLayers));
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        (_nodes, _hidden, _layers, _dropout) = (nodes, hidden, layers, dropout);
        (Inputs, Outputs) = (inputs, outputs);
        _edges = AddModule("edge_lin", new NodeVectors(nodes, hidden, random.Stream("edge_lin")));
        if (_options.EdgeLayers > 1)
        {
            _edgeNorm = NormalizationKind.Batch.Create(hidden);
            AddModule("edge_norm", (Module)_edgeNorm!);
            _edgeMlp = Perceptron("edge_mlp", Enumerable.Repeat(hidden, _options.EdgeLayers), dropout: 0);
        }

        _nodeMlp = Perceptron("node_mlp", [inputs, .. Enumerable.Repeat(hidden, _options.NodeLayers)], dropout: 0);
        _first = AddModule("cat_lin1", new Linear(hidden, hidden, random.Stream("cat_lin1")));
        _second = AddModule("cat_lin2", new Linear(hidden, hidden, random.Stream("cat_lin2")));
        _final = Perceptron("final_mlp", [.. Enumerable.Repeat(hidden, layers), outputs], dropout);

        Mlp Perceptron(string name, IEnumerable<int> widths, double dropout) => AddModule(
            name,
            new Mlp([.. widths], random.Stream(name), new MlpOptions { Dropout = dropout, Normalization = NormalizationKind.Batch, ActivationFirst = true }));
    }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <summary>1: nothing is handed from node to node twice.</summary>
    public override int LayerCount => 1;

    internal override string TypeName => nameof(Linkx);

    /// <summary>The edges with their weights, if the graph has any.</summary>
    /// <param name="graph">The graph whose nodes the weights belong to.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The graph has another number of nodes.</exception>
    public override Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckNodes(graph.NodeCount);
        return Convolutions.EdgeTables.WithWeights(graph, _first.Weight.Engine);
    }

    /// <summary>The edges as they are.</summary>
    /// <param name="structure">The edges of the graph whose nodes the weights belong to.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The structure has another number of nodes.</exception>
    public override Adjacency Prepare(SparseStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        CheckNodes(structure.ColumnCount);
        return new Adjacency(structure);
    }

    /// <summary>Refuses: the model knows nodes by their numbers in the graph, which a batch does not have.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="ArgumentException">Always.</exception>
    public override IBlockPreparation PrepareBlocks(Graph graph) =>
        throw new ArgumentException("Linkx has a vector for every node of its graph and cannot work on sampled batches: train it on the whole graph.", nameof(graph));

    /// <inheritdoc/>
    public override Tensor ForwardLayer(in ForwardContext context, int layer, Features x, Adjacency adjacency)
    {
        CheckLayer(layer);
        Throw.IfNotSources(x, adjacency);
        CheckNodes(adjacency.Structure.ColumnCount);
        Tensor h = _edges.Forward(adjacency);
        if (_edgeMlp is not null)
        {
            h = _edgeMlp.Forward(context, _edgeNorm!.Forward(context, h.Relu()));
        }

        Tensor features = _nodeMlp.Forward(context, x);
        Tensor sum = h + _first.Forward(h) + features + _second.Forward(features);
        return _final.Forward(context, sum.Relu());
    }

    internal static Linkx Read(ModelSettings settings)
    {
        (int nodes, int inputs, int hidden) = (settings.Integer("nodes"), settings.Integer("inputs"), settings.Integer("hidden"));
        (int outputs, int layers) = (settings.Integer("outputs"), settings.Integer("layers"));
        var options = new LinkxOptions { EdgeLayers = settings.Integer("edgeLayers"), NodeLayers = settings.Integer("nodeLayers") };
        settings.CheckWidths([nodes, hidden, inputs]);
        settings.CheckWidths(inputs, hidden, outputs, Math.Max(layers, Math.Max(options.EdgeLayers, options.NodeLayers)));
        return new Linkx(nodes, inputs, hidden, outputs, default, layers, settings.Number("dropout"), options);
    }

    internal override void WriteSettings(Utf8JsonWriter writer)
    {
        writer.WriteNumber("nodes", _nodes);
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", _hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", _layers);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteNumber("edgeLayers", _options.EdgeLayers);
        writer.WriteNumber("nodeLayers", _options.NodeLayers);
    }

    private void CheckNodes(int count)
    {
        if (count != _nodes)
        {
            throw new ArgumentException($"The model has vectors for the {_nodes} nodes of one graph, got one of {count}: make a model for it.");
        }
    }

    /// <summary>A linear map of the adjacency's rows: the sum of a vector for each neighbour.</summary>
    private sealed class NodeVectors : Module
    {
        private readonly Parameter _weight;
        private readonly Parameter _bias;

        internal NodeVectors(int nodes, int columns, RandomSource random)
        {
            _weight = AddParameter("weight", Initialize.FanIn((nodes, columns), nodes, random.Stream("weight")));
            _bias = AddParameter("bias", Initialize.FanIn(columns, nodes, random.Stream("bias")));
        }

        internal Tensor Forward(Adjacency adjacency) => Tensor.Epilogue(Tensor.SpMM(adjacency, _weight.Value), _bias.Value);
    }
}
