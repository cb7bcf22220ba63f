using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The Laplacian of a graph, scaled so that its eigenvalues are between -1 and 1.</summary>
/// <remarks>
/// <code>
/// L' = 2 L / lambda_max - I
/// entry (i, j) of an edge j -> i:  -2 / lambda_max * w_ji / sqrt(d_j d_i),  or w_ji / d_j,  or w_ji
/// entry (i, i), one for each node: 2 / lambda_max - 1,  or 2 d_i / lambda_max - 1 where L is not normalised
/// d_j = sum over edges j -> i of w_ji, self-loops left out
/// </code>
/// </remarks>
internal static class ChebLaplacian
{
    /// <summary>Weights are [E] in the order of the edge ids, or null for 1 everywhere; the values are differentiable with respect to them.</summary>
    internal static Adjacency Scaled(SparseStructure structure, Tensor? edgeWeights, ChebOptions options, Engine engine)
    {
        using var scope = new TensorScope();
        Tensor? weights = edgeWeights is null ? null : EdgeTables.AsTable(edgeWeights, structure, width: 1, nameof(edgeWeights));
        using var looped = new LoopedStructure(structure);
        SparseStructure entries = looped.Structure;
        int edges = (int)structure.EntryCount;
        int[] loopRows = new int[looped.LastLoops.Length];
        Array.Fill(loopRows, edges);
        Tensor rows = looped.TableRows(loopRows, engine);
        Tensor table = weights ?? Tensor.Ones((edges, 1), engine);
        Tensor values = Tensor.Concatenate([table, Tensor.Zeros((1, 1), engine)], 0).GatherRows(rows);
        Tensor isLoop = Tensor.Concatenate([Tensor.Zeros((edges, 1), engine), Tensor.Ones((1, 1), engine)], 0).GatherRows(rows);
        Tensor degrees = Tensor.SegmentReduce(entries, values, Reduction.Sum, transposed: true);
        double scale = 2 / LambdaMax(degrees, options);
        if (options.Normalization == ChebNormalization.None)
        {
            Tensor diagonal = Tensor.ExpandRows(entries, (degrees * scale) - 1);
            return new Adjacency(entries, ((diagonal * isLoop) - (values * scale)).Reshape(entries.EntryCount));
        }

        GcnNormalizer.CheckDegrees(degrees.ToArray<double>());
        Tensor roots = degrees.InverseSqrt();
        Tensor factors = options.Normalization == ChebNormalization.Symmetric
            ? Tensor.Sddmm(entries, EntryOperation.Multiply, roots, roots)
            : Tensor.ExpandRows(entries, roots.Square(), transposed: true);
        return new Adjacency(entries, ((isLoop * (scale - 1)) - (values * factors * scale)).Reshape(entries.EntryCount));
    }

    private static double LambdaMax(Tensor degrees, ChebOptions options)
    {
        if (options.LambdaMax is { } given)
        {
            return given;
        }

        double largest = options.Normalization == ChebNormalization.None ? degrees.ToArray<double>().DefaultIfEmpty().Max() : 1;
        return largest > 0 ? 2 * largest : 2;
    }
}
