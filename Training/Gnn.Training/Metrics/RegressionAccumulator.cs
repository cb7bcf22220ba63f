using Gnn.Tensors;

namespace Gnn.Training.Metrics;

/// <summary>Takes the outputs of batches and measures them all at once.</summary>
/// <remarks>The root of a mean, and R2, are not the means of those of batches.</remarks>
public sealed class RegressionAccumulator
{
    private readonly List<double> _outputs = [];
    private readonly List<double> _targets = [];

    /// <summary>The number of numbers so far.</summary>
    public int Count => _targets.Count;

    internal double[] Outputs => [.. _outputs];

    internal double[] Targets => [.. _targets];

    /// <summary>Takes a batch.</summary>
    /// <param name="outputs">Floating, of any shape.</param>
    /// <param name="targets">The true numbers, in the order of the outputs.</param>
    /// <exception cref="ArgumentException">There are not as many outputs as targets.</exception>
    public void Add(Tensor outputs, ReadOnlySpan<double> targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (!outputs.DataType.IsFloating() || outputs.Shape.Count != targets.Length)
        {
            throw new ArgumentException(
                $"'{nameof(outputs)}' must be {targets.Length} floating numbers, one for each target, got {outputs.DataType} {outputs.Shape}.",
                nameof(outputs));
        }

        _outputs.AddRange(outputs.ToArray<double>());
        _targets.AddRange(targets);
    }

    /// <summary>Measures all numbers.</summary>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">A number is not finite; the message names the row.</exception>
    public RegressionMetrics Compute() => RegressionMetrics.Of(Outputs, Targets);
}
