using System.Runtime.CompilerServices;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Values of edges, which come in edge order, as values of entries.</summary>
internal static class EdgeTables
{
    /// <summary>Edge values as [E, D], checked.</summary>
    internal static Tensor AsTable(Tensor values, SparseStructure structure, int width, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(values, name);
        bool isVector = values.Shape.Rank == 1 && width == 1;
        bool isTable = values.Shape.Rank == 2 && values.Shape[1] == width;
        if (!values.DataType.IsFloating() || !(isVector || isTable) || values.Shape[0] != structure.EntryCount)
        {
            throw new ArgumentException(
                $"'{name}' must be floating [{structure.EntryCount}, {width}] to match {structure}, got {values.DataType} {values.Shape}.", name);
        }

        return isVector ? values.Reshape((values.Shape[0], 1)) : values;
    }

    /// <summary>[E, D] in edge order to [E, D] in entry order.</summary>
    internal static Tensor ToEntries(Tensor table, SparseStructure structure)
    {
        using Tensor edges = structure.EdgeIds.ToTensor(table.Engine);
        return table.GatherRows(edges);
    }
}
