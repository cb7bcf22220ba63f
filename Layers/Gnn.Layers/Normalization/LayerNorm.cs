using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Layer normalisation: one mean and one variance of all columns together, of a whole graph or of each node.</summary>
/// <remarks>
/// <code>
/// y = (x - mean) / sqrt(var + eps) * weight + bias      mean, var: [B, 1] over a graph's nodes and columns, or [N, 1] over a node's columns
/// X, Y: [N, F]; weight, bias: [F]
/// </code>
/// <para>Paper: J. L. Ba, J. R. Kiros and G. E. Hinton, "Layer Normalization", 2016; for it a node is what is normalised.</para>
/// <para>Difference from PyTorch Geometric: without graphs its graph mode divides by sqrt(var) + eps; here all nodes as one graph give the same with and
/// without <c>nodesOfGraphs</c>.</para>
/// <para>Parameters: <c>weight</c> (1 at first), <c>bias</c> (0). Training and inference are the same. Cost: O(N F).</para>
/// </remarks>
public sealed class LayerNorm : Module, INormalization
{
    private readonly LayerNormOptions _options;
    private readonly int _width;
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="width">F, the number of columns, at least 1.</param>
    /// <param name="options">Mode, epsilon, parameters; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1, or an option is out of its range.</exception>
    public LayerNorm(int width, LayerNormOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _options = options ?? new LayerNormOptions();
        NormalizationChecks.Epsilon(_options.Epsilon);
        if (!Enum.IsDefined(_options.Mode))
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.Mode, "There is no such mode of layer normalisation.");
        }

        _width = width;
        if (_options.Affine)
        {
            _weight = AddParameter("weight", Tensor.Ones(width));
            _bias = AddParameter("bias", Tensor.Zeros(width));
        }
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor x, SparseStructure? nodesOfGraphs = null)
    {
        GroupStatistics.Check(x, _width, nodesOfGraphs);
        if (x.Shape[0] == 0)
        {
            return x.Reshape(x.Shape);
        }

        if (_options.Mode == LayerNormMode.Node)
        {
            Tensor z = x.Standardize(axis: -1, _options.Epsilon, out Tensor mean, out Tensor variance);
            mean.Dispose();
            variance.Dispose();
            return GroupStatistics.Affine(z, _weight?.Value, _bias?.Value);
        }

        Tensor centered = x - Statistic(x, nodesOfGraphs);
        using Tensor squares = centered.Square();
        Tensor factor = (Statistic(squares, nodesOfGraphs) + _options.Epsilon).InverseSqrt();
        using Tensor y = centered;
        return GroupStatistics.Affine(y * factor, _weight?.Value, _bias?.Value);
    }

    /// <summary>The mean of all features of all nodes of its graph, for each row, [N, 1], or [1, 1] for one graph.</summary>
    private static Tensor Statistic(Tensor x, SparseStructure? nodesOfGraphs)
    {
        Tensor ofNodes = x.Mean(axis: -1, keepAxis: true);
        return GroupStatistics.Spread(GroupStatistics.Mean(ofNodes, nodesOfGraphs), nodesOfGraphs);
    }
}
