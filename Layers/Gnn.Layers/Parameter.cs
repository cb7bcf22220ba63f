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

    /// <summary>Whether the parameter is held fixed: it takes no gradient, and no optimiser changes it.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Holds the parameter fixed: its gradient is dropped, and operations on it alone are not recorded any more.</summary>
    /// <remarks>What was recorded before gives the parameter no gradient either.</remarks>
    public void Freeze()
    {
        if (!IsFrozen)
        {
            IsFrozen = true;
            Replace(Value.Detach());
        }
    }

    /// <summary>Lets the parameter be trained again.</summary>
    public void Unfreeze()
    {
        IsFrozen = false;
        Value.WithGradient();
    }

    /// <summary>Replaces the elements: loading a file.</summary>
    /// <param name="values">A tensor of the same shape, on any engine.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the values are not floating.</exception>
    public void Set(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Shape != Value.Shape || !values.DataType.IsFloating())
        {
            throw new ArgumentException($"The parameter is {Value.DataType} {Value.Shape}, got {values.DataType} {values.Shape}.", nameof(values));
        }

        Replace(ReferenceEquals(values.Engine, Value.Engine)
            ? Tensor.Wrap(values.Engine.Copy(values.View), values.Shape)
            : Tensor.Create(values.ToArray<double>(), values.Shape, Value.Engine));
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
    public override string ToString() => IsFrozen ? $"Parameter {Value.Shape}, frozen" : $"Parameter {Value.Shape}";

    private void Replace(Tensor value)
    {
        Tensor old = Value;
        Value = IsFrozen ? value.Keep() : value.Keep().WithGradient();
        old.Dispose();
    }
}
