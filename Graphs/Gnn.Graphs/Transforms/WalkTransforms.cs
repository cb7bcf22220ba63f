using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Random walks along the edges: where they return, and where they end.</summary>
/// <remarks>A step goes over an edge out of the node with a chance in proportion to its weight, 1 without weights; repeated edges count together. From a node
/// without out-edges there is no step. Nodes are computed one by one, on threads.</remarks>
public static class WalkTransforms
{
    /// <summary>The name of the node column that <see cref="WithRandomWalkEncodings"/> adds.</summary>
    public const string RandomWalkEncodings = "random_walk_pe";

    /// <summary>Adds the chances that a random walk from a node is back after 1, 2, ... steps.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="length">The number of steps K, at least 1.</param>
    /// <returns>A graph with the node column <see cref="RandomWalkEncodings"/> <c>[N, K]</c> that shares everything else; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The weights out of a node have a negative sum; the message names the node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    /// <remarks>
    /// <code>column k: the diagonal of (D^-1 A)^k, D = out-degrees</code>
    /// <para>Dwivedi, Luu, Laurent, Bengio and Bresson, "Graph neural networks with learnable structural and positional representations", 2022. PyG's
    /// AddRandomWalkPE leaves weights out of A and counts repeated edges once, though not in D.</para>
    /// <para>Exact. A walk of k steps is one of k / 2 forward that meets one of k / 2 backward, so that a node costs the edges within K / 2 steps of it, K
    /// times over, and no power of the matrix is stored.</para>
    /// </remarks>
    public static Graph WithRandomWalkEncodings(this Graph graph, int length)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (HostMatrix forward, HostMatrix backward) = Transitions(graph, WeightNormalization.BySource);
        double[] encodings = new double[checked(graph.NodeCount * length)];
        SparseVector.ForEach(graph.NodeCount, 4, (node, vectors) =>
        {
            (SparseVector ahead, SparseVector aheadNext, SparseVector behind, SparseVector behindNext) = (vectors[0], vectors[1], vectors[2], vectors[3]);
            Span<double> row = encodings.AsSpan(node * length, length);
            ahead.SetUnit(node);
            behind.SetUnit(node);
            for (int step = 0; step < length; step += 2)
            {
                aheadNext.SetProduct(forward, ahead);
                (ahead, aheadNext) = (aheadNext, ahead);
                row[step] = ahead.Dot(behind);
                if (step + 1 < length)
                {
                    behindNext.SetProduct(backward, behind);
                    (behind, behindNext) = (behindNext, behind);
                    row[step + 1] = ahead.Dot(behind);
                }
            }
        });
        return graph.WithNodeColumn(
            RandomWalkEncodings, Tensor.Create(encodings, (graph.NodeCount, length), WeightTransforms.EngineOf(graph)), replace: true);
    }

    /// <summary>The chances of where a random walk from each seed ends that stops before every step with a given chance.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="seeds">The start nodes; a row of the result each.</param>
    /// <param name="restart">The chance alpha to stop, in (0, 1].</param>
    /// <param name="epsilon">Above 0: what is left unsettled at a node, at most, for each of its out-edges, as a share; the sum over a row then falls short of the
    /// exact one by at most epsilon times the number of edges. 0: exact to 1e-12.</param>
    /// <param name="engine">Where the values are made; the graph's own if null.</param>
    /// <returns><c>[seeds, N]</c>, rows in the order of the seeds, nodes ascending; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The weights out of a node have a negative sum; the message names the node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed, the chance or epsilon is out of range.</exception>
    /// <remarks>
    /// <code>row s = alpha e_s (I - (1 - alpha) D^-1 A)^-1</code>
    /// <para>By pushes: Andersen, Chung and Lang, "Local graph partitioning using PageRank vectors", 2006. PyG's get_ppr, which has no weights. A walk that cannot
    /// go on is lost, so that a row may sum to less than 1. Cost of a row: O(1 / (alpha epsilon)) whatever the size of the graph; with epsilon 0,
    /// O((N + E) log(1e-12) / log(1 - alpha)).</para>
    /// </remarks>
    public static SparseTensor PersonalizedPageRank(
        this Graph graph, ReadOnlySpan<int> seeds, double restart = 0.15, double epsilon = 1e-6, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        foreach (int seed in seeds)
        {
            if ((uint)seed >= (uint)graph.NodeCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(seeds), seed, string.Create(CultureInfo.InvariantCulture, $"A seed must be in [0, {graph.NodeCount}), got {seed}."));
            }
        }

        DiffusionKernel kernel = DiffusionKernel.PersonalizedPageRank(restart);
        (HostMatrix forward, _) = Transitions(graph, WeightNormalization.BySource);
        int[] starts = seeds.ToArray();
        var rows = new (int[] Nodes, double[] Values)[starts.Length];
        SparseVector.ForEach(starts.Length, forward.Size, 3, (row, vectors) =>
        {
            if (epsilon == 0)
            {
                vectors[0].SetSeries(forward, starts[row], kernel, 0, vectors[1], vectors[2]);
            }
            else
            {
                Push(forward, starts[row], restart, epsilon, vectors[0], vectors[1]);
            }

            rows[row] = vectors[0].ToArrays();
        });
        return ToSparse(rows, graph.NodeCount, engine ?? WeightTransforms.EngineOf(graph));
    }

    /// <summary>The matrix of steps from rows to columns, and its transpose.</summary>
    internal static (HostMatrix Forward, HostMatrix Backward) Transitions(Graph graph, WeightNormalization normalization)
    {
        double[] weights = WeightTransforms.Read(graph);
        WeightTransforms.Normalize(weights, graph.NodeCount, graph.Sources, graph.Targets, normalization);
        return (new HostMatrix(graph.NodeCount, graph.Sources, graph.Targets, weights), new HostMatrix(graph.NodeCount, graph.Targets, graph.Sources, weights));
    }

    private static void Push(HostMatrix forward, int start, double restart, double epsilon, SparseVector settled, SparseVector left)
    {
        settled.Clear();
        left.SetUnit(start);
        var queue = new Queue<int>([start]);
        var isQueued = new HashSet<int> { start };
        while (queue.TryDequeue(out int node))
        {
            isQueued.Remove(node);
            double mass = left[node];
            left.Add(node, -mass);
            settled.Add(node, restart * mass);
            ReadOnlySpan<int> columns = forward.Columns(node);
            ReadOnlySpan<double> values = forward.Values(node);
            for (int k = 0; k < columns.Length; k++)
            {
                left.Add(columns[k], (1 - restart) * mass * values[k]);
                if (left[columns[k]] >= epsilon * forward.Columns(columns[k]).Length && left[columns[k]] > 0 && isQueued.Add(columns[k]))
                {
                    queue.Enqueue(columns[k]);
                }
            }
        }
    }

    private static SparseTensor ToSparse((int[] Nodes, double[] Values)[] rows, int width, Engine? engine)
    {
        int[] pointers = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++)
        {
            pointers[row + 1] = checked(pointers[row] + rows[row].Nodes.Length);
        }

        using SparseStructure structure = SparseStructure.FromRows(width, pointers, [.. rows.SelectMany(row => row.Nodes)]);
        double[] values = [.. rows.SelectMany(row => row.Values)];
        return new SparseTensor(structure, Tensor.Create(values, values.Length, engine));
    }
}
