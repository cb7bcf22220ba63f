namespace Gnn.Layers.Attention;

/// <summary>The options of a <see cref="MultiHeadAttention"/>.</summary>
public sealed record MultiHeadAttentionOptions
{
    /// <summary>Whether biases are added; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The chance to drop an attention weight in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }
}
