using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Differentiable group normalisation: nodes are assigned softly to groups, and each group is normalised on its own.</summary>
/// <remarks>
/// <code>
/// S = softmax(X U^T)                                    [N, G]
/// Y = X + lambda * sum over groups g of BatchNorm_g(S[:, g] * X)
/// X, Y: [N, F], U: [G, F]
/// </code>
/// <para>Paper: K. Zhou, X. Huang, Y. Li, D. Zha, R. Chen and X. Hu, "Towards Deeper Graph Neural Networks with Differentiable Group Normalization", NeurIPS
/// 2020.</para>
/// <para>Parameters: <c>lin.weight</c>, <c>norm.weight</c>, <c>norm.bias</c>. Buffers: <c>norm.running_mean</c>, <c>norm.running_var</c>,
/// <c>norm.num_batches_tracked</c> (Int64). Cost: O(N G F) operations, and arrays of N * G * F elements, several for a backward pass.</para>
/// </remarks>
public sealed class DiffGroupNorm : Module, INormalization
{
    private readonly double _share;
    private readonly int _width;
    private readonly int _groups;
    private readonly Linear _assignment;
    private readonly ColumnBatchNorm _norm;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="width">F, the number of columns, at least 1.</param>
    /// <param name="groups">G, the number of groups, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Share, options of the groups; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or an option is out of its range.</exception>
    public DiffGroupNorm(int width, int groups, RandomSource random, DiffGroupNormOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        options ??= new DiffGroupNormOptions();
        NormalizationChecks.Scale(options.Share);
        _share = options.Share;
        _width = width;
        _groups = groups;
        _assignment = AddModule("lin", new Linear(width, groups, random.Stream("lin"), new LinearOptions { Bias = false }));
        _norm = AddModule("norm", new ColumnBatchNorm(checked(groups * width), options.Groups));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">x does not have F columns, or has fewer than 2 rows in training; or the graphs do not fit x.</exception>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, _width, nodesOfGraphs);
        long nodes = x.Shape[0];
        using Tensor logits = _assignment.Forward(x);
        Tensor assignment = logits.Softmax().Reshape((nodes, _groups, 1));
        using Tensor parts = assignment * x.Reshape((nodes, 1, _width));
        using Tensor normalized = _norm.Forward(context, parts.Reshape((nodes, (long)_groups * _width)));
        Tensor sum = normalized.Reshape((nodes, _groups, _width)).Sum(axis: 1);
        return x + (sum * _share);
    }
}
