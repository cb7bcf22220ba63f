using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Initial values of parameters. A value depends on the seed, the stream and the shape, and on nothing else.</summary>
/// <remarks>Layers give each parameter the stream of its name, so that adding a layer does not change the weights of another.</remarks>
public static partial class Initialize
{
    /// <summary>sqrt(2): a ReLU halves the second moment of what it is given.</summary>
    private const double ReluGain = 1.4142135623730951;

    /// <summary>Uniform in [-a, a) with a = sqrt(6 / (fan in + fan out)), the last two axes being the fans.</summary>
    /// <param name="shape">At least two axes.</param>
    /// <param name="random">The parameter's stream.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    /// <remarks>X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.</remarks>
    public static Tensor Glorot(in Shape shape, RandomSource random)
    {
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"Glorot initialisation takes the fans from the last two axes, got {shape}.", nameof(shape));
        }

        return Symmetric(shape, Math.Sqrt(6.0 / Math.Max(1, shape[-2] + shape[-1])), random);
    }

    /// <summary>Uniform in [-a, a) with a = 1 / sqrt(fan in): what PyTorch gives the weight and the bias of a linear map.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="fanIn">The number of inputs that a result sums over, at least 1.</param>
    /// <param name="random">The parameter's stream.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fan is below 1.</exception>
    /// <remarks>K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015, with the slope sqrt(5) that PyTorch chose.</remarks>
    public static Tensor FanIn(in Shape shape, int fanIn, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        return Symmetric(shape, 1 / Math.Sqrt(fanIn), random);
    }

    /// <summary>Uniform in [-a, a) with a = gain sqrt(3 / fan in), whose variance is gain^2 / fan in.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="fanIn">The number of inputs that a result sums over, at least 1.</param>
    /// <param name="random">The parameter's stream.</param>
    /// <param name="gain">What the activation that follows takes from the variance, finite and at least 0: sqrt(2) for a ReLU, 1 for none.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fan is below 1, or the gain is negative or not finite.</exception>
    /// <remarks>K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015.</remarks>
    public static Tensor KaimingUniform(in Shape shape, int fanIn, RandomSource random, double gain = ReluGain)
    {
        CheckKaiming(fanIn, gain);
        return Symmetric(shape, gain * Math.Sqrt(3.0 / fanIn), random);
    }

    /// <summary>Normal with mean 0 and standard deviation gain / sqrt(fan in).</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="fanIn">The number of inputs that a result sums over, at least 1.</param>
    /// <param name="random">The parameter's stream.</param>
    /// <param name="gain">What the activation that follows takes from the variance, finite and at least 0: sqrt(2) for a ReLU, 1 for none.</param>
    /// <returns>A tensor of the shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fan is below 1, or the gain is negative or not finite.</exception>
    /// <remarks>K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015.</remarks>
    public static Tensor KaimingNormal(in Shape shape, int fanIn, RandomSource random, double gain = ReluGain)
    {
        CheckKaiming(fanIn, gain);
        return Tensor.Normal(shape, random, mean: 0, gain / Math.Sqrt(fanIn));
    }

    private static void CheckKaiming(int fanIn, double gain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fanIn, 1);
        CheckGain(gain);
    }

    private static void CheckGain(double gain)
    {
        if (!(gain >= 0 && double.IsFinite(gain)))
        {
            throw new ArgumentOutOfRangeException(nameof(gain), gain, "The gain must be finite and at least 0.");
        }
    }

    private static Tensor Symmetric(in Shape shape, double bound, RandomSource random) => Tensor.Uniform(shape, random, -bound, bound);
}
