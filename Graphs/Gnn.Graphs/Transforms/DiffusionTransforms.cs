using Gnn.Tensors;

namespace Gnn.Graphs.Transforms;

/// <summary>Rewires a graph by diffusion.</summary>
public static class DiffusionTransforms
{
    /// <summary>Replaces the edges by the large entries of a diffusion matrix.</summary>
    /// <param name="graph">The graph; without weights every edge has weight 1.</param>
    /// <param name="options">The diffusion; the defaults if null.</param>
    /// <returns>
    /// A graph with the same nodes, whose edge from i to j has the weight <c>S[i, j]</c>, by source and then target, and no other edge columns. It is undirected
    /// if the graph was and the reverse of every new edge was chosen too. The caller disposes it.
    /// </returns>
    /// <exception cref="ArgumentException">A degree is negative; the message names the node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OverflowException">There would be more than 2^31 - 1 edges.</exception>
    /// <remarks>
    /// <code>S = sum over k of theta_k T^k</code>
    /// <para>Klicpera, Weissenberger and Guennemann, "Diffusion improves graph learning", 2019; PyG's GDC. There, the exact way makes an N by N matrix, and the
    /// approximate one knows PageRank only. Here one target's column is computed after another, so that memory is that of the result, and the series ends at a
    /// rest of 1e-12. Cost: O(N K (N + E)) with K coefficients, less where columns stay sparse or are pruned.</para>
    /// </remarks>
    public static Graph Diffuse(this Graph graph, DiffusionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        DiffusionOptions how = options ?? new DiffusionOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(how.SelfLoopWeight);
        ArgumentOutOfRangeException.ThrowIfNegative(how.Pruning);
        HostMatrix backward = Transposed(graph, how);
        var columns = new (int[] Sources, double[] Weights)[graph.NodeCount];
        SparseVector.ForEach(graph.NodeCount, 3, (target, vectors) =>
        {
            vectors[0].SetSeries(backward, target, how.Kernel, how.Pruning, vectors[1], vectors[2]);
            columns[target] = Choose(vectors[0].ToArrays(), how.Sparsifier);
        });
        KeepLargest(columns, how.Sparsifier.Degree);

        int[] sources = [.. columns.SelectMany(column => column.Sources)];
        int[] targets = [.. columns.SelectMany((column, target) => Enumerable.Repeat(target, column.Sources.Length))];
        double[] weights = [.. columns.SelectMany(column => column.Weights)];
        if (how.NormalizationOut is { } normalization)
        {
            WeightTransforms.Normalize(weights, graph.NodeCount, sources, targets, normalization);
        }

        int[] order = EdgeOrders.Sort(graph.NodeCount, sources, targets);
        bool isUndirected = graph.IsUndirected && EdgeOrders.AreSymmetric(graph.NodeCount, sources, targets);
        double[] ordered = Array.ConvertAll(order, edge => weights[edge]);
        ColumnTable edges = TableRows.With(
            new ColumnTable(graph.Edges.RowName, order.Length),
            ColumnNames.EdgeWeights,
            Tensor.Create(ordered, ordered.Length, WeightTransforms.EngineOf(graph)));
        return graph.Rewire(EdgeOrders.Pick(sources, order), EdgeOrders.Pick(targets, order), isUndirected, edges);
    }

    private static HostMatrix Transposed(Graph graph, DiffusionOptions how)
    {
        int loops = how.SelfLoopWeight > 0 ? graph.NodeCount : 0;
        int[] nodes = [.. Enumerable.Range(0, loops)];
        int[] sources = [.. graph.Sources, .. nodes];
        int[] targets = [.. graph.Targets, .. nodes];
        double[] weights = [.. WeightTransforms.Read(graph), .. Enumerable.Repeat(how.SelfLoopWeight, loops)];
        if (how.NormalizationIn is { } normalization)
        {
            WeightTransforms.Normalize(weights, graph.NodeCount, sources, targets, normalization);
        }

        return new HostMatrix(graph.NodeCount, targets, sources, weights);
    }

    private static (int[] Sources, double[] Weights) Choose((int[] Sources, double[] Weights) column, DiffusionSparsifier sparsifier)
    {
        int[] chosen = [.. Enumerable.Range(0, column.Sources.Length).Where(i => column.Weights[i] > 0 && column.Weights[i] >= sparsifier.MinimumWeight)];
        if (chosen.Length > sparsifier.Count)
        {
            // The sort is stable, so that equal weights keep the order of their sources.
            chosen = [.. chosen.OrderByDescending(i => column.Weights[i]).Take(sparsifier.Count).Order()];
        }

        return (Array.ConvertAll(chosen, i => column.Sources[i]), Array.ConvertAll(chosen, i => column.Weights[i]));
    }

    private static void KeepLargest((int[] Sources, double[] Weights)[] columns, double degree)
    {
        long all = columns.Sum(column => (long)column.Weights.Length);
        double wanted = Math.Round(degree * columns.Length);
        if (wanted >= all)
        {
            return;
        }

        double[] weights = [.. columns.SelectMany(column => column.Weights)];
        Array.Sort(weights);
        var least = DiffusionSparsifier.Threshold(weights[^Math.Max(1, (int)wanted)]);
        for (int target = 0; target < columns.Length; target++)
        {
            columns[target] = Choose(columns[target], least);
        }
    }
}
