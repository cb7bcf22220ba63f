using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Pair normalisation: the total squared distance between the nodes of a graph is held constant, against oversmoothing.</summary>
/// <remarks>
/// <code>
/// c = x - mean                                          mean: [B, F], over the nodes of each graph
/// y = s c / sqrt(eps + mean over the graph's nodes of |c_i|^2)
/// y_i = s c_i / (eps + |c_i|)                           scaled individually
/// X, Y: [N, F]
/// </code>
/// <para>Paper: L. Zhao and L. Akoglu, "PairNorm: Tackling Oversmoothing in GNNs", ICLR 2020.</para>
/// <para>There are no parameters; training and inference are the same. A row of zeros stays one, and
/// its norm takes no gradient. Cost: O(N F).</para>
/// </remarks>
public sealed class PairNorm : Module, INormalization
{
    private readonly PairNormOptions _options;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="options">Scale, epsilon; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public PairNorm(PairNormOptions? options = null)
    {
        _options = options ?? new PairNormOptions();
        NormalizationChecks.Epsilon(_options.Epsilon);
        NormalizationChecks.Scale(_options.Scale);
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, width: null, nodesOfGraphs);
        if (x.Shape[0] == 0)
        {
            return x.Reshape(x.Shape);
        }

        (Tensor whole, _) = GroupStatistics.Center(x, nodesOfGraphs);
        using Tensor centered = whole;
        if (_options.ScaleIndividually)
        {
            return centered * ((RowNorm.Of(centered, power: 2) + _options.Epsilon).Reciprocal() * _options.Scale);
        }

        using Tensor squares = centered.Square();
        Tensor mean = GroupStatistics.Mean(squares.Sum(axis: -1, keepAxis: true), nodesOfGraphs);
        return centered * GroupStatistics.Spread((mean + _options.Epsilon).InverseSqrt() * _options.Scale, nodesOfGraphs);
    }
}
