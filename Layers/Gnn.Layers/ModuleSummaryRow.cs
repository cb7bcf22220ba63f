namespace Gnn.Layers;

/// <summary>A module in a <see cref="ModuleSummary"/>, without its parts.</summary>
/// <param name="Path">Its full name; empty for the module that was summarised.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Tensors">Its own parameters and buffers.</param>
public sealed record ModuleSummaryRow(string Path, string Type, IReadOnlyList<ModuleSummaryTensor> Tensors)
{
    /// <summary>The number of elements of its own parameters and buffers.</summary>
    public long Count => Tensors.Sum(tensor => tensor.Shape.Count);

    /// <summary>The memory of its own parameters and buffers, in bytes.</summary>
    public long Bytes => Tensors.Sum(tensor => tensor.Bytes);
}
