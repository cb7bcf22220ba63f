using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Training.Links;

/// <summary>The surroundings of pairs with the links that are asked for: the structure of a batch and, first in the rows of a pair's two nodes, an entry from the other one.</summary>
internal sealed class AskedLinks
{
    private readonly int[] _entries;

    internal AskedLinks(EnclosingBatch batch)
    {
        SparseStructure without = batch.Structure;
        (int rows, int pairs) = (without.RowCount, batch.PairCount);
        int[] pointers = new int[rows + 1];
        int[] columns = new int[checked(batch.EdgeCount + (2 * pairs))];
        _entries = new int[2 * pairs];
        int next = 0;
        for (int pair = 0; pair < pairs; pair++)
        {
            int first = batch.NodeOffsets[pair];
            for (int row = first; row < batch.NodeOffsets[pair + 1]; row++)
            {
                pointers[row] = next;
                if (row < first + 2)
                {
                    _entries[((row - first) * pairs) + pair] = next;
                    columns[next++] = first + first + 1 - row;
                }

                ReadOnlySpan<int> own = without.Row(row);
                own.CopyTo(columns.AsSpan(next));
                next += own.Length;
            }
        }

        pointers[rows] = next;
        Structure = SparseStructure.FromRows(rows, pointers, columns);
    }

    /// <summary>All entries; to be disposed.</summary>
    internal SparseStructure Structure { get; }

    /// <summary>The entries of the asked links, <c>[2 P]</c>: those in the rows of the first nodes and then those in the rows of the second.</summary>
    internal Tensor Entries(Engine engine) => Tensor.Create(_entries, _entries.Length, engine);
}
