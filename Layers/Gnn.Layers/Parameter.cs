using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers;

/// <summary>A tensor that an optimiser changes.</summary>
public sealed class Parameter : IDisposable
{
    /// <summary>Creates a parameter; the tensor is kept beyond its scope, asks for its gradient and is owned from here on.</summary>
    /// <param name="value">The initial value, floating.</param>
    public Parameter(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value.Keep().WithGradient();
    }

    /// <summary>The value now; its <see cref="Tensor.Gradient"/> is the parameter's gradient.</summary>
    public Tensor Value { get; private set; }

    /// <summary>Replaces the elements: loading a file.</summary>
    /// <param name="values">A tensor of the same shape, on any engine.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Set(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Shape != Value.Shape)
        {
            throw new ArgumentException($"The parameter is {Value.Shape}, got {values.Shape}.", nameof(values));
        }

        Replace(Tensor.Create(values.ToArray<double>(), values.Shape, Value.Engine));
    }

    /// <summary>Moves the parameter to an engine; its gradient is dropped.</summary>
    /// <param name="engine">The engine.</param>
    public void MoveTo(Engine engine)
    {
        if (!ReferenceEquals(Value.Engine, engine))
        {
            Replace(Value.To(engine));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Value.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"Parameter {Value.Shape}";

    private void Replace(Tensor value)
    {
        Tensor old = Value;
        Value = value.Keep().WithGradient();
        old.Dispose();
    }
}
