using Gnn.Tensors.Sparse;

namespace Gnn.TorchSharp;

/// <summary>A structure's copy on a device: both directions, each made at its first use. It ends with the structure.</summary>
internal sealed class TorchStructure : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TorchSharpEngine _engine;
    private readonly SparseStructure _structure;
    private TorchRows? _rows;
    private TorchRows? _columns;

    internal TorchStructure(TorchSharpEngine engine, SparseStructure structure) => (_engine, _structure) = (engine, structure);

    /// <summary>The rows, in which places and entries are the same; or the columns if transposed.</summary>
    internal TorchRows Walk(bool transposed)
    {
        lock (_lock)
        {
            return transposed ? _columns ??= new TorchRows(_engine, _structure.Transpose) : _rows ??= new TorchRows(_engine, _structure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _columns?.Dispose();
    }
}
