using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>A copy of a model's parameters and buffers on their engine, replaced at each capture.</summary>
internal sealed class ParameterSnapshot : IDisposable
{
    private readonly Module _module;
    private readonly Tensor[] _copies;

    internal ParameterSnapshot(Module module)
    {
        _module = module;
        _copies = [.. Tensors().Select(Copy)];
    }

    public void Dispose()
    {
        foreach (Tensor copy in _copies)
        {
            copy.Dispose();
        }
    }

    /// <summary>Remembers the values now.</summary>
    internal void Capture()
    {
        int i = 0;
        foreach (Tensor value in Tensors())
        {
            // The old copy goes first, so that its memory is the new one's.
            _copies[i].Dispose();
            _copies[i++] = Copy(value);
        }
    }

    /// <summary>Gives the module the values that were remembered last.</summary>
    internal void Restore()
    {
        int i = 0;
        foreach (Parameter parameter in _module.Parameters())
        {
            parameter.Set(_copies[i++]);
        }

        foreach ((_, Tensor buffer) in _module.NamedBuffers())
        {
            Tensor copy = _copies[i++];
            if (buffer.DataType.IsFloating())
            {
                // In place, by way of zero: both steps are exact. Counts stay, which no layer computes with.
                buffer.Engine.AccumulateInto(buffer.View, buffer.View, scale: -1);
                buffer.Engine.AccumulateInto(buffer.View, copy.View, scale: 1);
            }
        }
    }

    private static Tensor Copy(Tensor value) => Tensor.Wrap(value.Engine.Copy(value.View), value.Shape).Keep();

    private IEnumerable<Tensor> Tensors() =>
        _module.Parameters().Select(parameter => parameter.Value).Concat(_module.NamedBuffers().Select(named => named.Buffer));
}
