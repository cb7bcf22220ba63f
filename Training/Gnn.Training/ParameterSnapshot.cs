using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>A copy of a model's parameters and buffers on their engine, replaced at each capture.</summary>
internal sealed class ParameterSnapshot(Module module) : IDisposable
{
    private IReadOnlyDictionary<string, Tensor> _copies = module.CopyTensors();

    /// <summary>What is remembered, by full names.</summary>
    internal IReadOnlyDictionary<string, Tensor> Values => _copies;

    public void Dispose()
    {
        foreach (Tensor copy in _copies.Values)
        {
            copy.Dispose();
        }
    }

    /// <summary>Remembers the values now.</summary>
    internal void Capture()
    {
        // The old copies go first, so that their memory is the new ones'.
        Dispose();
        _copies = module.CopyTensors();
    }

    /// <summary>Remembers other values; the tensors are taken over.</summary>
    internal void Set(IReadOnlyDictionary<string, Tensor> values)
    {
        Dispose();
        _copies = values.ToDictionary(named => named.Key, named => named.Value.Keep(), StringComparer.Ordinal);
    }

    /// <summary>Gives the module the values that were remembered last.</summary>
    internal void Restore() => module.SetTensors(_copies);
}
