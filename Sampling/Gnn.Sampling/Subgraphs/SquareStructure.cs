using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Refuses structures that are not the edges of one set of nodes by target.</summary>
internal static class SquareStructure
{
    /// <summary>Checks a structure.</summary>
    /// <exception cref="ArgumentException">It is not square, or a transpose.</exception>
    internal static void Check(SparseStructure structure, string parameter)
    {
        if (structure.IsTranspose || structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException(
                $"Subgraphs need the edges of one set of nodes by target, got {structure}" + (structure.IsTranspose ? ", a transpose: give the structure itself." : "."), parameter);
        }
    }
}
