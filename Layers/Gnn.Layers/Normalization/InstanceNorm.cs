using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Normalization;

/// <summary>Instance normalisation: each column over the nodes of a graph.</summary>
/// <remarks>
/// <code>
/// y = (x - mean) / sqrt(var + eps) * weight + bias      mean, var: [B, F], over the n nodes of each graph; var with divisor n
/// running_mean &lt;- (1 - m) running_mean + m (mean of the graphs' means)                in training, if tracked
/// running_var  &lt;- (1 - m) running_var  + m (mean of the graphs' var n / max(n - 1, 1))
/// X, Y: [N, F]; weight, bias: [F]
/// </code>
/// <para>Paper: D. Ulyanov, A. Vedaldi and V. Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2017. Departure from it: nodes
/// of a graph take the place of the pixels of an image.</para>
/// <para>Parameters, if affine: <c>weight</c> (1 at first), <c>bias</c> (0). Buffers, if tracked: <c>running_mean</c> (0), <c>running_var</c> (1) and
/// <c>num_batches_tracked</c> (Int64), which stays 0 as in PyTorch Geometric. Cost: O(N F).</para>
/// </remarks>
public sealed class InstanceNorm : Module, INormalization
{
    private const string RunningMean = "running_mean";
    private const string RunningVariance = "running_var";

    private readonly InstanceNormOptions _options;
    private readonly int _width;
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;

    /// <summary>Creates a normalisation.</summary>
    /// <param name="width">F, the number of columns, at least 1.</param>
    /// <param name="options">Epsilon, momentum, parameters, statistics; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1, or an option is out of its range.</exception>
    public InstanceNorm(int width, InstanceNormOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _options = options ?? new InstanceNormOptions();
        NormalizationChecks.Epsilon(_options.Epsilon);
        NormalizationChecks.Momentum(_options.Momentum);
        _width = width;
        if (_options.Affine)
        {
            _weight = AddParameter("weight", Tensor.Ones(width));
            _bias = AddParameter("bias", Tensor.Zeros(width));
        }

        if (_options.TrackRunningStatistics)
        {
            AddBuffer(RunningMean, Tensor.Zeros(width));
            AddBuffer(RunningVariance, Tensor.Ones(width));
            AddBuffer("num_batches_tracked", Tensor.Create([0L], Shape.Scalar));
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

        if (!context.Training && _options.TrackRunningStatistics)
        {
            return GroupStatistics.Scale(x - Buffer(RunningMean), Buffer(RunningVariance), _options.Epsilon, groups: null, _weight?.Value, _bias?.Value);
        }

        Tensor y = GroupStatistics.Standardize(
            x, nodesOfGraphs, _options.Epsilon, _weight?.Value, _bias?.Value, out Tensor mean, out Tensor variance);
        if (_options.TrackRunningStatistics)
        {
            Track(mean, variance, x.Shape[0], nodesOfGraphs);
        }

        return y;
    }

    private void Track(Tensor mean, Tensor variance, long nodes, SparseStructure? nodesOfGraphs)
    {
        using NoGrad noGrad = NoGrad.Open();
        double[] corrections = nodesOfGraphs is null ? [Correction(nodes)] : new double[nodesOfGraphs.RowCount];
        for (int graph = 0; nodesOfGraphs is not null && graph < corrections.Length; graph++)
        {
            corrections[graph] = Correction(nodesOfGraphs.RowLength(graph));
        }

        Tensor unbiased = variance * Tensor.Create(corrections, (corrections.Length, 1), variance.Engine);
        Move(RunningMean, mean.Mean(axis: 0));
        Move(RunningVariance, unbiased.Mean(axis: 0));
    }

    private void Move(string name, Tensor statistic) =>
        SetBuffer(name, (Buffer(name) * (1 - _options.Momentum)) + (statistic * _options.Momentum));

    private static double Correction(long nodes) => Math.Max(nodes, 1) / (double)Math.Max(nodes - 1, 1);
}
