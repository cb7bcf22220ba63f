using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>A tensor of elements in a mapped file: they stay there where the engine works in host memory and computes in their type, else they are
    /// copied to the engine.</summary>
    /// <param name="mapping">The file; the tensor holds it as long as it has its elements there.</param>
    /// <param name="offset">The first byte, aligned to 64 bytes; 64 bytes after the last element may be read.</param>
    /// <param name="type">The type of the elements in the file.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="engine">Where the tensor is made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the file.</exception>
    internal static unsafe Tensor Map(FileMapping mapping, long offset, DataType type, in Shape shape, Engine engine)
    {
        if (engine is HostEngine host && (!type.IsFloating() || type == host.FloatType))
        {
            return Wrap(host.Map(mapping, offset, type, shape.Count), shape);
        }

        EngineBuffer copy = engine.Upload(mapping.At(offset, checked(shape.Count * type.Size())), type, shape.Count);
        GC.KeepAlive(mapping);
        return Wrap(copy, shape);
    }
}
