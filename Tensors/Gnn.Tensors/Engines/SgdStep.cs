namespace Gnn.Tensors.Engines;

/// <summary>The settings of one step of stochastic gradient descent, as PyTorch defines momentum and dampening.</summary>
/// <param name="IsFirst">Whether this is the parameter's first step: then the momentum becomes the gradient itself.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="Momentum">The share of the running direction that is kept, in [0, 1).</param>
/// <param name="Dampening">The share of the gradient that is held back from the running direction.</param>
/// <param name="WeightDecay">Added to the gradient as weight decay * parameter.</param>
/// <param name="Nesterov">Whether the step looks ahead: gradient + momentum * direction.</param>
public readonly record struct SgdStep(
    bool IsFirst, double LearningRate, double Momentum, double Dampening, double WeightDecay, bool Nesterov);
