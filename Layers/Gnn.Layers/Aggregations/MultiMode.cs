namespace Gnn.Layers.Aggregations;

/// <summary>How the results of several aggregations become one.</summary>
public enum MultiMode
{
    /// <summary>Side by side.</summary>
    Concatenate,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest of them, element by element.</summary>
    Max,

    /// <summary>The smallest of them, element by element.</summary>
    Min,

    /// <summary>ln sum e^y over them, element by element.</summary>
    LogSumExp,
}
