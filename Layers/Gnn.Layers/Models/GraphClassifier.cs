using Gnn.Graphs;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Models;

/// <summary>A model of nodes, a readout and a perceptron: an output for each graph from any stack of convolutions.</summary>
/// <remarks>
/// <code>H = encoder(X) [N, width],   r = readout of the nodes of each graph [graphs, readout columns],   Y = perceptron(r) [graphs, outputs]</code>
/// <para>Parameters: those of the encoder under <c>encoder</c>, of the readout under <c>readout</c> if it has any, of the perceptron under <c>head</c>.</para>
/// </remarks>
/// <example><code>
/// var encoder = new Gcn(inputs, hidden: 64, outputs: 64, random.Stream("encoder"), layers: 3);
/// var model = new GraphClassifier(encoder, new Aggregate(Aggregation.Mean), outputs: 2, random);
/// </code></example>
public sealed class GraphClassifier : Module, IGraphLevelModel
{
    private readonly GraphModel _encoder;
    private readonly IAggregation _readout;
    private readonly Mlp _head;

    /// <summary>Creates a model.</summary>
    /// <param name="encoder">Gives each node a row; owned from here on.</param>
    /// <param name="readout">Makes the rows of a graph's nodes one; owned from here on if it is a module.</param>
    /// <param name="outputs">The number of output columns, at least 1.</param>
    /// <param name="random">The source of the perceptron's initial values.</param>
    /// <param name="layers">The number of the perceptron's linear maps, at least 1; those between have as many columns as the readout gives.</param>
    /// <param name="dropout">The chance to drop an element between the perceptron's maps in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public GraphClassifier(GraphModel encoder, IAggregation readout, int outputs, RandomSource random, int layers = 2, double dropout = 0.5)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(readout);
        _encoder = AddModule("encoder", encoder);
        _readout = readout;
        if (readout is Module module)
        {
            AddModule("readout", module);
        }

        int width = readout.OutputsFor(encoder.Outputs);
        _head = AddModule("head", new Mlp(width, width, outputs, random.Stream("head"), layers, dropout));
    }

    /// <inheritdoc/>
    public Adjacency Prepare(Graph graph) => _encoder.Prepare(graph);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency, SparseStructure nodesOfGraphs)
    {
        ArgumentNullException.ThrowIfNull(nodesOfGraphs);
        using Tensor h = _encoder is ConvolutionModel stack
            ? stack.Forward(context, x, adjacency, nodesOfGraphs)
            : _encoder.Forward(context, x, adjacency);
        using Tensor graphs = _readout.Forward(context, nodesOfGraphs, h);
        return _head.Forward(context, graphs);
    }
}
