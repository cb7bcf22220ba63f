using System.Globalization;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Files;

/// <summary>Looks for what a structure from finished arrays may have wrong. One line is added for the first wrong place of each kind.</summary>
internal static class StructureCheck
{
    private const int RowsBetweenChecks = 1 << 16;

    /// <summary>Checks pointers, ranges, and that the transpose holds the same entries.</summary>
    /// <param name="structure">A structure whose pointers begin and end as they must.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="defects">Receives what is wrong.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>Whether nothing was found.</returns>
    public static bool Check(SparseStructure structure, string name, List<string> defects, CancellationToken cancellation)
    {
        string transpose = $"{name}/transpose";
        bool isSound = CheckRows(structure, name, defects, cancellation);
        isSound = CheckRows(structure.Transpose, transpose, defects, cancellation) && isSound;
        return isSound && CheckTranspose(structure, transpose, defects, cancellation);
    }

    /// <summary>Checks the structures of a table's sparse columns.</summary>
    /// <param name="table">The table.</param>
    /// <param name="prefix">What the names of its sections begin with.</param>
    /// <param name="defects">Receives what is wrong.</param>
    /// <param name="cancellation">Stops the check.</param>
    public static void CheckColumns(ColumnTable table, string prefix, List<string> defects, CancellationToken cancellation)
    {
        foreach (string name in table.Names.Where(table.IsSparse))
        {
            Check(table.Sparse(name).Structure, SectionWriter.SectionOf(prefix, name), defects, cancellation);
        }
    }

    /// <summary>Checks that numbers are in range.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="least">The least that one may be.</param>
    /// <param name="end">What all must be below.</param>
    /// <param name="name">The section, for messages.</param>
    /// <param name="defects">Receives the first that is not in range.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>Whether all are.</returns>
    public static bool CheckRange(NativeArray<int> numbers, int least, int end, string name, List<string> defects, CancellationToken cancellation)
    {
        for (long i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] < least || numbers[i] >= end)
            {
                return Add(defects, $"section '{name}', element {i}: expected a number in [{least}, {end}), got {numbers[i]}");
            }

            StopIfAsked(i, cancellation);
        }

        return true;
    }

    /// <summary>Checks that each edge is an entry in the row of its target and the column of its source, the edges of a row in their order.</summary>
    /// <param name="structure">The structure, whose ids are in range.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="sources">The source of each edge.</param>
    /// <param name="targets">The target of each edge.</param>
    /// <param name="defects">Receives the first entry that is not as it must be.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <returns>Whether nothing was found.</returns>
    public static bool CheckEdges(
        SparseStructure structure, string name, NativeArray<int> sources, NativeArray<int> targets, List<string> defects, CancellationToken cancellation)
    {
        for (int row = 0; row < structure.RowCount; row++)
        {
            long before = -1;
            long end = structure.RowPointers[row + 1L];
            for (long entry = structure.RowPointers[row]; entry < end; entry++)
            {
                long edge = structure.EdgeIds[entry];
                if (edge <= before || targets[edge] != row || sources[edge] != structure.ColumnIndices[entry])
                {
                    int source = structure.ColumnIndices[entry];
                    return Add(
                        defects,
                        $"section '{name}/edges', entry {entry}: expected an edge after {before} from {source} to {row}, got {edge} from {sources[edge]} to {targets[edge]}");
                }

                before = edge;
            }

            StopIfAsked(row, cancellation);
        }

        return true;
    }

    /// <summary>Checks that both directions of a pair of nodes are there equally often.</summary>
    public static void CheckReverses(SparseStructure structure, List<string> defects, CancellationToken cancellation)
    {
        int[] row = [];
        for (int node = 0; node < structure.RowCount; node++)
        {
            // A row keeps the order of the edges; one of the transpose is in the order of the rows.
            ReadOnlySpan<int> sources = structure.Row(node);
            ReadOnlySpan<int> targets = structure.Transpose.Row(node);
            row = row.Length < sources.Length ? new int[Math.Max(sources.Length, 2 * row.Length)] : row;
            Span<int> sorted = row.AsSpan(0, sources.Length);
            sources.CopyTo(sorted);
            sorted.Sort();
            if (!sorted.SequenceEqual(targets))
            {
                Add(defects, $"edges of node {node}: expected both directions of every edge, got {sources.Length} in and {targets.Length} out, or to other nodes");
                return;
            }

            StopIfAsked(node, cancellation);
        }
    }

    private static bool CheckRows(SparseStructure structure, string name, List<string> defects, CancellationToken cancellation)
    {
        IndexArray pointers = structure.RowPointers;
        for (long row = 0; row < structure.RowCount; row++)
        {
            if (pointers[row] > pointers[row + 1])
            {
                return Add(defects, $"section '{name}/pointers', row {row}: expected pointers that never fall, got {pointers[row]} and then {pointers[row + 1]}");
            }

            StopIfAsked(row, cancellation);
        }

        for (long entry = 0; entry < structure.EntryCount; entry++)
        {
            int column = structure.ColumnIndices[entry];
            long edge = structure.EdgeIds[entry];
            if ((uint)column >= (uint)structure.ColumnCount)
            {
                return Add(defects, $"section '{name}/columns', entry {entry}: expected a number in [0, {structure.ColumnCount}), got {column}");
            }

            if ((ulong)edge >= (ulong)structure.EntryCount)
            {
                return Add(defects, $"section '{name}/edges', entry {entry}: expected a number in [0, {structure.EntryCount}), got {edge}");
            }

            StopIfAsked(entry, cancellation);
        }

        return true;
    }

    // Entries that rise within a row, each in its place in the structure, are all of them, once.
    private static bool CheckTranspose(SparseStructure structure, string name, List<string> defects, CancellationToken cancellation)
    {
        SparseStructure transpose = structure.Transpose;
        for (int column = 0; column < transpose.RowCount; column++)
        {
            long before = -1;
            long end = transpose.RowPointers[column + 1L];
            for (long place = transpose.RowPointers[column]; place < end; place++)
            {
                long entry = transpose.EntryIds![place];
                int row = transpose.ColumnIndices[place];
                if (entry <= before
                    || entry < structure.RowPointers[row]
                    || entry >= structure.RowPointers[row + 1L]
                    || structure.ColumnIndices[entry] != column
                    || structure.EdgeIds[entry] != transpose.EdgeIds[place])
                {
                    return Add(defects, $"section '{name}/entries', place {place}: expected an entry after {before} in row {row} and column {column}, got {entry} or its edge");
                }

                before = entry;
            }

            StopIfAsked(column, cancellation);
        }

        return true;
    }

    private static void StopIfAsked(long step, CancellationToken cancellation)
    {
        if (step % RowsBetweenChecks == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static bool Add(List<string> defects, FormattableString defect)
    {
        defects.Add(defect.ToString(CultureInfo.InvariantCulture));
        return false;
    }
}
