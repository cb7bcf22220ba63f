using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Engines;

public abstract unsafe partial class HostEngine
{
    /// <summary>A buffer that lies in a mapped file: for reading, and a holder of the mapping until its last release.</summary>
    /// <param name="mapping">The file.</param>
    /// <param name="offset">The first byte, aligned to 64 bytes; 64 bytes after the last element may be read.</param>
    /// <param name="type">The type of the elements; a floating type must be <see cref="Engine.FloatType"/>.</param>
    /// <param name="length">The number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the file.</exception>
    internal EngineBuffer Map(FileMapping mapping, long offset, DataType type, long length) => new HostBuffer(this, type, length, mapping, offset);

    /// <summary>Passes what may be written in place.</summary>
    /// <exception cref="InvalidOperationException">The elements lie in a file.</exception>
    private protected static void ThrowIfReadOnly(in BufferView view)
    {
        if (view.Buffer.IsReadOnly)
        {
            throw new InvalidOperationException(
                $"The tensor {view.Shape} lies in a mapped file and cannot be changed in place: change a copy, Tensor.Wrap(engine.Copy(x.View), x.Shape).");
        }
    }
}
