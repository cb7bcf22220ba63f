using Gnn.Tensors;

namespace Gnn.Graphs.Transforms;

/// <summary>Adds and removes edges from a node to itself.</summary>
/// <remarks>A loop is its own reverse, so that an undirected graph stays one. Each result is a graph of its own to dispose. Cost: O(N + E).</remarks>
public static class SelfLoopTransforms
{
    /// <summary>Adds a self-loop to every node, after the other edges and in node order, whether or not it has one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="fill">What edge columns say of the new loops; 1 if null.</param>
    /// <returns>A graph with N more edges. Without a column <c>weight</c>, every edge counts as 1 still.</returns>
    /// <remarks>PyG's add_self_loops.</remarks>
    public static Graph WithSelfLoops(this Graph graph, LoopFill? fill = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] kept = new int[graph.Sources.Length];
        for (int edge = 0; edge < kept.Length; edge++)
        {
            kept[edge] = edge;
        }

        int[] loops = new int[graph.NodeCount];
        Array.Fill(loops, TableRows.None);
        return Append(graph, kept, loops, fill ?? new LoopFill());
    }

    /// <summary>Gives every node exactly one self-loop, after the other edges and in node order: its own if it has one, else a new one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="fill">What edge columns say of the new loops; 1 if null.</param>
    /// <returns>A graph with as many loops as nodes. Of several loops of a node, the last by id stays.</returns>
    /// <remarks>PyG's add_remaining_self_loops. A second time it changes nothing.</remarks>
    public static Graph WithRemainingSelfLoops(this Graph graph, LoopFill? fill = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Append(graph, WithoutLoops(graph), LastLoops(graph), fill ?? new LoopFill());
    }

    /// <summary>Removes every self-loop.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph of the other edges, in their order.</returns>
    public static Graph WithoutSelfLoops(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return EdgeTransforms.Take(graph, WithoutLoops(graph), graph.IsUndirected);
    }

    /// <summary>The weight of each node's self-loop.</summary>
    /// <param name="graph">The graph; without a column <c>weight</c> every edge has weight 1.</param>
    /// <returns><c>[N]</c>: 0 for a node without a loop; of several, the last by id counts.</returns>
    /// <remarks>PyG's get_self_loop_attr.</remarks>
    public static double[] SelfLoopWeights(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double[]? weights = graph.EdgeWeights?.ToArray<double>();
        return Array.ConvertAll(LastLoops(graph), edge => edge == TableRows.None ? 0 : weights is null ? 1 : weights[edge]);
    }

    private static int[] WithoutLoops(Graph graph)
    {
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        int[] kept = new int[sources.Length];
        int count = 0;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            kept[count] = edge;
            count += sources[edge] == targets[edge] ? 0 : 1;
        }

        return kept[..count];
    }

    private static int[] LastLoops(Graph graph)
    {
        int[] loops = new int[graph.NodeCount];
        Array.Fill(loops, TableRows.None);
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (sources[edge] == targets[edge])
            {
                loops[sources[edge]] = edge;
            }
        }

        return loops;
    }

    private static Graph Append(Graph graph, int[] kept, int[] loops, LoopFill fill)
    {
        int[] rows = [.. kept, .. loops];
        int[] sources = new int[rows.Length];
        int[] targets = new int[rows.Length];
        EdgeOrders.Pick(graph.Sources, kept).CopyTo(sources, 0);
        EdgeOrders.Pick(graph.Targets, kept).CopyTo(targets, 0);
        for (int node = 0; node < loops.Length; node++)
        {
            sources[kept.Length + node] = node;
            targets[kept.Length + node] = node;
        }

        RowGroups into = fill.Reduction is not null && graph.Edges.Names.Count > 0 ? EdgeOrders.ByNode(graph.InEdges) : default;
        ColumnTable edges = TableRows.Map(
            graph.Edges,
            graph.Edges.RowName,
            rows.Length,
            column => column.DataType.IsFloating() ? Fill(column, rows, kept.Length, into, fill) : TableRows.Take(column, rows),
            column => TableRows.Take(column, rows));
        return graph.Rewire(sources, targets, graph.IsUndirected, edges);
    }

    private static Tensor Fill(Tensor column, int[] rows, int loopsFrom, RowGroups into, LoopFill fill)
    {
        int width = checked((int)column.Shape.With(0, 1).Count);
        double[] old = column.ToArray<double>();
        double[] values = new double[checked(rows.Length * width)];
        for (int i = 0; i < rows.Length; i++)
        {
            Span<double> row = values.AsSpan(i * width, width);
            if (rows[i] != TableRows.None)
            {
                old.AsSpan(rows[i] * width, width).CopyTo(row);
            }
            else if (fill.Reduction is { } reduction)
            {
                into.Reduce(old, width, i - loopsFrom, row, ToEdgeReduction(reduction));
            }
            else
            {
                row.Fill(fill.Value);
            }
        }

        return Tensor.Create(values, column.Shape.With(0, rows.Length), column.Engine);
    }

    private static EdgeReduction ToEdgeReduction(Reduction reduction) => reduction switch
    {
        Reduction.Sum => EdgeReduction.Sum,
        Reduction.Mean => EdgeReduction.Mean,
        Reduction.Max => EdgeReduction.Max,
        Reduction.Min => EdgeReduction.Min,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, $"A fill must be one of {string.Join(", ", Enum.GetNames<Reduction>())}."),
    };
}
