using System.Globalization;
using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>The graph isomorphism network for whole graphs, as its paper has it: the nodes of every layer are read out, and each layer gives scores of its own.</summary>
/// <remarks>
/// <code>
/// h_0 = X,   h_l = ReLU(norm(perceptron_l((1 + eps_l) h_(l-1),i + sum of neighbours)))          [N, hidden]
/// Y   = sum over l = 0 .. L of dropout(W_l (sum of h_l over the graph's nodes) + b_l)           [graphs, outputs]
/// </code>
/// <para>Paper: K. Xu, W. Hu, J. Leskovec and S. Jegelka, "How Powerful are Graph Neural Networks?", ICLR 2019: four layers of perceptrons of two linear maps,
/// batch normalisation inside them and after them, dropout on the scores; epsilon is fixed at 0 (GIN-0) unless it is trained.</para>
/// <para>Parameters: <c>convs.0.nn.lins.0.weight</c>, <c>convs.0.nn.norms.0.module.weight</c>, <c>norms.0.module.weight</c>, <c>lins.0.weight</c> and so on.</para>
/// </remarks>
public sealed class GinClassifier : Module, IGraphLevelModel
{
    private readonly GinConv[] _layers;
    private readonly BatchNorm[] _norms;
    private readonly Linear[] _scores;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between layers and inside the perceptrons, at least 1.</param>
    /// <param name="outputs">The number of output columns, for example of classes, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="layers">The number of convolutions, at least 1.</param>
    /// <param name="dropout">The chance to drop a score in training, in [0, 1).</param>
    /// <param name="convolution">Epsilon; fixed at 0 if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GinClassifier(int inputs, int hidden, int outputs, RandomSource random, int layers = 4, double dropout = 0.5, GinOptions? convolution = null)
    {
        new StackSizes(inputs, hidden, outputs, layers, dropout).Check();
        (Inputs, Outputs, _dropout) = (inputs, outputs, dropout);
        (_layers, _norms, _scores) = (new GinConv[layers], new BatchNorm[layers], new Linear[layers + 1]);
        var perceptron = new MlpOptions { Normalization = NormalizationKind.Batch };
        for (int layer = 0; layer < layers; layer++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"convs.{layer}");
            var network = new Mlp([layer == 0 ? inputs : hidden, hidden, hidden], random.Stream(name).Stream("nn"), perceptron);
            _layers[layer] = AddModule(name, new GinConv(network, convolution));
        }

        for (int layer = 0; layer < layers; layer++)
        {
            _norms[layer] = AddModule(string.Create(CultureInfo.InvariantCulture, $"norms.{layer}"), new BatchNorm(hidden));
        }

        for (int layer = 0; layer <= layers; layer++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"lins.{layer}");
            _scores[layer] = AddModule(name, new Linear(layer == 0 ? inputs : hidden, outputs, random.Stream(name)));
        }
    }

    /// <summary>The number of columns of the features it takes.</summary>
    public int Inputs { get; }

    /// <summary>The number of columns that it returns.</summary>
    public int Outputs { get; }

    /// <inheritdoc/>
    public Adjacency Prepare(Graph graph) => _layers[0].Prepare(graph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, SparseStructure nodesOfGraphs)
    {
        ArgumentNullException.ThrowIfNull(nodesOfGraphs);
        Throw.IfNotSources(x, adjacency);
        Tensor h = x.ToDense();
        Tensor scores = Score(context, 0, h, nodesOfGraphs);
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            Tensor summed = _layers[layer].Forward(context, h, adjacency);
            Tensor normalized = _norms[layer].Forward(context, summed);
            summed.Dispose();
            h = context.Epilogue(normalized, activation: Activation.Relu);
            scores = Tensor.Epilogue(Score(context, layer + 1, h, nodesOfGraphs), addend: scores);
        }

        return scores;
    }

    private Tensor Score(in ForwardContext context, int layer, Tensor h, SparseStructure nodesOfGraphs)
    {
        using Tensor sums = Tensor.SpMM(nodesOfGraphs, null, h);
        return _scores[layer].Forward(context, sums, Activation.None, _dropout);
    }
}
