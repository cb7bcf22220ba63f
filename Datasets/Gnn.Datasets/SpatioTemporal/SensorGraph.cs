using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>Makes the graph below a signal, from lists of edges or from a matrix.</summary>
internal static class SensorGraph
{
    private const string Directions = "expected each edge in both directions with one weight";

    /// <summary>A graph from a list of edges.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="nodeCount">N.</param>
    /// <param name="sources">The source of each edge, not negative.</param>
    /// <param name="targets">The target of each edge.</param>
    /// <param name="weights">The weight of each edge, or null.</param>
    /// <param name="isUndirected">Whether the list must have both directions of each edge, with one weight.</param>
    /// <exception cref="DataFormatException">The lists contradict each other.</exception>
    public static Graph FromPairs(string path, int nodeCount, int[] sources, int[] targets, float[]? weights, bool isUndirected)
    {
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (sources[edge] >= nodeCount || targets[edge] >= nodeCount)
            {
                throw new DataFormatException(
                    path, $"edge {edge}", $"expected nodes of 0 to {nodeCount - 1}, which have a signal, got {sources[edge]} to {targets[edge]}");
            }
        }

        if (weights is not null && weights.Length != sources.Length)
        {
            throw new DataFormatException(path, "", $"expected {sources.Length} weights, one for each edge, got {weights.Length}");
        }

        if (isUndirected)
        {
            RequireSymmetry(path, sources, targets, weights);
        }

        return WithWeights(Graph.FromCheckedEdges(nodeCount, sources, targets, isUndirected), weights);
    }

    /// <summary>A graph from a matrix: an entry in row i and column j that is not 0 is the weight of the edge i to j.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="nodeCount">N.</param>
    /// <param name="matrix">The matrix <c>[N, N]</c>, row-major, finite; it is written over.</param>
    /// <param name="isUndirected">Whether the matrix must be symmetric.</param>
    /// <exception cref="DataFormatException">The matrix is not symmetric and should be.</exception>
    public static Graph FromMatrix(string path, int nodeCount, Span<float> matrix, bool isUndirected)
    {
        if (isUndirected)
        {
            RequireSymmetry(path, nodeCount, matrix);
        }

        int count = matrix.Length - matrix.Count(0f);
        var sources = new NativeArray<int>(count);
        var targets = new NativeArray<int>(count);
        Span<int> from = sources.Span(), to = targets.Span();
        for (int entry = 0, edge = 0; entry < matrix.Length; entry++)
        {
            if (matrix[entry] != 0)
            {
                (from[edge], to[edge], matrix[edge++]) = (entry / nodeCount, entry % nodeCount, matrix[entry]);
            }
        }

        return WithWeights(Graph.FromCheckedEdges(new EdgeList(nodeCount, nodeCount, sources, targets), isUndirected), matrix[..count]);
    }

    // Takes the graph over; without weights, where there are none.
    private static Graph WithWeights(Graph bare, float[]? weights) => weights is null ? bare : WithWeights(bare, weights.AsSpan());

    private static Graph WithWeights(Graph bare, ReadOnlySpan<float> weights)
    {
        using (bare)
        {
            return bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length));
        }
    }

    private static void RequireSymmetry(string path, int nodeCount, ReadOnlySpan<float> matrix)
    {
        for (int row = 0; row < nodeCount; row++)
        {
            for (int column = 0; column < row; column++)
            {
                if (matrix[(row * nodeCount) + column] != matrix[(column * nodeCount) + row])
                {
                    throw new DataFormatException(path, "", $"{Directions}, got {column} to {row} otherwise");
                }
            }
        }
    }

    // Sorted by ends and then weights, the edges must be their reverses.
    private static void RequireSymmetry(string path, int[] sources, int[] targets, float[]? weights)
    {
        (long[] edges, float[] edgeWeights) = Sort(sources, targets, weights);
        (long[] reverses, float[] reverseWeights) = Sort(targets, sources, weights);
        for (int edge = 0; edge < edges.Length; edge++)
        {
            int order = edges[edge].CompareTo(reverses[edge]);
            order = order != 0 || weights is null ? order : edgeWeights[edge].CompareTo(reverseWeights[edge]);
            if (order != 0)
            {
                long first = order < 0 ? edges[edge] : reverses[edge];
                throw new DataFormatException(path, "", $"{Directions}, got {(int)(first >> 32)} to {(int)first} otherwise");
            }
        }
    }

    private static (long[] Pairs, float[] Weights) Sort(int[] sources, int[] targets, float[]? weights)
    {
        long[] pairs = new long[sources.Length];
        for (int edge = 0; edge < pairs.Length; edge++)
        {
            pairs[edge] = ((long)sources[edge] << 32) | (uint)targets[edge];
        }

        if (weights is null)
        {
            Array.Sort(pairs);
            return (pairs, []);
        }

        float[] sorted = [.. weights];
        Array.Sort(pairs, sorted);
        for (int start = 0, end; start < pairs.Length; start = end)
        {
            for (end = start + 1; end < pairs.Length && pairs[end] == pairs[start]; end++)
            {
            }

            sorted.AsSpan(start, end - start).Sort();
        }

        return (pairs, sorted);
    }
}
