namespace Gnn.Tensors.Engines;

/// <summary>How scores become the coefficients of <see cref="Engine.Attention"/>.</summary>
/// <param name="NegativeSlope">The slope of the leaky ReLU below 0.</param>
/// <param name="Dropout">The chance to drop a coefficient, in [0, 1).</param>
/// <param name="Random">Where the numbers of the dropout come from: the coefficient of entry e and head h has number e * H + h.</param>
public readonly record struct AttentionOptions(double NegativeSlope, double Dropout, RandomSource Random);
