namespace Gnn.Tensors.Engines;

/// <summary>The element-wise comparisons; each is false where an argument is NaN, except <see cref="NotEqual"/>.</summary>
public enum ComparisonOperation
{
    /// <summary>a = b.</summary>
    Equal,

    /// <summary>a differs from b; true where either is NaN.</summary>
    NotEqual,

    /// <summary>a &lt; b.</summary>
    Less,

    /// <summary>a &lt;= b.</summary>
    LessOrEqual,

    /// <summary>a &gt; b.</summary>
    Greater,

    /// <summary>a &gt;= b.</summary>
    GreaterOrEqual,
}
