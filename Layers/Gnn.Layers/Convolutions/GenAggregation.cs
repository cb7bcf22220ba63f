namespace Gnn.Layers.Convolutions;

/// <summary>What a <see cref="GenConv"/> makes of the messages into a node.</summary>
public enum GenAggregation
{
    /// <summary>A mean in which larger elements weigh more: <see cref="Aggregations.SoftmaxAggregation"/>.</summary>
    Softmax,

    /// <summary>The power mean: <see cref="Aggregations.PowerMeanAggregation"/>.</summary>
    PowerMean,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The sum.</summary>
    Sum,
}
