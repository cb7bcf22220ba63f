using Gnn.Tensors;

namespace Gnn.Layers.Normalization;

/// <summary>Batch normalisation of columns with PyTorch's own names, a part of layers of other names: weight, bias, running_mean, running_var,
/// num_batches_tracked.</summary>
internal sealed class ColumnBatchNorm : Module
{
    private const string RunningMean = "running_mean";
    private const string RunningVariance = "running_var";
    private const string BatchCount = "num_batches_tracked";

    private readonly BatchNormOptions _options;
    private readonly int _width;
    private readonly Parameter? _weight;
    private readonly Parameter? _bias;

    internal ColumnBatchNorm(int width, BatchNormOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _options = options ?? new BatchNormOptions();
        _options.Check();
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
            AddBuffer(BatchCount, Tensor.Create([0L], Shape.Scalar));
        }
    }

    /// <summary>[N, F] to [N, F].</summary>
    internal Tensor Forward(in ForwardContext context, Tensor x)
    {
        GroupStatistics.Check(x, _width, nodesOfGraphs: null);
        if (!context.Training && _options.TrackRunningStatistics)
        {
            return GroupStatistics.Scale(x - Buffer(RunningMean), Buffer(RunningVariance), _options.Epsilon, groups: null, _weight?.Value, _bias?.Value);
        }

        long rows = x.Shape[0];
        if (context.Training && rows < 2)
        {
            throw new ArgumentException(
                $"Batch normalisation takes the variance of a training batch, which needs at least 2 rows, got {x.Shape}: make batches larger, or drop the last one.",
                nameof(x));
        }

        if (rows == 0)
        {
            return x.Reshape(x.Shape);
        }

        Tensor y = GroupStatistics.Standardize(
            x, groups: null, _options.Epsilon, _weight?.Value, _bias?.Value, out Tensor mean, out Tensor variance);
        if (context.Training && _options.TrackRunningStatistics)
        {
            Track(mean, variance, rows);
        }

        return y;
    }

    /// <summary>Moves the running statistics towards a batch's; the variance is that of the population, n / (n - 1) times the batch's.</summary>
    private void Track(Tensor mean, Tensor variance, long rows)
    {
        using NoGrad noGrad = NoGrad.Open();
        long batches = Buffer(BatchCount).ToArray<long>()[0] + 1;
        double share = _options.Momentum ?? 1.0 / batches;
        SetBuffer(BatchCount, Tensor.Create([batches], Shape.Scalar, mean.Engine));
        Move(RunningMean, mean, share, scale: 1);
        Move(RunningVariance, variance, share, (double)rows / (rows - 1));
    }

    private void Move(string name, Tensor statistic, double share, double scale)
    {
        using Tensor kept = Buffer(name) * (1 - share);
        using Tensor added = statistic.Reshape(_width) * (share * scale);
        using Tensor sum = kept + added;
        SetBuffer(name, sum);
    }
}
