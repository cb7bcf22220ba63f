using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Layers;
using Gnn.Layers.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Temporal;

/// <summary>The temporal graph network: a memory of each node, attention over its most recent events, and a score of pairs.</summary>
/// <remarks>
/// <code>
/// s = memory                                             as in <see cref="TgnMemory"/>
/// z = attention over the latest events of [s | x]        as in <see cref="TgnAttention"/>
/// score of (i, j) = w . relu(W_s z_i + W_d z_j + b) + c  with the product of both as <see cref="TgnDecoder"/> says
/// </code>
/// <para>Paper: E. Rossi, B. Chamberlain, F. Frasca, D. Eynard, F. Monti and M. Bronstein, "Temporal Graph Networks for Deep Learning on Dynamic Graphs", 2020, with one layer of attention
/// (TGN-attn). All nodes of a batch are embedded as of the time at which it begins, by events before that time. Differences from PyTorch Geometric's example: nodes may have features
/// <c>x</c> beside their memory (as in the paper); see <see cref="TgnMemory"/> for the rest. As there, a batch's memory is written as it was embedded, before the step.</para>
/// <para>A graph without features of nodes gives a network nothing to tell two nodes by but when they met whom; random features of its own for each node, as the command
/// <c>gnn temporal</c> makes them, let it see who a neighbour is.</para>
/// <para>Parameters: <c>memory</c>, <c>gnn.conv</c>, <c>link_pred.lin_src</c>, <c>link_pred.lin_dst</c>, <c>link_pred.lin_final</c>. Cost of a batch with M nodes that it or its neighbours have:
/// that of the memory for M rows and of the attention.</para>
/// </remarks>
public sealed class Tgn : Module, ITemporalLinkModel
{
    private readonly TgnOptions _options;
    private readonly int _nodeFeatures;
    private readonly PairScore _score;

    /// <summary>Creates a network.</summary>
    /// <param name="nodeFeatures">The columns of nodes' features, the column <see cref="ColumnNames.Features"/>; 0 if there are none.</param>
    /// <param name="eventFeatures">The columns of events' features, the column <see cref="ColumnNames.EdgeFeatures"/>; 0 if there are none.</param>
    /// <param name="width">The columns of memory and embedding, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Memory, attention, decoder; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public Tgn(int nodeFeatures, int eventFeatures, int width, RandomSource random, TgnOptions? options = null)
    {
        _options = options ?? new TgnOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(nodeFeatures);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Neighbors, 1, nameof(TgnOptions.Neighbors));
        _nodeFeatures = nodeFeatures;
        Memory = AddModule("memory", new TgnMemory(eventFeatures, width, _options.TimeWidth, random.Stream("memory"), _options.Memory));
        Attention = AddModule("gnn", new TgnAttention(
            checked(width + nodeFeatures), checked(_options.TimeWidth + eventFeatures), width, random.Stream("gnn"), _options.Heads, _options.Dropout));
        _score = AddModule("link_pred", new PairScore(width, random.Stream("link_pred"), _options.Decoder));
    }

    /// <inheritdoc/>
    public int Outputs => Attention.Outputs;

    internal TgnMemory Memory { get; }

    internal TgnAttention Attention { get; }

    internal int Neighbors => _options.Neighbors;

    /// <inheritdoc/>
    public ITemporalStream CreateStream(TemporalGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        long columns = graph.HasFeatures ? graph.Features.Shape[1] : 0;
        return columns == _nodeFeatures
            ? new TgnStream(this, graph)
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The network takes {_nodeFeatures} features of a node, the column '{ColumnNames.Features}', and the graph's nodes have {columns}."), nameof(graph));
    }

    /// <inheritdoc/>
    public Tensor Score(in ForwardContext context, Tensor embedding, Tensor sources, Tensor targets) => _score.Forward(embedding, sources, targets);

    /// <summary>The engine of the parameters.</summary>
    internal Engine Engine => Parameters().First().Value.Engine;

    /// <summary>Maps every row once, then joins the pairs.</summary>
    private sealed class PairScore : Module
    {
        private readonly Linear _source;
        private readonly Linear _target;
        private readonly Linear _final;
        private readonly bool _hasProduct;

        internal PairScore(int width, RandomSource random, TgnDecoder decoder)
        {
            if (!Enum.IsDefined(decoder))
            {
                throw new ArgumentOutOfRangeException(nameof(decoder), decoder, "The decoder must be Perceptron or PerceptronAndProduct.");
            }

            _hasProduct = decoder == TgnDecoder.PerceptronAndProduct;
            _source = AddModule("lin_src", new Linear(width, width, random.Stream("lin_src")));
            _target = AddModule("lin_dst", new Linear(width, width, random.Stream("lin_dst")));
            _final = AddModule("lin_final", new Linear(width, 1, random.Stream("lin_final")));
        }

        internal Tensor Forward(Tensor embedding, Tensor sources, Tensor targets)
        {
            Tensor from = _source.Forward(embedding).GatherRows(sources);
            Tensor to = _target.Forward(embedding).GatherRows(targets);
            Tensor score = _final.Forward((from + to).Relu());
            if (_hasProduct)
            {
                score += (from * to).Sum(1, keepAxis: true) * (1 / Math.Sqrt(from.Shape[1]));
            }

            return score.Reshape(score.Shape[0]);
        }
    }
}
