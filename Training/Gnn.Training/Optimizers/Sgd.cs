using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Optimizers;

/// <summary>Stochastic gradient descent, with momentum if asked.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay * w
/// d = momentum d + (1 - dampening) g, and g itself at a parameter's first step
/// w = w - learningRate * d, or w - learningRate * (g + momentum d) with nesterov
/// </code>
/// As PyTorch defines it (Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, scale d by the learning rate instead).
/// With momentum it costs one tensor of the parameter's shape, without none.
/// </remarks>
public sealed class Sgd : Optimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, finite and at least 0.</param>
    /// <param name="momentum">The share of the running direction that is kept, in [0, 1).</param>
    /// <param name="dampening">The share of the gradient that is held back from the running direction, in [0, 1].</param>
    /// <param name="weightDecay">The weight decay, finite and at least 0.</param>
    /// <param name="nesterov">Whether the step looks ahead; needs momentum and no dampening.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="ArgumentException">Nesterov is asked for without momentum or with dampening.</exception>
    public Sgd(double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false)
        : base(learningRate, weightDecay)
    {
        Momentum = BelowOne(momentum, nameof(momentum));
        Dampening = dampening is >= 0 and <= 1
            ? dampening
            : throw new ArgumentOutOfRangeException(nameof(dampening), dampening, "'dampening' must be at least 0 and at most 1.");
        Nesterov = nesterov;
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException($"'nesterov' needs a momentum above 0 and a dampening of 0, got {momentum} and {dampening}.", nameof(nesterov));
        }
    }

    /// <summary>The share of the running direction that is kept, in [0, 1).</summary>
    public double Momentum { get; }

    /// <summary>The share of the gradient that is held back from the running direction, in [0, 1].</summary>
    public double Dampening { get; }

    /// <summary>Whether the step looks ahead.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override void Update(ParameterState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Tensor value = state.Parameter.Value;
        BufferView direction = Momentum == 0 ? default : state.Remembered("momentum_buffer").View;
        var step = new SgdStep(state.Steps == 1, LearningRate * state.LearningRateScale, Momentum, Dampening, WeightDecay * state.WeightDecayScale, Nesterov);
        value.Engine.SgdStep(value.View, value.Gradient!.View, direction, step);
    }
}
