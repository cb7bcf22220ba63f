using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <summary>Compares the gradients of backward walks with central differences, in double precision on the reference engine.</summary>
/// <remarks>
/// <para>The function's output is made a number by its inner product with fixed random weights r in [-1, 1). For every element x of every floating input,</para>
/// <code>g = (L(x + h) - L(x - h)) / 2h,  h = 1e-5 max(1, |x|),  error = |gradient - g| / (1 + |g|)</code>
/// <para>The truncation error is of the order h^2 and the rounding error of the order 1e-11 |L|, so that 1e-6 leaves room for curved functions and finds
/// a wrong term of any size that matters. Keep inputs away from points without a derivative (0 for a ReLU, ties for a maximum) by more than h.</para>
/// </remarks>
public static unsafe class GradientCheck
{
    /// <summary>The largest relative error that passes.</summary>
    public const double Bound = 1e-6;

    private const double Step = 1e-5;

    /// <summary>Checks the gradients of a function to all its floating inputs, and fails the test at an error of <see cref="Bound"/> or more.</summary>
    /// <param name="f">The function; called often, so it must give the same result for the same inputs.</param>
    /// <param name="inputs">The point, on the reference engine; integer and bool tensors are passed on as they are. Not changed.</param>
    /// <returns>The largest relative error.</returns>
    /// <exception cref="ArgumentException">A floating input is not on a reference engine.</exception>
    public static double Run(Func<Tensor[], Tensor> f, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = new TensorScope();
        var copies = new Tensor[inputs.Length];
        var leaves = new List<Tensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            copies[i] = inputs[i];
            if (inputs[i].DataType.IsFloating())
            {
                copies[i] = Tensor.Create(inputs[i].ToArray<double>(), inputs[i].Shape, inputs[i].Engine).WithGradient();
                leaves.Add(copies[i]);
            }
        }

        return Run(() => f(copies), [.. leaves]);
    }

    /// <summary>Checks the gradients of a computation to leaves that it reads, such as a module's parameters.</summary>
    /// <param name="f">The computation; called often, so it must give the same result for the same leaves.</param>
    /// <param name="leaves">Tensors on the reference engine that asked for their gradients. Their elements are moved and restored; gradients they hold are dropped.</param>
    /// <returns>The largest relative error.</returns>
    /// <exception cref="ArgumentException">There are no leaves, or one is not on a reference engine or did not ask for its gradient.</exception>
    public static double Run(Func<Tensor> f, params Tensor[] leaves)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(leaves);
        if (leaves.Length == 0 || leaves.Any(leaf => leaf.Engine is not ReferenceEngine || !leaf.RequiresGradient))
        {
            throw new ArgumentException("A gradient check takes at least one floating tensor, all on the reference engine and with gradients.", nameof(leaves));
        }

        double[] weights;
        double[][] gradients;
        using (new TensorScope())
        {
            Tensor output = f();
            weights = new double[output.Shape.Count];
            new RandomSource(seed: 20).Stream("gradient check").FillUniform(weights, 0, -1, 1);
            Array.ForEach(leaves, leaf => leaf.ClearGradient());
            output.Backward(Tensor.Create(weights, output.Shape, output.Engine));
            gradients = [.. leaves.Select(leaf => leaf.Gradient?.ToArray<double>() ?? new double[leaf.Shape.Count])];
            Array.ForEach(leaves, leaf => leaf.ClearGradient());
        }

        double worst = 0;
        string where = "nothing to check";
        for (int i = 0; i < leaves.Length; i++)
        {
            for (long k = 0; k < leaves[i].Shape.Count; k++)
            {
                double expected = Slope(f, weights, leaves[i], k);
                double error = Math.Abs(gradients[i][k] - expected) / (1 + Math.Abs(expected));
                if (!double.IsNaN(worst) && !(error <= worst))
                {
                    worst = error;
                    where = string.Create(
                        CultureInfo.InvariantCulture, $"tensor {i} {leaves[i].Shape}, element {k}: gradient {gradients[i][k]:R}, central difference {expected:R}");
                }
            }
        }

        // Not a constraint: NUnit orders NaN below every number.
        if (!(worst < Bound))
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"The largest relative error is {worst:E2}, at {where}."));
        }

        return worst;
    }

    private static double Slope(Func<Tensor> f, double[] weights, Tensor leaf, long element)
    {
        double* x = (double*)((HostBuffer)leaf.View.Buffer).Pointer + leaf.View.Offset + element;
        double center = *x;
        double h = Step * Math.Max(1, Math.Abs(center));
        try
        {
            *x = center + h;
            double up = *x;
            double above = Value(f, weights);
            *x = center - h;
            double below = Value(f, weights);
            return (above - below) / (up - *x);
        }
        finally
        {
            *x = center;
        }
    }

    private static double Value(Func<Tensor> f, double[] weights)
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        double[] output = f().ToArray<double>();
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
        {
            sum += weights[i] * output[i];
        }

        return sum;
    }
}
