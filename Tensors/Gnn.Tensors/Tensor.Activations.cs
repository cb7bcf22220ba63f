using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

/// <content>Smooth activations, and the waves of time encodings.</content>
public sealed partial class Tensor
{
    /// <summary>The Gaussian error linear unit, by the distribution function itself and not by its tanh approximation.</summary>
    /// <remarks>
    /// <code>y = x Phi(x) = x (1 + erf(x / sqrt 2)) / 2</code>
    /// D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units (GELUs)", 2016. 0 at -infinity.
    /// </remarks>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Gelu() => Apply(UnaryOperation.Gelu, this);

    /// <summary>The sigmoid linear unit, x / (1 + e^-x), also called swish.</summary>
    /// <remarks>S. Elfwing, E. Uchibe and K. Doya, "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement Learning", 2018.
    /// 0 at -infinity.</remarks>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Silu() => Apply(UnaryOperation.Silu, this);

    /// <summary>ln(1 + e^x), without overflow.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor Softplus() => Apply(UnaryOperation.Softplus, this);

    /// <summary>ln(1 / (1 + e^-x)) = -ln(1 + e^-x), without overflow: the logarithm of <see cref="Sigmoid"/>, finite wherever x is.</summary>
    /// <returns>A tensor of this shape.</returns>
    public Tensor LogSigmoid()
    {
        using Tensor negated = -this;
        using Tensor loss = negated.Softplus();
        return -loss;
    }

    /// <summary>The sine.</summary>
    /// <remarks>Of large x too it is right to the rounding of x.</remarks>
    /// <returns>A tensor of this shape; NaN where x, in radians, is infinite.</returns>
    public Tensor Sin() => Apply(UnaryOperation.Sin, this);

    /// <summary>The cosine.</summary>
    /// <remarks>Of large x too it is right to the rounding of x.</remarks>
    /// <returns>A tensor of this shape; NaN where x, in radians, is infinite.</returns>
    public Tensor Cos() => Apply(UnaryOperation.Cos, this);
}
