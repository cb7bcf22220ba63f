using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Mean subtraction: the mean of each column over the nodes of a graph becomes 0.</summary>
/// <remarks>
/// <code>
/// y = x - mean                                          mean: [B, F], over the nodes of each graph
/// X, Y: [N, F]
/// </code>
/// <para>Paper: C. Yang, R. Wang, S. Yao, S. Liu and T. Abdelzaher, "Revisiting Over-smoothing in Deep GCNs", 2020.</para>
/// <para>There are no parameters; training and inference are the same. Cost: O(N F).</para>
/// </remarks>
public sealed class MeanSubtractionNorm : Module, INormalization
{
    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, width: null, nodesOfGraphs);
        return x.Shape[0] == 0 ? x.Reshape(x.Shape) : GroupStatistics.Center(x, nodesOfGraphs).Centered;
    }
}
