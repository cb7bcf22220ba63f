using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Optimizers;

/// <summary>Adagrad: each element steps along its gradient divided by the root of the sum of all its squares so far, so that what changes often steps less and less.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay * w
/// s = s + g^2,   initialAccumulator at first
/// w = w - learningRate / (1 + (t - 1) decay) * g / (sqrt(s) + epsilon)
/// </code>
/// J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011, in the form of PyTorch's Adagrad. t counts the steps of each
/// parameter. Costs one tensor of the parameter's shape.
/// </remarks>
public sealed class Adagrad : Optimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, finite and at least 0.</param>
    /// <param name="weightDecay">The weight decay, finite and at least 0.</param>
    /// <param name="learningRateDecay">How fast the step size falls beside the sum of squares, finite and at least 0.</param>
    /// <param name="epsilon">Added to the root, finite and at least 0.</param>
    /// <param name="initialAccumulator">What the sum of squares begins with, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adagrad(double learningRate = 1e-2, double weightDecay = 0, double learningRateDecay = 0, double epsilon = 1e-10, double initialAccumulator = 0)
        : base(learningRate, weightDecay)
    {
        LearningRateDecay = AtLeastZero(learningRateDecay, nameof(learningRateDecay));
        Epsilon = AtLeastZero(epsilon, nameof(epsilon));
        InitialAccumulator = AtLeastZero(initialAccumulator, nameof(initialAccumulator));
    }

    /// <summary>How fast the step size falls beside the sum of squares.</summary>
    public double LearningRateDecay { get; }

    /// <summary>Added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>What the sum of squares begins with.</summary>
    public double InitialAccumulator { get; }

    /// <inheritdoc/>
    protected override void Update(ParameterState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Tensor value = state.Parameter.Value;
        double rate = LearningRate / (1 + ((state.Steps - 1) * LearningRateDecay));
        Tensor squares = state.Remembered("sum");
        if (state.Steps == 1 && InitialAccumulator != 0)
        {
            using Tensor initial = Tensor.Full(squares.Shape, InitialAccumulator, value.Engine);
            value.Engine.AccumulateInto(squares.View, initial.View, scale: 1);
        }

        var step = new AdagradStep(rate, Epsilon, WeightDecay * state.WeightDecayScale);
        value.Engine.AdagradStep(value.View, value.Gradient!.View, squares.View, step);
    }
}
