using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Batch normalisation: each column over all nodes of the batch, whatever graph they are in.</summary>
/// <remarks>
/// <code>
/// y = (x - mean) / sqrt(var + eps) * weight + bias      mean, var: [F], over the N rows; var with divisor N
/// running_mean &lt;- (1 - m) running_mean + m mean          in training; inference reads the running statistics
/// running_var  &lt;- (1 - m) running_var  + m var N / (N - 1)
/// X, Y: [N, F]; weight, bias: [F]
/// </code>
/// <para>Paper: S. Ioffe and C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift", ICML 2015. Departure
/// from it: running statistics are moving averages.</para>
/// <para>Difference from PyTorch Geometric: there is no option to take the running statistics for a training batch of one row, which is an error here.</para>
/// <para>Parameters: <c>module.weight</c> (1 at first), <c>module.bias</c> (0). Buffers: <c>module.running_mean</c> (0), <c>module.running_var</c> (1) and
/// <c>module.num_batches_tracked</c> (Int64). Cost: O(N F) in five passes.</para>
/// </remarks>
public sealed class BatchNorm : Module, INormalization, IFeatureMap
{
    private readonly ColumnBatchNorm _module;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="width">F, the number of columns, at least 1.</param>
    /// <param name="options">Epsilon, momentum, parameters, statistics; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1, or an option is out of its range.</exception>
    public BatchNorm(int width, BatchNormOptions? options = null) => _module = AddModule("module", new ColumnBatchNorm(width, options));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">x does not have F columns, or has fewer than 2 rows in training; or the graphs do not fit x.</exception>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, width: null, nodesOfGraphs);
        return _module.Forward(context, x);
    }

    Tensor IFeatureMap.Forward(in ForwardContext context, Features x) => _module.Forward(context, x.ToDense());
}
