namespace Gnn.Tensors.Engines;

/// <summary>The settings of one step of Adam (Kingma and Ba, 2015) or AdamW (Loshchilov and Hutter, 2019).</summary>
/// <param name="Step">t, counted from 1.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="Beta1">The decay of the first moment, in [0, 1).</param>
/// <param name="Beta2">The decay of the second moment, in [0, 1).</param>
/// <param name="Epsilon">Added to the root of the corrected second moment.</param>
/// <param name="WeightDecay">The weight decay.</param>
/// <param name="Decoupled">True shrinks the parameter by learning rate * weight decay first (AdamW); false adds weight decay * parameter to the gradient (Adam).</param>
public readonly record struct AdamStep(
    long Step, double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, bool Decoupled);
