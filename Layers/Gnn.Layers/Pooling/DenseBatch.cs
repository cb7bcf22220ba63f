using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;

namespace Gnn.Layers.Pooling;

/// <summary>A batch of graphs as dense arrays, each graph filled up to the size of the largest: what dense poolings take, with the way back.</summary>
/// <remarks>PyTorch Geometric's <c>to_dense_batch</c> and <c>to_dense_adj</c>. Cost: B M F + B M^2 elements for graphs of up to M nodes. The tensors belong to the
/// open scope.</remarks>
public sealed class DenseBatch
{
    private readonly int[] _places;

    private DenseBatch(Tensor x, Tensor adjacency, Tensor mask, int[] places)
    {
        X = x;
        Adjacency = adjacency;
        Mask = mask;
        _places = places;
    }

    /// <summary>The rows of each graph's nodes, <c>[B, M, F]</c>; 0 below the last.</summary>
    public Tensor X { get; }

    /// <summary>The sum of the weights of the edges from a node to another, <c>[B, M, M]</c> in the order graph, source, target.</summary>
    public Tensor Adjacency { get; }

    /// <summary>Whether a row is a node's, Bool <c>[B, M]</c>.</summary>
    public Tensor Mask { get; }

    /// <summary>Makes the arrays of a batch; differentiable with respect to rows and weights.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="x">A row for each node of the batch, <c>[N, F]</c>.</param>
    /// <param name="edgeWeights"><c>[E]</c> in the order of the batch's edges, or null for 1 everywhere.</param>
    /// <returns>The arrays, on x's engine.</returns>
    /// <exception cref="ArgumentException">The rows or weights do not fit the batch.</exception>
    public static DenseBatch From(GraphBatch batch, Tensor x, Tensor? edgeWeights = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        GroupRows.Check(batch.NodesOfGraphs, x);
        Graph graph = batch.Graph;
        if (edgeWeights is not null && edgeWeights.Shape != new Shape(graph.EdgeCount))
        {
            throw new ArgumentException($"'edgeWeights' must be [{graph.EdgeCount}], one for each edge of the batch, got {edgeWeights.Shape}.", nameof(edgeWeights));
        }

        int most = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            most = Math.Max(most, batch.NodeOffsets[i + 1] - batch.NodeOffsets[i]);
        }

        int[] places = Places(batch, most);
        int rows = checked(batch.Count * most);
        int[] nodes = new int[rows];
        bool[] isNode = new bool[rows];
        Array.Fill(nodes, graph.NodeCount);
        for (int node = 0; node < places.Length; node++)
        {
            (nodes[places[node]], isNode[places[node]]) = (node, true);
        }

        using Tensor padded = GroupRows.WithRow(x, 0);
        using Tensor index = Tensor.Create(nodes, rows, x.Engine);
        return new DenseBatch(
            padded.GatherRows(index).Reshape((batch.Count, most, x.Shape[1])),
            Squares(graph, places, (batch.Count, most, most), edgeWeights ?? Tensor.Ones(graph.EdgeCount, x.Engine)),
            Tensor.Create(isNode, (batch.Count, most), x.Engine),
            places);
    }

    /// <summary>The rows of the batch's nodes again.</summary>
    /// <param name="dense"><c>[B, M, C]</c>.</param>
    /// <returns><c>[N, C]</c>.</returns>
    /// <exception cref="ArgumentException">The array does not have the batch's graphs and rows.</exception>
    public Tensor ToNodes(Tensor dense)
    {
        ArgumentNullException.ThrowIfNull(dense);
        if (dense.Shape.Rank != 3 || dense.Shape[0] != Mask.Shape[0] || dense.Shape[1] != Mask.Shape[1])
        {
            throw new ArgumentException($"'dense' must be [{Mask.Shape[0]}, {Mask.Shape[1]}, C], got {dense.Shape}.", nameof(dense));
        }

        using Tensor rows = dense.Reshape((dense.Shape[0] * dense.Shape[1], dense.Shape[2]));
        using Tensor index = Tensor.Create(_places, _places.Length, dense.Engine);
        return rows.GatherRows(index);
    }

    /// <summary>The row of each node among B M rows.</summary>
    private static int[] Places(GraphBatch batch, int most)
    {
        int[] places = new int[batch.Graph.NodeCount];
        for (int graph = 0; graph < batch.Count; graph++)
        {
            for (int node = batch.NodeOffsets[graph]; node < batch.NodeOffsets[graph + 1]; node++)
            {
                places[node] = checked((graph * most) + node - batch.NodeOffsets[graph]);
            }
        }

        return places;
    }

    /// <summary>[B, M, M], each graph in rows of its sources.</summary>
    private static Tensor Squares(Graph graph, int[] places, in Shape shape, Tensor weights)
    {
        ReadOnlySpan<int> sources = graph.Sources, targets = graph.Targets;
        int most = (int)shape[2];
        long[] elements = new long[sources.Length];
        for (int edge = 0; edge < elements.Length; edge++)
        {
            elements[edge] = ((long)places[sources[edge]] * most) + (places[targets[edge]] % most);
        }

        using Tensor index = Tensor.Create(elements, elements.Length, weights.Engine);
        using Tensor column = weights.Reshape((elements.Length, 1));
        return column.ScatterAddRows(index, shape.Count).Reshape(shape);
    }
}
