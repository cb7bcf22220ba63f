namespace Gnn.Layers.Heterogeneous;

/// <summary>How the results of several edge types become the rows of the node type that they lead to.</summary>
public enum Combination
{
    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The mean over the edge types that lead to the node type, with or without edges.</summary>
    Mean,

    /// <summary>The largest, column by column; where two are equal the gradient is that of <see cref="Gnn.Tensors.Tensor.Maximum"/>.</summary>
    Max,

    /// <summary>The smallest, column by column; where two are equal the gradient is that of <see cref="Gnn.Tensors.Tensor.Minimum"/>.</summary>
    Min,

    /// <summary>Side by side, in the order of the edge types.</summary>
    Concatenate,
}
