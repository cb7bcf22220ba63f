using System.Globalization;
using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training.Optimizers;

/// <summary>Bounds the gradients of a step before the optimiser uses them.</summary>
/// <remarks>
/// <code>
/// by norm:   g = g min(1, limit / (|g| + 1e-6)),  |g|: the 2-norm, or the largest absolute value, of all gradients together
/// by value:  each element is moved into [-limit, limit]
/// </code>
/// Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013; the 1e-6 is PyTorch's. One number is asked of the engine for all
/// gradients together, since on a device each answer makes the host wait.
/// </remarks>
public sealed class GradientClipping
{
    private const double Epsilon = 1e-6;

    private GradientClipping(GradientBound bound, double limit)
    {
        Bound = bound;
        Limit = double.IsFinite(limit) && limit > 0
            ? limit
            : throw new ArgumentOutOfRangeException(nameof(limit), limit, "'limit' must be finite and above 0.");
    }

    /// <summary>What is bounded.</summary>
    public GradientBound Bound { get; }

    /// <summary>The bound, above 0.</summary>
    public double Limit { get; }

    /// <summary>Scales all gradients by one factor, so that their 2-norm together is at most a limit.</summary>
    /// <param name="limit">The limit, finite and above 0.</param>
    /// <returns>The clipping.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    public static GradientClipping ByNorm(double limit) => new(GradientBound.Norm, limit);

    /// <summary>Scales all gradients by one factor, so that the largest absolute value of an element is at most a limit.</summary>
    /// <param name="limit">The limit, finite and above 0.</param>
    /// <returns>The clipping.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    public static GradientClipping ByLargest(double limit) => new(GradientBound.Largest, limit);

    /// <summary>Moves each element by itself into [-limit, limit].</summary>
    /// <param name="limit">The limit, finite and above 0.</param>
    /// <returns>The clipping.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    public static GradientClipping ByValue(double limit) => new(GradientBound.Value, limit);

    /// <summary>Bounds the gradients of parameters; those without a gradient are left out.</summary>
    /// <param name="parameters">The parameters, all on one engine.</param>
    /// <returns>What was bounded, before: the norm, or the largest absolute value; 0 if there are no gradients.</returns>
    public double Apply(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] values = [.. parameters.Select(parameter => parameter.Value).Where(value => value.Gradient is not null)];
        if (values.Length == 0)
        {
            return 0;
        }

        using NoGrad noGrad = NoGrad.Open();
        using var scope = new TensorScope();
        double size = Bound == GradientBound.Norm ? Norm(values) : Largest(values);
        double factor = Limit / (size + Epsilon);
        if (Bound == GradientBound.Value ? size <= Limit : factor >= 1)
        {
            return size;
        }

        foreach (Tensor value in values)
        {
            Tensor gradient = value.Gradient!;
            Tensor bounded = Bound == GradientBound.Value
                ? Tensor.Maximum(Tensor.Minimum(gradient, Tensor.Full(gradient.Shape, Limit, gradient.Engine)), Tensor.Full(gradient.Shape, -Limit, gradient.Engine))
                : gradient * factor;
            value.ClearGradient();
            value.Backward(bounded);
        }

        return size;
    }

    /// <inheritdoc/>
    public override string ToString() => Bound switch
    {
        GradientBound.Norm => string.Create(CultureInfo.InvariantCulture, $"gradient norm at most {Limit}"),
        GradientBound.Largest => string.Create(CultureInfo.InvariantCulture, $"largest gradient at most {Limit}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"each gradient at most {Limit}"),
    };

    private static double Largest(Tensor[] values)
    {
        Tensor? largest = null;
        foreach (Tensor value in values)
        {
            if (value.Shape.Count > 0)
            {
                Tensor own = value.Gradient!.Abs().Reshape(value.Shape.Count).Max(0);
                largest = largest is null ? own : Tensor.Maximum(largest, own);
            }
        }

        return largest?.Item() ?? 0;
    }

    private static double Norm(Tensor[] values)
    {
        double norm = Math.Sqrt(SumOfSquares(values, 1).Item());
        if (double.IsFinite(norm))
        {
            return norm;
        }

        // The squares of large gradients may be beyond the floating type, though the gradients are not.
        double largest = Largest(values);
        return double.IsFinite(largest) ? largest * Math.Sqrt(SumOfSquares(values, 1 / largest).Item()) : norm;
    }

    private static Tensor SumOfSquares(Tensor[] values, double scale)
    {
        Tensor? sum = null;
        foreach (Tensor value in values)
        {
            Tensor gradient = value.Gradient!;
            Tensor own = (scale == 1 ? gradient : gradient * scale).Square().Sum();
            sum = sum is null ? own : sum + own;
        }

        return sum!;
    }
}
