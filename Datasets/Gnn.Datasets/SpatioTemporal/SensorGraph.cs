using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>Makes the graph below a signal, from lists of edges or from a matrix.</summary>
internal static class SensorGraph
{
    /// <summary>A graph from a list of edges.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="nodeCount">N.</param>
    /// <param name="ends">Source, target, source, target, ..., not negative.</param>
    /// <param name="weights">The weight of each edge, or null.</param>
    /// <param name="isUndirected">Whether the list must have both directions of each edge, with one weight.</param>
    /// <exception cref="DataFormatException">The lists contradict each other.</exception>
    public static Graph FromPairs(string path, int nodeCount, IReadOnlyList<int> ends, IReadOnlyList<float>? weights, bool isUndirected)
    {
        int[] sources = new int[ends.Count / 2], targets = new int[sources.Length];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (int source, int target) = (ends[2 * edge], ends[(2 * edge) + 1]);
            if (source >= nodeCount || target >= nodeCount)
            {
                throw new DataFormatException(path, $"edge {edge}", $"expected nodes of 0 to {nodeCount - 1}, which have a signal, got {source} to {target}");
            }

            (sources[edge], targets[edge]) = (source, target);
        }

        if (weights is not null && weights.Count != sources.Length)
        {
            throw new DataFormatException(path, "", $"expected {sources.Length} weights, one for each edge, got {weights.Count}");
        }

        return Make(path, nodeCount, sources, targets, weights is null ? null : [.. weights], isUndirected);
    }

    /// <summary>A graph from a matrix: an entry in row i and column j that is not 0 is the weight of the edge i to j.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="nodeCount">N.</param>
    /// <param name="matrix">The matrix <c>[N, N]</c>, row-major, finite.</param>
    /// <param name="isUndirected">Whether the matrix must be symmetric.</param>
    /// <exception cref="DataFormatException">The matrix is not symmetric and should be.</exception>
    public static Graph FromMatrix(string path, int nodeCount, ReadOnlySpan<float> matrix, bool isUndirected)
    {
        int count = matrix.Length - matrix.Count(0f);
        int[] sources = new int[count], targets = new int[count];
        float[] weights = new float[count];
        for (int entry = 0, edge = 0; entry < matrix.Length; entry++)
        {
            if (matrix[entry] != 0)
            {
                (sources[edge], targets[edge], weights[edge++]) = (entry / nodeCount, entry % nodeCount, matrix[entry]);
            }
        }

        return Make(path, nodeCount, sources, targets, weights, isUndirected);
    }

    private static Graph Make(string path, int nodeCount, int[] sources, int[] targets, float[]? weights, bool isUndirected)
    {
        if (isUndirected)
        {
            RequireSymmetry(path, sources, targets, weights);
        }

        Graph bare = Graph.FromEdges(nodeCount, sources, targets, isUndirected);
        if (weights is null)
        {
            return bare;
        }

        using (bare)
        {
            return bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length));
        }
    }

    private static void RequireSymmetry(string path, int[] sources, int[] targets, float[]? weights)
    {
        (int, int, float)[] edges = new (int, int, float)[sources.Length], reverses = new (int, int, float)[sources.Length];
        for (int edge = 0; edge < edges.Length; edge++)
        {
            float weight = weights is null ? 0 : weights[edge];
            (edges[edge], reverses[edge]) = ((sources[edge], targets[edge], weight), (targets[edge], sources[edge], weight));
        }

        Array.Sort(edges);
        Array.Sort(reverses);
        for (int edge = 0; edge < edges.Length; edge++)
        {
            if (edges[edge] != reverses[edge])
            {
                (int source, int target, _) = edges[edge].CompareTo(reverses[edge]) < 0 ? edges[edge] : reverses[edge];
                throw new DataFormatException(path, "", $"expected each edge in both directions with one weight, got {source} to {target} otherwise");
            }
        }
    }
}
