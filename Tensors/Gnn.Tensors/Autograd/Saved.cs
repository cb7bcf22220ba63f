using Gnn.Tensors.Engines;

namespace Gnn.Tensors.Autograd;

/// <summary>Elements that a backward rule needs: a count on their buffer, without a tensor around it.</summary>
/// <param name="tensor">The tensor whose elements they are.</param>
internal struct Saved(Tensor tensor)
{
    private readonly long _offset = tensor.View.Offset;
    private readonly Shape _shape = tensor.Shape;
    private EngineBuffer? _buffer = Retained(tensor.View.Buffer);

    /// <summary>Whether nothing is saved, or it was dropped.</summary>
    internal readonly bool IsEmpty => _buffer is null;

    /// <summary>The elements; empty if nothing is saved.</summary>
    internal readonly BufferView View => _buffer is null ? default : new BufferView(_buffer, _offset, _shape);

    /// <summary>Drops the count.</summary>
    internal void Drop()
    {
        _buffer?.Release();
        _buffer = null;
    }

    private static EngineBuffer Retained(EngineBuffer buffer)
    {
        buffer.Retain();
        return buffer;
    }
}
