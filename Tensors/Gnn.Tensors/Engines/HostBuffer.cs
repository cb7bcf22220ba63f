using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Engines;

/// <summary>A buffer in host memory, from its engine's pool.</summary>
internal sealed unsafe class HostBuffer(HostEngine engine, DataType dataType, long length, NativeBlock block) : EngineBuffer(engine, dataType, length)
{
    /// <summary>The first element; aligned to 64 bytes.</summary>
    internal void* Pointer => block.Pointer;

    protected override void Free() => ((HostEngine)Engine).Return(block);
}
