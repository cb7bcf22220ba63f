using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>Pooling into K clusters that cut few edges and are of like size.</summary>
/// <remarks>
/// <code>
/// S  = softmax of the assignment over clusters, divided by the temperature before
/// X' = S^T X,  A' = S^T A S without its diagonal, divided by the roots of its row sums on both sides
/// structure loss  = mean over graphs of -tr(S^T A S) / tr(S^T D S)
/// assignment loss = mean over graphs of |S^T S / |S^T S| - I / sqrt(K)|
/// X: [B, M, F], A: [B, M, M], D: its row sums, S: [B, M, K], X': [B, K, F], A': [B, K, K]
/// </code>
/// <para>Paper: F. M. Bianchi, D. Grattarola and C. Alippi, "Spectral Clustering with Graph Neural Networks for Graph Pooling", ICML 2020.</para>
/// <para>Difference from PyTorch Geometric: roots of 0 have a slope, so that a graph without edges or with a perfect clustering has finite gradients; a graph without
/// edges has a cut of 0.</para>
/// <para>Cost: O(B M^2 K) operations, graph by graph, of which each writes B M^2 elements in the backward pass.</para>
/// </remarks>
public static class MinCutPool
{
    private const double Smallest = 1e-15;

    /// <summary>Pools a dense batch.</summary>
    /// <param name="x">The features, <c>[B, M, F]</c>.</param>
    /// <param name="adjacency">The weights of edges, <c>[B, M, M]</c>, at least 0.</param>
    /// <param name="assignment">What each node has for each cluster before the softmax, <c>[B, M, K]</c>.</param>
    /// <param name="mask">Which rows are nodes, Bool <c>[B, M]</c>; all if null.</param>
    /// <param name="temperature">What the assignment is divided by, above 0: the smaller, the harder.</param>
    /// <returns>The clusters and the losses.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit one another, or the temperature is not above 0.</exception>
    public static DensePooled Forward(Tensor x, Tensor adjacency, Tensor assignment, Tensor? mask = null, double temperature = 1)
    {
        DenseGraphs.Check(x, adjacency, assignment, mask);
        Tensor shares = Shares(assignment, temperature);
        if (DenseGraphs.Factors(mask, x.Engine, out _) is { } factors)
        {
            (shares, x) = (shares * factors, x * factors);
        }

        long graphs = x.Shape[0];
        (var pooled, var coarse) = (new Tensor[graphs], new Tensor[graphs]);
        (Tensor? cuts, Tensor? overlaps) = (null, null);
        for (long graph = 0; graph < graphs; graph++)
        {
            using Tensor s = DenseGraphs.Of(shares, graph);
            using Tensor a = DenseGraphs.Of(adjacency, graph);
            using Tensor features = DenseGraphs.Of(x, graph);
            pooled[graph] = s.MatMul(features, transposeThis: true);
            using Tensor ofTargets = a.MatMul(s);
            using Tensor between = s.MatMul(ofTargets, transposeThis: true);
            using Tensor degrees = a.Sum(axis: 1, keepAxis: true);
            coarse[graph] = Normalize(between);
            (Tensor cut, Tensor overlap) = (Cut(between, s, degrees), Overlap(s));
            cuts = cuts is null ? cut : cuts + cut;
            overlaps = overlaps is null ? overlap : overlaps + overlap;
        }

        return new DensePooled(DenseGraphs.Stack(pooled), DenseGraphs.Stack(coarse), cuts! / graphs, overlaps! / graphs);
    }

    /// <summary>Pools one graph over its edges: no array of <c>[N, N]</c> is made.</summary>
    /// <param name="adjacency">The edges, square, with a value of at least 0 each or none.</param>
    /// <param name="x">The features, <c>[N, F]</c>.</param>
    /// <param name="assignment">What each node has for each cluster before the softmax, <c>[N, K]</c>.</param>
    /// <param name="temperature">What the assignment is divided by, above 0: the smaller, the harder.</param>
    /// <returns>The clusters, <c>[K, F]</c> and <c>[K, K]</c>, and the losses.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit one another, or the temperature is not above 0.</exception>
    public static DensePooled Forward(Adjacency adjacency, Tensor x, Tensor assignment, double temperature = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        DenseGraphs.Check(adjacency, x, assignment);
        Tensor shares = Shares(assignment, temperature);
        using Tensor between = DenseGraphs.Coarsen(adjacency, shares);
        using Tensor ones = Tensor.Ones((x.Shape[0], 1), x.Engine);
        using Tensor degrees = Tensor.SpMM(adjacency.Structure, adjacency.Values, ones, Reduction.Sum, transposed: true);
        return new DensePooled(shares.MatMul(x, transposeThis: true), Normalize(between), Cut(between, shares, degrees), Overlap(shares));
    }

    private static Tensor Shares(Tensor assignment, double temperature)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be finite and above 0.");
        }

        return (temperature == 1 ? assignment : assignment / temperature).Softmax();
    }

    /// <summary>-tr(S^T A S) / tr(S^T D S).</summary>
    private static Tensor Cut(Tensor between, Tensor shares, Tensor degrees)
    {
        using Tensor kept = (between * DenseGraphs.Identity(between.Shape[0], between.Engine)).Sum();
        using Tensor all = (shares.Square() * degrees).Sum();
        using Tensor floor = Tensor.Full(Shape.Scalar, Smallest, between.Engine);
        return -(kept / Tensor.Maximum(all, floor));
    }

    /// <summary>|S^T S / |S^T S| - I / sqrt(K)|.</summary>
    private static Tensor Overlap(Tensor shares)
    {
        using Tensor overlaps = shares.MatMul(shares, transposeThis: true);
        using Tensor norm = DenseGraphs.Root(overlaps.Square().Sum());
        using Tensor identity = DenseGraphs.Identity(overlaps.Shape[0], shares.Engine);
        using Tensor difference = (overlaps / norm) - (identity / Math.Sqrt(overlaps.Shape[0]));
        return DenseGraphs.Root(difference.Square().Sum());
    }

    /// <summary>Without its diagonal, divided by the roots of its row sums on both sides.</summary>
    private static Tensor Normalize(Tensor between)
    {
        Engine engine = between.Engine;
        using Tensor identity = DenseGraphs.Identity(between.Shape[0], engine);
        using Tensor ones = Tensor.Ones(between.Shape, engine);
        using Tensor others = between * (ones - identity);
        using Tensor roots = DenseGraphs.Root(others.Sum(axis: 1, keepAxis: true)) + Smallest;
        return others / roots / roots.Transpose();
    }
}
