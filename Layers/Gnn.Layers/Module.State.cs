using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers;

public abstract partial class Module
{
    /// <summary>Gives this module the parameters and buffers of another, as copies on this module's engine. All are checked before any is changed.</summary>
    /// <remarks>Options and frozen marks stay this module's: create it with the same arguments for an equal module.</remarks>
    /// <param name="other">A module with the same names and shapes, on any engine.</param>
    /// <exception cref="ArgumentException">Names, shapes or types differ; the message names the first that does.</exception>
    public void CopyFrom(Module other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(other, this))
        {
            SetTensors(other.NamedTensors().ToDictionary(named => named.Name, named => named.Value, StringComparer.Ordinal));
        }
    }

    /// <summary>Copies of all parameters and buffers by their full names: a snapshot that <see cref="SetTensors"/> restores.</summary>
    /// <returns>Tensors on the module's engine without history, kept beyond their scope: the caller disposes each.</returns>
    public IReadOnlyDictionary<string, Tensor> CopyTensors() =>
        NamedTensors().ToDictionary(named => named.Name, named => Copy(named.Value, named.Value.Engine).Keep(), StringComparer.Ordinal);

    /// <summary>Sets all parameters and buffers from tensors, which are copied. All are checked before any is changed.</summary>
    /// <param name="values">A tensor for each full name and no others, of the same shape, floating for a floating one, else of the same type; on any engine.</param>
    /// <exception cref="ArgumentException">A name is missing or too many, or a shape or type differs; the message names it.</exception>
    public void SetTensors(IReadOnlyDictionary<string, Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckTensors(values);
        foreach ((string name, Parameter parameter) in NamedParameters())
        {
            parameter.Set(values[name]);
        }

        SetBuffers(values, prefix: "");
    }

    private static Tensor Copy(Tensor value, Engine engine) =>
        ReferenceEquals(value.Engine, engine) ? Tensor.Wrap(engine.Copy(value.View), value.Shape) : value.To(engine);

    private void CheckTensors(IReadOnlyDictionary<string, Tensor> values)
    {
        int count = 0;
        foreach ((string name, Tensor old) in NamedTensors())
        {
            count++;
            if (!values.TryGetValue(name, out Tensor? value))
            {
                throw new ArgumentException($"{GetType().Name} has a tensor '{name}' {old.Shape}, got values without it.", nameof(values));
            }

            bool fits = old.DataType.IsFloating() ? value.DataType.IsFloating() : value.DataType == old.DataType;
            if (value.Shape != old.Shape || !fits)
            {
                throw new ArgumentException(
                    $"'{name}' of {GetType().Name} must be {old.DataType} {old.Shape}, got {value.DataType} {value.Shape}.", nameof(values));
            }
        }

        if (values.Count > count)
        {
            HashSet<string> names = [.. NamedTensors().Select(named => named.Name)];
            throw new ArgumentException($"{GetType().Name} has no tensor '{values.Keys.First(name => !names.Contains(name))}'.", nameof(values));
        }
    }

    private void SetBuffers(IReadOnlyDictionary<string, Tensor> values, string prefix)
    {
        for (int i = 0; i < _buffers.Count; i++)
        {
            ReplaceBuffer(i, Copy(values[prefix + _buffers[i].Name], _buffers[i].Buffer.Engine));
        }

        _modules.ForEach(part => part.Module.SetBuffers(values, $"{prefix}{part.Name}."));
    }
}
