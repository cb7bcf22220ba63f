namespace Gnn.Tensors.Engines;

/// <summary>What <see cref="Engine.Epilogue"/> does after the sum.</summary>
/// <param name="Activation">A function whose slope follows from its result: <see cref="UnaryOperation.Relu"/>, <see cref="UnaryOperation.LeakyRelu"/>,
/// <see cref="UnaryOperation.Elu"/>, <see cref="UnaryOperation.Sigmoid"/> or <see cref="UnaryOperation.Tanh"/>; null for none.</param>
/// <param name="Parameter">The parameter of the activation, at least 0.</param>
/// <param name="Dropout">The chance to drop an element, in [0, 1).</param>
/// <param name="Random">Where the numbers of the dropout come from.</param>
public readonly record struct EpilogueOptions(UnaryOperation? Activation, double Parameter, double Dropout, RandomSource Random);
