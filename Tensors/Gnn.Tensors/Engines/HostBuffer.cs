using Gnn.Tensors.Memory;

namespace Gnn.Tensors.Engines;

/// <summary>A buffer in host memory: a block from its engine's pool, or a run of a mapped file, which is for reading.</summary>
internal sealed unsafe class HostBuffer : EngineBuffer
{
    private readonly NativeBlock? _block;
    private readonly FileMapping? _mapping;
    private readonly void* _mapped;

    internal HostBuffer(HostEngine engine, DataType dataType, long length, NativeBlock block)
        : base(engine, dataType, length) => _block = block;

    internal HostBuffer(HostEngine engine, DataType dataType, long length, FileMapping mapping, long offset)
        : base(engine, dataType, length)
    {
        _mapped = mapping.At(offset, checked(length * dataType.Size()));
        _mapping = mapping.Share();
    }

    /// <summary>The first element; aligned to 64 bytes.</summary>
    internal void* Pointer => _block is { } block ? block.Pointer : _mapped;

    internal override bool IsReadOnly => _mapping is not null;

    protected override void Free()
    {
        if (_block is { } block)
        {
            ((HostEngine)Engine).Return(block);
        }

        _mapping?.Dispose();
    }
}
