namespace Gnn.Graphs.Transforms;

/// <summary>How the values of several edges become one.</summary>
/// <remarks>It concerns floating columns. Columns of another type (kinds, times, masks) and sparse columns take the value of the first edge by id.</remarks>
public enum EdgeReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest, column by column.</summary>
    Max,

    /// <summary>The smallest, column by column.</summary>
    Min,

    /// <summary>That of the edge with the lowest id.</summary>
    First,
}
