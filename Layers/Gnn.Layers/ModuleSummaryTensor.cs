using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>A parameter or buffer in a <see cref="ModuleSummary"/>.</summary>
/// <param name="Name">Its name in its own module.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="DataType">The type of its elements.</param>
/// <param name="Role">What it is.</param>
public sealed record ModuleSummaryTensor(string Name, Shape Shape, DataType DataType, TensorRole Role)
{
    /// <summary>The memory of the elements, in bytes.</summary>
    public long Bytes => Shape.Count * DataType.Size();

    /// <summary>Name and shape, and the role unless it is a trained parameter, for example <c>weight [16, 1433] (frozen)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Role switch
    {
        TensorRole.FrozenParameter => $"{Name} {Shape} (frozen)",
        TensorRole.Buffer => $"{Name} {Shape} (buffer)",
        _ => $"{Name} {Shape}",
    };
}
