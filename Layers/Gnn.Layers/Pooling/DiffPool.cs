using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>Differentiable pooling: every node belongs to K clusters in shares, which become the nodes of a smaller graph.</summary>
/// <remarks>
/// <code>
/// S  = softmax of the assignment over clusters
/// X' = S^T X,  A' = S^T A S
/// structure loss  = |A - S S^T| / number of elements of A      (Frobenius norm over the whole batch)
/// assignment loss = mean over nodes of the entropy of their rows of S
/// X: [B, M, F], A: [B, M, M], S: [B, M, K], X': [B, K, F], A': [B, K, K]
/// </code>
/// <para>Paper: R. Ying, J. You, C. Morris, X. Ren, W. L. Hamilton and J. Leskovec, "Hierarchical Graph Representation Learning with Differentiable Pooling",
/// NeurIPS 2018. The division by the number of elements is PyTorch Geometric's.</para>
/// <para>Difference from PyTorch Geometric: the entropy is a mean over nodes; there, rows that a mask excludes count too.</para>
/// <para>The assignment comes from layers of one's own, over a <see cref="DenseBatch"/> or over edges. Cost: O(B M^2 (F + K)) operations, graph by graph, of which
/// each writes B M^2 elements in the backward pass.</para>
/// </remarks>
public static class DiffPool
{
    private const double Smallest = 1e-15;

    /// <summary>Pools a dense batch.</summary>
    /// <param name="x">The features, <c>[B, M, F]</c>.</param>
    /// <param name="adjacency">The weights of edges, <c>[B, M, M]</c>.</param>
    /// <param name="assignment">What each node has for each cluster before the softmax, <c>[B, M, K]</c>.</param>
    /// <param name="mask">Which rows are nodes, Bool <c>[B, M]</c>; all if null.</param>
    /// <returns>The clusters and the losses.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit one another.</exception>
    public static DensePooled Forward(Tensor x, Tensor adjacency, Tensor assignment, Tensor? mask = null)
    {
        DenseGraphs.Check(x, adjacency, assignment, mask);
        Tensor? factors = DenseGraphs.Factors(mask, x.Engine, out long nodes);
        Tensor shares = assignment.Softmax();
        if (factors is not null)
        {
            (shares, x) = (shares * factors, x * factors);
        }

        long graphs = x.Shape[0];
        (var pooled, var coarse) = (new Tensor[graphs], new Tensor[graphs]);
        Tensor? squares = null;
        for (long graph = 0; graph < graphs; graph++)
        {
            using Tensor s = DenseGraphs.Of(shares, graph);
            using Tensor a = DenseGraphs.Of(adjacency, graph);
            using Tensor features = DenseGraphs.Of(x, graph);
            pooled[graph] = s.MatMul(features, transposeThis: true);
            using Tensor ofTargets = a.MatMul(s);
            coarse[graph] = s.MatMul(ofTargets, transposeThis: true);
            using Tensor links = s.MatMul(s, transposeThis: false, transposeOther: true);
            using Tensor missed = a - links;
            Tensor square = missed.Square().Sum();
            squares = squares is null ? square : squares + square;
        }

        Tensor link = DenseGraphs.Root(squares!) / adjacency.Shape.Count;
        return new DensePooled(
            DenseGraphs.Stack(pooled), DenseGraphs.Stack(coarse), link, Entropy(shares, mask is null ? graphs * x.Shape[1] : nodes));
    }

    /// <summary>Pools one graph over its edges: no array of <c>[N, N]</c> is made.</summary>
    /// <param name="adjacency">The edges, square, with a value each or none. An edge that is given twice counts as two in |A|.</param>
    /// <param name="x">The features, <c>[N, F]</c>.</param>
    /// <param name="assignment">What each node has for each cluster before the softmax, <c>[N, K]</c>.</param>
    /// <returns>The clusters, <c>[K, F]</c> and <c>[K, K]</c>, and the losses, by |A|^2 - 2 tr(S^T A S) + |S^T S|^2.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit one another.</exception>
    public static DensePooled Forward(Adjacency adjacency, Tensor x, Tensor assignment)
    {
        ArgumentNullException.ThrowIfNull(x);
        DenseGraphs.Check(adjacency, x, assignment);
        Tensor shares = assignment.Softmax();
        Tensor coarse = DenseGraphs.Coarsen(adjacency, shares);
        using Tensor overlaps = shares.MatMul(shares, transposeThis: true);
        using Tensor trace = (coarse * DenseGraphs.Identity(coarse.Shape[0], x.Engine)).Sum();
        using Tensor ofEdges = adjacency.Values is { } values
            ? values.Square().Sum()
            : Tensor.Full(Shape.Scalar, adjacency.Structure.EntryCount, x.Engine);
        using Tensor squares = ofEdges - (trace * 2) + overlaps.Square().Sum();
        double elements = (double)x.Shape[0] * x.Shape[0];
        return new DensePooled(shares.MatMul(x, transposeThis: true), coarse, DenseGraphs.Root(squares) / elements, Entropy(shares, x.Shape[0]));
    }

    private static Tensor Entropy(Tensor shares, long nodes)
    {
        using Tensor logarithms = (shares + Smallest).Log();
        using Tensor sum = (shares * logarithms).Sum();
        return sum / -Math.Max(1.0, nodes);
    }
}
