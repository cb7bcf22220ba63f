using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Heterogeneous;

/// <summary>All edges into the nodes of one type: the columns are the sources of the first edge type, then those of the second, and so on.</summary>
internal sealed class JointEdges : IDisposable
{
    internal JointEdges(IReadOnlyList<(EdgeType Type, SparseStructure Edges)> parts)
    {
        EdgeTypes = [.. parts.Select(part => part.Type)];
        SparseStructure[] structures = [.. parts.Select(part => part.Edges)];
        Structure = Join(structures);
    }

    /// <summary>The edge types, in the order of their columns.</summary>
    internal IReadOnlyList<EdgeType> EdgeTypes { get; }

    internal SparseStructure Structure { get; }

    public void Dispose() => Structure.Dispose();

    private static SparseStructure Join(SparseStructure[] parts)
    {
        long entries = 0;
        int columns = 0;
        foreach (SparseStructure part in parts)
        {
            entries += part.EntryCount;
            columns = checked(columns + part.ColumnCount);
        }

        int rows = parts[0].RowCount;
        int[] starts = new int[rows + 1];
        int[] sources = new int[checked((int)entries)];
        int place = 0;
        for (int row = 0; row < rows; row++)
        {
            int offset = 0;
            foreach (SparseStructure part in parts)
            {
                foreach (int column in part.Row(row))
                {
                    sources[place++] = offset + column;
                }

                offset += part.ColumnCount;
            }

            starts[row + 1] = place;
        }

        return SparseStructure.FromRows(columns, starts, sources);
    }
}
