namespace Gnn.Tensors;

/// <summary>How many values become one: along an axis, or over the entries of a row of a sparse matrix.</summary>
public enum Reduction
{
    /// <summary>The sum; 0 for no values.</summary>
    Sum,

    /// <summary>The sum divided by the number of values. Over the entries of a row, 0 for no values; along an axis, NaN.</summary>
    Mean,

    /// <summary>The largest; NaN if any value is NaN. Over the entries of a row, 0 for no values; along an axis, an error.</summary>
    Max,

    /// <summary>The smallest; NaN if any value is NaN. Over the entries of a row, 0 for no values; along an axis, an error.</summary>
    Min,
}
