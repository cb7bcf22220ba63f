namespace Gnn.Training.Optimizers;

/// <summary>Adam with the weight decay kept apart from the gradient: a step first shrinks a parameter by <c>learningRate * weightDecay</c> of it.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled weight decay regularization", 2019; the decay is multiplied by the learning rate, as in PyTorch.
/// Everything else is <see cref="Adam"/>.</remarks>
public sealed class AdamW : Adam
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">The step size, finite and at least 0.</param>
    /// <param name="weightDecay">The weight decay, finite and at least 0.</param>
    /// <param name="beta1">The decay of the running mean, in [0, 1).</param>
    /// <param name="beta2">The decay of the running mean of squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the root, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW(double learningRate = 1e-3, double weightDecay = 1e-2, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(learningRate, weightDecay, beta1, beta2, epsilon)
    {
    }

    private protected override bool IsDecoupled => true;
}
