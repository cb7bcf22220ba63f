using Gnn.Graphs;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Links;

/// <summary>The variational graph auto-encoder: a GCN gives each node a normal distribution, and inner products of draws score pairs.</summary>
/// <remarks>
/// <code>
/// H = relu(conv1(X, A)),   mu = conv_mu(H, A),   s = min(conv_logstd(H, A), 10)
/// Z = mu + exp(s) * noise in training, mu in inference;   score(u, v) = z_u . z_v
/// own term of the loss:  KL / N,   KL = -1/2 the mean over nodes of sum over columns of (1 + 2 s - mu^2 - exp(2 s))
/// </code>
/// <para>Paper: T. N. Kipf and M. Welling, "Variational Graph Auto-Encoders", 2016. The convolutions are <see cref="GcnConv"/>; as in PyTorch Geometric's example they have biases, which the
/// paper's have not, and the term counts 1 / N. Parameters: <c>encoder.conv1</c>, <c>encoder.conv_mu</c>, <c>encoder.conv_logstd</c>, each with <c>lin.weight</c> and <c>bias</c>.</para>
/// </remarks>
/// <example><code>var model = new Vgae(inputs: 1433, hidden: 32, outputs: 16, new RandomSource(1));</code></example>
public sealed class Vgae : Module, ILinkModel
{
    private const double MostLogDeviation = 10;

    private readonly VariationalEncoder _encoder;
    private readonly DotDecoder _decoder = new();

    /// <summary>Creates a model.</summary>
    /// <param name="inputs">The number of feature columns, at least 1.</param>
    /// <param name="hidden">The number of columns between the layers, at least 1.</param>
    /// <param name="outputs">The number of columns of an embedding, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="dropout">The chance to drop an element of a layer's input in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Vgae(int inputs, int hidden, int outputs, RandomSource random, double dropout = 0)
    {
        Throw.IfNotDropout(dropout, nameof(dropout));
        _encoder = AddModule("encoder", new VariationalEncoder(inputs, hidden, outputs, random, dropout));
    }

    /// <inheritdoc/>
    public Adjacency Prepare(Graph messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _encoder.Prepare(messages);
    }

    /// <inheritdoc/>
    public Tensor Embed(in ForwardContext context, Features x, Adjacency adjacency)
    {
        (Tensor mean, Tensor logDeviation) = _encoder.Forward(context, x, adjacency);
        if (!context.Training)
        {
            logDeviation.Dispose();
            return mean;
        }

        Tensor bounded = Bounded(logDeviation);
        context.AddLoss(Divergence(mean, bounded) / mean.Shape[0]);
        Tensor noise = Tensor.Normal(mean.Shape, context.Random.Next(), engine: mean.Engine);
        return mean + (bounded.Exp() * noise);
    }

    /// <inheritdoc/>
    public Tensor Score(in ForwardContext context, Tensor embedding, Adjacency adjacency, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets) =>
        PairRows.Score(context, _decoder, embedding, sources, targets);

    /// <summary>Logarithms of deviations that cannot overflow.</summary>
    internal static Tensor Bounded(Tensor logDeviation) => Tensor.Minimum(logDeviation, Tensor.Full(1, MostLogDeviation, logDeviation.Engine));

    /// <summary>The mean over nodes of the divergence from the standard normal distribution, a scalar.</summary>
    internal static Tensor Divergence(Tensor mean, Tensor logDeviation)
    {
        Tensor terms = ((logDeviation * 2) + 1) - mean.Square() - (logDeviation * 2).Exp();
        return terms.Sum() * (-0.5 / mean.Shape[0]);
    }

    private sealed class VariationalEncoder : Module
    {
        private readonly GcnConv _shared;
        private readonly GcnConv _mean;
        private readonly GcnConv _logDeviation;
        private readonly double _dropout;

        internal VariationalEncoder(int inputs, int hidden, int outputs, RandomSource random, double dropout)
        {
            _shared = AddModule("conv1", new GcnConv(inputs, hidden, random.Stream("conv1")));
            _mean = AddModule("conv_mu", new GcnConv(hidden, outputs, random.Stream("conv_mu")));
            _logDeviation = AddModule("conv_logstd", new GcnConv(hidden, outputs, random.Stream("conv_logstd")));
            _dropout = dropout;
        }

        internal Adjacency Prepare(Graph graph) => _shared.Prepare(graph);

        internal (Tensor Mean, Tensor LogDeviation) Forward(in ForwardContext context, Features x, Adjacency adjacency)
        {
            using Tensor hidden = _shared.Forward(context, context.Dropout(x, _dropout), adjacency, Activation.Relu, _dropout);
            return (_mean.Forward(context, hidden, adjacency), _logDeviation.Forward(context, hidden, adjacency));
        }
    }
}
