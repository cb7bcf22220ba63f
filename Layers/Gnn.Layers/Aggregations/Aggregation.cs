namespace Gnn.Layers.Aggregations;

/// <summary>A way to make one row of a group of rows, column by column, that has no parameters; 0 for an empty group unless it says otherwise.</summary>
public enum Aggregation
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The largest; the gradient goes to the first of several.</summary>
    Max,

    /// <summary>The smallest; the gradient goes to the first of several.</summary>
    Min,

    /// <summary>The standard deviation; 0 where the variance is at most 1e-5.</summary>
    StandardDeviation,

    /// <summary>The variance, the mean of squares less the square of the mean.</summary>
    Variance,

    /// <summary>The lower median: of an even number of rows the smaller one in the middle. The gradient goes to it alone.</summary>
    Median,

    /// <summary>The product; 1 for an empty group.</summary>
    Product,
}
