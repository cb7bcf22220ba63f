namespace Gnn.Tensors.Engines;

/// <summary>The settings of one step of Adagrad (Duchi, Hazan and Singer, 2011), as PyTorch defines it.</summary>
/// <param name="LearningRate">The step size of this step.</param>
/// <param name="Epsilon">Added to the root of the sum of squares.</param>
/// <param name="WeightDecay">Added to the gradient as weight decay * parameter.</param>
public readonly record struct AdagradStep(double LearningRate, double Epsilon, double WeightDecay);
