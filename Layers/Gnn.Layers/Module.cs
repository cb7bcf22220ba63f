using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers;

/// <summary>A part of a model: named parameters, named buffers (state that is saved but not trained) and named parts of its own.</summary>
/// <remarks>Everything is registered by name in the constructor; nothing is found by reflection. A module holds nothing that changes per call, so one model can
/// answer on many threads at once. Names joined by dots are those of PyTorch Geometric, for example <c>convs.0.lin.weight</c>.</remarks>
public abstract partial class Module : IDisposable
{
    private readonly List<(string Name, Parameter Parameter)> _parameters = [];
    private readonly List<(string Name, Tensor Buffer)> _buffers = [];
    private readonly List<(string Name, Module Module)> _modules = [];

    /// <summary>All parameters of this module and its parts, with their full names, in the order of registration.</summary>
    /// <returns>Names and parameters.</returns>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters() =>
        _parameters.Concat(_modules.SelectMany(part => part.Module.NamedParameters().Select(inner => ($"{part.Name}.{inner.Name}", inner.Parameter))));

    /// <summary>All buffers of this module and its parts, with their full names, in the order of registration.</summary>
    /// <returns>Names and tensors.</returns>
    public IEnumerable<(string Name, Tensor Buffer)> NamedBuffers() =>
        _buffers.Concat(_modules.SelectMany(part => part.Module.NamedBuffers().Select(inner => ($"{part.Name}.{inner.Name}", inner.Buffer))));

    /// <summary>All parameters of this module and its parts.</summary>
    /// <returns>The parameters.</returns>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(named => named.Parameter);

    /// <summary>This module under the empty name, and its parts and their parts with their full names, each before its own parts.</summary>
    /// <returns>Names and modules.</returns>
    public IEnumerable<(string Name, Module Module)> NamedModules()
    {
        yield return ("", this);
        foreach ((string part, Module module) in _modules)
        {
            foreach ((string name, Module inner) in module.NamedModules())
            {
                yield return (name.Length == 0 ? part : $"{part}.{name}", inner);
            }
        }
    }

    /// <summary>The number of elements of the parameters, frozen ones too.</summary>
    /// <returns>The sum over all parameters.</returns>
    public long ParameterCount() => Parameters().Sum(parameter => parameter.Value.Shape.Count);

    /// <summary>The groups that an optimiser treats alike; one group of all parameters unless a model says otherwise. Frozen parameters are among them, so that
    /// they may be thawed while the optimiser is attached; without a gradient, they are not stepped.</summary>
    /// <returns>The groups; every parameter is in exactly one.</returns>
    public virtual IReadOnlyList<ParameterGroup> ParameterGroups() => [new ParameterGroup("all", [.. Parameters()])];

    /// <summary>Moves all parameters and buffers to an engine.</summary>
    /// <param name="engine">The engine.</param>
    public void MoveTo(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        foreach ((_, Parameter parameter) in _parameters)
        {
            parameter.MoveTo(engine);
        }

        for (int i = 0; i < _buffers.Count; i++)
        {
            if (!ReferenceEquals(_buffers[i].Buffer.Engine, engine))
            {
                ReplaceBuffer(i, _buffers[i].Buffer.To(engine));
            }
        }

        _modules.ForEach(part => part.Module.MoveTo(engine));
        OnMovedTo(engine);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called after the module was moved: a layer without parameters remembers where it is.</summary>
    /// <param name="engine">The engine.</param>
    private protected virtual void OnMovedTo(Engine engine)
    {
    }

    /// <summary>Registers a parameter.</summary>
    /// <param name="name">Its name in this module, without dots.</param>
    /// <param name="value">Its initial value.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is empty, has a dot, or is taken.</exception>
    protected Parameter AddParameter(string name, Tensor value)
    {
        CheckName(name);
        var parameter = new Parameter(value);
        _parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Registers a buffer, kept beyond its scope.</summary>
    /// <param name="name">Its name in this module, without dots.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The name is empty, has a dot, or is taken.</exception>
    protected void AddBuffer(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        CheckName(name);
        _buffers.Add((name, value.Keep()));
    }

    /// <summary>A registered buffer of this module, on the engine that the module is on now.</summary>
    /// <param name="name">Its name in this module.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">There is no such buffer.</exception>
    protected Tensor Buffer(string name) => _buffers.Find(named => named.Name == name).Buffer
        ?? throw new ArgumentException($"{GetType().Name} has no buffer '{name}'.", nameof(name));

    /// <summary>Gives a buffer a new value: running statistics, in a training step. A forward pass for inference must not call it.</summary>
    /// <remarks>Nothing is written in place: the buffer becomes another tensor, so that a backward walk still reads the value that its forward pass read. The
    /// value is taken without its history; compute it under <see cref="NoGrad"/> from tensors in a fixed order, and it is the same at any number of threads.
    /// A module whose buffers change must not answer on other threads during a training step.</remarks>
    /// <param name="name">Its name in this module.</param>
    /// <param name="value">The new value, of the same shape and type and on the same engine; kept beyond its scope.</param>
    /// <exception cref="ArgumentException">There is no such buffer, or shape, type or engine differ.</exception>
    protected void SetBuffer(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Tensor old = Buffer(name);
        if (value.Shape != old.Shape || value.DataType != old.DataType || !ReferenceEquals(value.Engine, old.Engine))
        {
            throw new ArgumentException(
                $"The buffer '{name}' is {old.DataType} {old.Shape} on {old.Engine.Name}, got {value.DataType} {value.Shape} on {value.Engine.Name}.", nameof(value));
        }

        ReplaceBuffer(_buffers.FindIndex(named => named.Name == name), value.Detach());
    }

    /// <summary>Registers a part. Its name may be numbered with a dot, <c>convs.0</c>, as PyTorch's lists are.</summary>
    /// <typeparam name="T">The type of the part.</typeparam>
    /// <param name="name">Its name in this module.</param>
    /// <param name="module">The part.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    protected T AddModule<T>(string name, T module)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(name, isPart: true);
        _modules.Add((name, module));
        return module;
    }

    /// <summary>Disposes parameters, buffers and parts.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _parameters.ForEach(named => named.Parameter.Dispose());
            _buffers.ForEach(named => named.Buffer.Dispose());
            _modules.ForEach(part => part.Module.Dispose());
        }
    }

    private void ReplaceBuffer(int place, Tensor value)
    {
        (string name, Tensor old) = _buffers[place];
        _buffers[place] = (name, value.Keep());
        old.Dispose();
    }

    private void CheckName(string name, bool isPart = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!isPart && name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The name '{name}' has a dot, which separates a part from its parameters.", nameof(name));
        }

        if (_parameters.Exists(named => named.Name == name) || _buffers.Exists(named => named.Name == name) || _modules.Exists(part => part.Name == name))
        {
            throw new ArgumentException($"{GetType().Name} has a '{name}' already.", nameof(name));
        }
    }
}
