using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Applies an <see cref="Activation"/>.</summary>
public static class ActivationExtensions
{
    /// <summary>The function of every element.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="x">Any floating tensor.</param>
    /// <returns>A tensor of x's shape; x itself for <see cref="Activation.None"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The activation is not defined.</exception>
    public static Tensor Apply(this Activation activation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return activation switch
        {
            Activation.None => x,
            Activation.Relu => x.Relu(),
            Activation.Elu => x.Elu(),
            Activation.LeakyRelu => x.LeakyRelu(),
            Activation.Tanh => x.Tanh(),
            Activation.Sigmoid => x.Sigmoid(),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
        };
    }
}
