namespace Gnn.Layers.Convolutions;

/// <summary>How the features of a node's neighbours become one row; 0 for a node without neighbours.</summary>
public enum Aggregation
{
    /// <summary>The mean over incoming edges.</summary>
    Mean,

    /// <summary>The sum over incoming edges.</summary>
    Sum,

    /// <summary>The largest, column by column; the gradient goes to the first edge of several.</summary>
    Max,

    /// <summary>The smallest, column by column; the gradient goes to the first edge of several.</summary>
    Min,

    /// <summary>The standard deviation over incoming edges, column by column; 0 where the variance is at most 1e-5.</summary>
    StandardDeviation,
}
