using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Which rows of stacked matrices are looked up by nodes and edges of several relations.</summary>
internal static class RelationalIndex
{
    /// <summary>Brings matrices that stand one below the other side by side, stack by stack: row (stack, row, matrix) of the result is row (stack, matrix, row).</summary>
    internal static Tensor SideBySide(long stacks, long matrices, long rows, Engine engine)
    {
        long[] index = new long[checked(stacks * matrices * rows)];
        int place = 0;
        for (long stack = 0; stack < stacks; stack++)
        {
            for (long row = 0; row < rows; row++)
            {
                for (long matrix = 0; matrix < matrices; matrix++)
                {
                    index[place++] = (((stack * matrices) + matrix) * rows) + row;
                }
            }
        }

        return Tensor.Create(index, index.Length, engine);
    }

    /// <summary>Whether every row has one entry, so that a product picks rows: the identity, and rows of it.</summary>
    internal static bool IsLookup(SparseStructure features)
    {
        bool isLookup = features.EntryCount == features.RowCount;
        for (int row = 0; row < features.RowCount && isLookup; row++)
        {
            isLookup = features.RowPointers[row] == row;
        }

        return isLookup;
    }

    /// <summary>For each node and matrix the row of the node's one feature, in matrices that stand one below the other.</summary>
    internal static Tensor OfNodes(SparseStructure features, long matrices, Engine engine)
    {
        long[] index = new long[checked(features.RowCount * matrices)];
        int place = 0;
        for (int node = 0; node < features.RowCount; node++)
        {
            for (long matrix = 0; matrix < matrices; matrix++)
            {
                index[place++] = (matrix * features.ColumnCount) + features.ColumnIndices[node];
            }
        }

        return Tensor.Create(index, index.Length, engine);
    }

    /// <summary>For each edge the row of its source's one feature, in the matrices of the relations one below the other.</summary>
    internal static Tensor OfEdges(RelationalAdjacency edges, SparseStructure features, Engine engine)
    {
        ReadOnlySpan<int> relations = edges.Relations;
        long[] index = new long[relations.Length];
        for (int entry = 0; entry < index.Length; entry++)
        {
            index[entry] = (relations[entry] * (long)features.ColumnCount) + features.ColumnIndices[edges.Structure.ColumnIndices[entry]];
        }

        return Tensor.Create(index, index.Length, engine);
    }

    /// <summary>For each edge the row (source, relation).</summary>
    internal static Tensor OfSources(RelationalAdjacency edges, Engine engine)
    {
        ReadOnlySpan<int> relations = edges.Relations;
        long[] index = new long[relations.Length];
        for (int entry = 0; entry < index.Length; entry++)
        {
            index[entry] = (edges.Structure.ColumnIndices[entry] * (long)edges.RelationCount) + relations[entry];
        }

        return Tensor.Create(index, index.Length, engine);
    }
}
