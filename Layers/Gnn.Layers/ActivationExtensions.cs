using Gnn.Tensors;
using Gnn.Tensors.Engines;

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
            Activation.Gelu => x.Gelu(),
            Activation.Silu => x.Silu(),
            _ => throw Unknown(activation),
        };
    }

    /// <summary>The function as an engine knows it, with its parameter.</summary>
    internal static (UnaryOperation? Operation, double Parameter) Operation(this Activation activation) => activation switch
    {
        Activation.None => (null, 0),
        Activation.Relu => (UnaryOperation.Relu, 0),
        Activation.Elu => (UnaryOperation.Elu, 1),
        Activation.LeakyRelu => (UnaryOperation.LeakyRelu, 0.01),
        Activation.Tanh => (UnaryOperation.Tanh, 0),
        Activation.Sigmoid => (UnaryOperation.Sigmoid, 0),
        Activation.Gelu => (UnaryOperation.Gelu, 0),
        Activation.Silu => (UnaryOperation.Silu, 0),
        _ => throw Unknown(activation),
    };

    /// <summary>Whether the slope follows from the result, as <see cref="Tensor.Epilogue"/> wants it.</summary>
    internal static bool IsForEpilogue(this Activation activation) => activation is not (Activation.Gelu or Activation.Silu);

    private static ArgumentOutOfRangeException Unknown(Activation activation) =>
        new(nameof(activation), activation, "There is no such activation.");
}
