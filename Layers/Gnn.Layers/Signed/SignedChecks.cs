using Gnn.Tensors;

namespace Gnn.Layers.Signed;

/// <summary>The checks that layers over signs share.</summary>
internal static class SignedChecks
{
    internal static void Input(SignedInput input, string name)
    {
        if (!Enum.IsDefined(input))
        {
            throw new ArgumentOutOfRangeException(name, input, "The input must be Features or Halves.");
        }
    }

    /// <summary>Features or halves with a row for each node.</summary>
    internal static void Rows(Features x, SignedAdjacency adjacency, SignedInput input, int inputs)
    {
        ArgumentNullException.ThrowIfNull(adjacency);
        Throw.IfNotSources(x, adjacency.Positive);
        Width(x, input, inputs, nameof(x));
    }

    /// <summary>Features or halves with the columns that a layer takes.</summary>
    internal static void Width(Features x, SignedInput input, int inputs, string name)
    {
        if (input == SignedInput.Features)
        {
            Throw.IfNotWidth(x, inputs, name);
            return;
        }

        if (x.Shape[1] != 2L * inputs)
        {
            throw new ArgumentException(
                $"'{name}' must have a balanced and an unbalanced half of {inputs} columns each, got {x.Shape}: a first layer, which takes features, has SignedInput.Features.",
                name);
        }

        if (x.Dense is null)
        {
            throw new ArgumentException($"'{name}' are the halves that a layer gave and must be dense.", name);
        }
    }
}
