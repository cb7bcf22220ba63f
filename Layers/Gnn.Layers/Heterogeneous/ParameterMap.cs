using Gnn.Tensors;

namespace Gnn.Layers.Heterogeneous;

/// <summary>Parameters by the name of a type, such as <c>lin_src.author__writes__paper</c>.</summary>
internal sealed class ParameterMap : Module
{
    private readonly Dictionary<string, Parameter> _byName = [];

    internal Tensor this[string name] => _byName[name].Value;

    internal void Add(string name, Tensor value) => _byName.Add(name, AddParameter(name, value));
}
