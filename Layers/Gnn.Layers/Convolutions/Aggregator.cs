using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Aggregations of neighbours' rows, without messages in memory.</summary>
internal static class Aggregator
{
    private const double SmallestVariance = 1e-5;

    /// <summary>Whether the aggregation of a linear map is the map of the aggregation.</summary>
    internal static bool IsLinear(Aggregation aggregation) => aggregation is Aggregation.Mean or Aggregation.Sum;

    /// <summary>[sources, F] to [targets, F].</summary>
    internal static Tensor Aggregate(Aggregation aggregation, SparseStructure structure, Tensor x) => aggregation switch
    {
        Aggregation.Mean => Tensor.SpMM(structure, null, x, Reduction.Mean),
        Aggregation.Sum => Tensor.SpMM(structure, null, x),
        Aggregation.Max => Tensor.SpMM(structure, null, x, Reduction.Max),
        Aggregation.Min => Tensor.SpMM(structure, null, x, Reduction.Min),
        Aggregation.StandardDeviation => StandardDeviation(structure, x),
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "There is no such aggregation."),
    };

    private static Tensor StandardDeviation(SparseStructure structure, Tensor x)
    {
        Tensor mean = Tensor.SpMM(structure, null, x, Reduction.Mean);
        Tensor variance = Tensor.SpMM(structure, null, x.Square(), Reduction.Mean) - mean.Square();
        Tensor floor = Tensor.Full(variance.Shape, SmallestVariance, x.Engine);
        Tensor isLarge = variance.Compare(ComparisonOperation.Greater, floor);
        return isLarge.Select(Tensor.Maximum(variance, floor).Sqrt(), Tensor.Zeros(variance.Shape, x.Engine));
    }
}
