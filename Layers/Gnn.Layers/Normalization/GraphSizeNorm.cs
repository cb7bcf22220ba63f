using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Graph size normalisation: features divided by the square root of the number of nodes of their graph.</summary>
/// <remarks>
/// <code>
/// y_i = x_i / sqrt(n)                                   n: the number of nodes of the graph of node i
/// X, Y: [N, F]
/// </code>
/// <para>Paper: V. P. Dwivedi, C. K. Joshi, A. T. Luu, T. Laurent, Y. Bengio and X. Bresson, "Benchmarking Graph Neural Networks", 2020.</para>
/// <para>There are no parameters; training and inference are the same. Cost: O(N F).</para>
/// </remarks>
public sealed class GraphSizeNorm : Module, INormalization
{
    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, width: null, nodesOfGraphs);
        if (nodesOfGraphs is null)
        {
            return x * (1 / Math.Sqrt(Math.Max(1, x.Shape[0])));
        }

        double[] factors = new double[nodesOfGraphs.RowCount];
        for (int graph = 0; graph < factors.Length; graph++)
        {
            factors[graph] = 1 / Math.Sqrt(Math.Max(1, nodesOfGraphs.RowLength(graph)));
        }

        return x * GroupStatistics.Spread(Tensor.Create(factors, (factors.Length, 1), x.Engine), nodesOfGraphs);
    }
}
