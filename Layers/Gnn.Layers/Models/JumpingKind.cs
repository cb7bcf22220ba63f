namespace Gnn.Layers.Models;

/// <summary>Which layers' results a model's output is mapped from.</summary>
/// <remarks>K. Xu, C. Li, Y. Tian, T. Sonobe, K. Kawarabayashi and S. Jegelka, "Representation Learning on Graphs with Jumping Knowledge Networks", ICML 2018;
/// the sum is not in the paper.</remarks>
public enum JumpingKind
{
    /// <summary>The last convolution is the output.</summary>
    None,

    /// <summary>The last layer's, through a linear map.</summary>
    Last,

    /// <summary>All layers' side by side, through a linear map.</summary>
    Concatenate,

    /// <summary>The largest of all layers', column by column, through a linear map.</summary>
    Max,

    /// <summary>The sum of all layers', through a linear map.</summary>
    Sum,

    /// <summary>A mean of all layers' with weights that an LSTM gives each node, through a linear map.</summary>
    Lstm,
}
