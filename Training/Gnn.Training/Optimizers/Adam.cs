using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Optimizers;

/// <summary>Adam: steps along the running mean of the gradient, divided by the root of the running mean of its square.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay * w
/// m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
/// w = w - learningRate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// </code>
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015. The weight decay is a part of the gradient, as in PyTorch's Adam; the paper has none, and
/// <see cref="AdamW"/> keeps it apart. t counts the steps of each parameter. Costs two tensors of the parameter's shape.
/// </remarks>
public class Adam : Optimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, finite and at least 0.</param>
    /// <param name="weightDecay">The weight decay, finite and at least 0.</param>
    /// <param name="beta1">The decay of the running mean, in [0, 1).</param>
    /// <param name="beta2">The decay of the running mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adam(double learningRate = 1e-3, double weightDecay = 0, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(learningRate, weightDecay)
    {
        Beta1 = BelowOne(beta1, nameof(beta1));
        Beta2 = BelowOne(beta2, nameof(beta2));
        Epsilon = AtLeastZero(epsilon, nameof(epsilon));
    }

    /// <summary>The decay of the running mean, in [0, 1).</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the running mean of squares, in [0, 1).</summary>
    public double Beta2 { get; }

    /// <summary>Added to the root.</summary>
    public double Epsilon { get; }

    private protected virtual bool IsDecoupled => false;

    /// <inheritdoc/>
    protected override void Update(ParameterState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Tensor value = state.Parameter.Value;
        var step = new AdamStep(state.Steps, LearningRate * state.LearningRateScale, Beta1, Beta2, Epsilon, WeightDecay * state.WeightDecayScale, IsDecoupled);
        value.Engine.AdamStep(value.View, value.Gradient!.View, state.Remembered("exp_avg").View, state.Remembered("exp_avg_sq").View, step);
    }
}
