using Gnn.Layers.Normalization;

namespace Gnn.Layers.Models;

/// <summary>What stands around the convolutions of a <see cref="ConvolutionModel"/>.</summary>
/// <remarks>
/// <code>h_l = dropout(activation(norm(conv_l(h_(l-1)) + residual_l(h_(l-1)))))</code>
/// <para>Normalisation, residual connections, dropout and depth are what makes the classic networks strong: Y. Luo, L. Shi and X.-M. Wu, "Classic GNNs are Strong
/// Baselines", NeurIPS 2024.</para>
/// </remarks>
public sealed record StackOptions
{
    /// <summary>The function after each convolution but the output; ReLU if null, of <see cref="Gat"/> ELU.</summary>
    public Activation? Activation { get; init; }

    /// <summary>The normalisation of every layer's result before its activation; none by default.</summary>
    public NormalizationKind Normalization { get; init; }

    /// <summary>Whether the activation goes before the normalisation; false by default.</summary>
    public bool ActivationFirst { get; init; }

    /// <summary>What of a layer's input is added to its convolution; nothing by default.</summary>
    public ResidualKind Residual { get; init; }

    /// <summary>Which layers the output is mapped from; the last convolution is the output by default.</summary>
    public JumpingKind Jumping { get; init; }

    /// <summary>Whether a linear map to the hidden columns goes before the first convolution; false by default.</summary>
    public bool InputMap { get; init; }

    /// <summary>The chance to drop an element of the input features in training, in [0, 1); the model's own rule if null: that of hidden layers in <see cref="Gcn"/> and
    /// <see cref="Gat"/>, 0 in the others.</summary>
    public double? InputDropout { get; init; }

    /// <summary>Whether only the first layer's parameters are decayed; the model's own rule if null: true of <see cref="Gcn"/>, false of the others.</summary>
    public bool? DecaysFirstLayerOnly { get; init; }
}
