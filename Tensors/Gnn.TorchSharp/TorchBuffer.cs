using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

/// <summary>A one-dimensional TorchSharp tensor that nothing else refers to, freed by the buffer's last release.</summary>
internal sealed class TorchBuffer : EngineBuffer
{
    private readonly TorchSharpEngine _engine;

    internal TorchBuffer(TorchSharpEngine engine, TorchTensor tensor, DataType type, long length, IndexRange? range)
        : base(engine, type, length)
    {
        _engine = engine;
        Tensor = tensor;
        Range = range;
        _engine.Count(Bytes);
    }

    /// <summary>The elements.</summary>
    internal TorchTensor Tensor { get; }

    /// <summary>Bounds of the elements of an integer buffer, where they are known. Integer buffers are never written after they are made.</summary>
    internal IndexRange? Range { get; set; }

    private long Bytes => Length * DataType.Size();

    /// <inheritdoc/>
    protected override void Free()
    {
        Tensor.Dispose();
        _engine.Count(-Bytes);
    }
}
