using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>The normalised edges that convolutions in the manner of <see cref="GcnConv"/> propagate over.</summary>
/// <remarks>
/// <code>w_ji / sqrt(d_j d_i),   d_i = sum over edges j -> i of w_ji, loops included</code>
/// </remarks>
/// <param name="normalization">What is made of the edges.</param>
/// <param name="loopWeight">The weight of an added self-loop, finite.</param>
internal sealed class GcnNormalizer(GcnNormalization normalization, double loopWeight = 1)
{
    /// <summary>The edges of a graph with its weights, if it has them.</summary>
    internal Adjacency Prepare(Graph graph, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using var scope = new TensorScope();
        return Prepare(graph.InEdges, graph.EdgeWeights?.To(engine), engine);
    }

    /// <summary>The same for blocks that are sampled from a graph.</summary>
    internal IBlockPreparation PrepareBlocks(Graph graph, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GcnBlocks(graph, normalization, loopWeight, engine);
    }

    /// <summary>Edges with weights [E] in the order of the edge ids, or null for 1 everywhere; differentiable with respect to them.</summary>
    internal Adjacency Prepare(SparseStructure structure, Tensor? edgeWeights, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(structure);
        using var scope = new TensorScope();
        Tensor? weights = edgeWeights is null ? null : EdgeTables.AsTable(edgeWeights, structure, width: 1, nameof(edgeWeights));
        if (normalization == GcnNormalization.None)
        {
            return new Adjacency(structure, weights is null ? null : EdgeTables.ToEntries(weights, structure).Reshape(structure.EntryCount));
        }

        if (structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException(
                $"A degree needs all edges of a node, but {structure} is bipartite: normalise the whole graph and gather the values of the edges at hand.",
                nameof(structure));
        }

        if (normalization == GcnNormalization.Symmetric)
        {
            return new Adjacency(structure, Normalize(structure, weights is null ? null : EdgeTables.ToEntries(weights, structure), engine));
        }

        using var looped = new LoopedStructure(structure);
        return new Adjacency(looped.Structure, Normalize(looped.Structure, WeightsWithLoops(looped, structure, weights, engine), engine));
    }

    /// <summary>Refuses degrees that have no root.</summary>
    internal static void CheckDegrees(double[] sums)
    {
        int node = Array.FindIndex(sums, sum => !(sum >= 0 && double.IsFinite(sum)));
        if (node >= 0)
        {
            throw new ArgumentException(
                $"The weights of the edges into node {node} sum to {sums[node]}, but the root of a degree needs a finite number of at least 0: "
                + "use weights that are not negative, or GcnNormalization.None.");
        }
    }

    /// <summary>The weight of each entry, [E, 1]; null if all are 1.</summary>
    private Tensor? WeightsWithLoops(LoopedStructure looped, SparseStructure original, Tensor? weights, Engine engine)
    {
        if (weights is null && loopWeight == 1)
        {
            return null;
        }

        engine = weights?.Engine ?? engine;
        int edges = (int)original.EntryCount;
        int[] loopRows = Array.ConvertAll(looped.LastLoops.ToArray(), edge => edge >= 0 ? edge : edges);
        Tensor fill = Tensor.Full((1, 1), loopWeight, engine);
        Tensor table = Tensor.Concatenate([weights ?? Tensor.Ones((edges, 1), engine), fill], 0);
        return table.GatherRows(looped.TableRows(loopRows, engine));
    }

    /// <summary>w_e / sqrt(d_i d_j) for every entry, [E].</summary>
    private static Tensor Normalize(SparseStructure structure, Tensor? weights, Engine engine)
    {
        Tensor ones = weights ?? Tensor.Ones((structure.EntryCount, 1), engine);
        Tensor degrees = Tensor.SegmentReduce(structure, ones);
        CheckDegrees(degrees.ToArray<double>());
        Tensor roots = degrees.InverseSqrt();
        Tensor scales = Tensor.Sddmm(structure, EntryOperation.Multiply, roots, roots);
        return (weights is null ? scales : weights * scales).Reshape(structure.EntryCount);
    }
}
