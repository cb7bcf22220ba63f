using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>The terms that a model itself adds to the loss of a training step, such as what pooling asks of its clusters.</summary>
/// <remarks>Whoever trains gives it to <see cref="ForwardContext.ForTraining"/>, one for each forward pass, and adds <see cref="Sum"/> to the loss of the
/// outputs.</remarks>
public sealed class LossTerms
{
    /// <summary>The sum of the terms, a scalar; null if the model added none.</summary>
    public Tensor? Sum { get; private set; }

    /// <summary>Adds a term.</summary>
    /// <param name="term">A floating tensor of one element, weighted by the model.</param>
    /// <exception cref="ArgumentException">The tensor is not floating, or has not exactly one element.</exception>
    public void Add(Tensor term)
    {
        ArgumentNullException.ThrowIfNull(term);
        if (!term.DataType.IsFloating() || term.Shape.Count != 1)
        {
            throw new ArgumentException(
                $"'{nameof(term)}' must be floating and of one element, got {term.DataType} {term.Shape}: reduce it with Mean() or Sum().", nameof(term));
        }

        Tensor scalar = term.Shape.Rank == 0 ? term : term.Reshape(Shape.Scalar);
        Sum = Sum is null ? scalar : Sum + scalar;
    }
}
