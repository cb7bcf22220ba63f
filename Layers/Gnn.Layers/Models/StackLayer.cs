using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>One layer of a stack, to be made.</summary>
/// <param name="Inputs">The number of columns that it takes.</param>
/// <param name="Outputs">The number of columns that it gives, all heads together.</param>
/// <param name="Random">The source of its initial values.</param>
/// <param name="IsOutput">Whether its result is the model's.</param>
internal readonly record struct StackLayer(int Inputs, int Outputs, RandomSource Random, bool IsOutput);
