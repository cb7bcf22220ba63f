namespace Gnn.Layers.Aggregations;

/// <summary>What stands for a quantile that falls between two of a group's numbers.</summary>
public enum QuantileInterpolation
{
    /// <summary>The two in proportion to their nearness.</summary>
    Linear,

    /// <summary>The lower one.</summary>
    Lower,

    /// <summary>The higher one.</summary>
    Higher,

    /// <summary>Half of each.</summary>
    Midpoint,

    /// <summary>The nearer one; in the middle, the one of even rank, counted from 0.</summary>
    Nearest,
}
