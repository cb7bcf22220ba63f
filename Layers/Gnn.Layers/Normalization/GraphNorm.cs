using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Graph normalisation: each column over the nodes of a graph, with a learnt share of the mean taken away.</summary>
/// <remarks>
/// <code>
/// c = x - mean_scale * mean                             mean: [B, F], over the nodes of each graph
/// y = c / sqrt(mean(c^2) + eps) * weight + bias
/// X, Y: [N, F]; weight, bias, mean_scale: [F]
/// </code>
/// <para>Paper: T. Cai, S. Luo, K. Xu, D. He, T.-Y. Liu and L. Wang, "GraphNorm: A Principled Approach to Accelerating Graph Neural Network Training", ICML
/// 2021.</para>
/// <para>Parameters: <c>weight</c> (1 at first), <c>bias</c> (0), <c>mean_scale</c> (1). Training and inference are the same. Cost: O(N F).</para>
/// </remarks>
public sealed class GraphNorm : Module, INormalization
{
    private readonly int _width;
    private readonly double _epsilon;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Parameter _meanScale;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="width">F, the number of columns, at least 1.</param>
    /// <param name="epsilon">What is added to a variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1, or epsilon is not above 0.</exception>
    public GraphNorm(int width, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        NormalizationChecks.Epsilon(epsilon);
        _width = width;
        _epsilon = epsilon;
        _weight = AddParameter("weight", Tensor.Ones(width));
        _bias = AddParameter("bias", Tensor.Zeros(width));
        _meanScale = AddParameter("mean_scale", Tensor.Ones(width));
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, _width, nodesOfGraphs);
        if (x.Shape[0] == 0)
        {
            return x.Reshape(x.Shape);
        }

        (Tensor centered, _) = GroupStatistics.Center(x, nodesOfGraphs, _meanScale.Value);
        Tensor variance = GroupStatistics.MeanSquare(centered, nodesOfGraphs);
        return GroupStatistics.Scale(centered, variance, _epsilon, nodesOfGraphs, _weight.Value, _bias.Value);
    }
}
