using Gnn.Tensors;

namespace Gnn.Graphs.Temporal;

public sealed partial class TemporalGraph
{
    /// <summary>The graph with an edge for each event, from which <see cref="FromGraph"/> makes this one again.</summary>
    /// <param name="inInputOrder">Whether edges have the order in which the events came, <see cref="InputPositions"/>, instead of the order of time.</param>
    /// <returns>
    /// A graph with this one's node and graph columns, and as edge columns the event columns and <c>time</c>, Int64 <c>[edges]</c>. Of an undirected graph each
    /// event is two edges, one after the other and the second reversed, a self-loop one. Cost: O(E).
    /// </returns>
    /// <exception cref="InvalidOperationException">There would be 2^31 edges or more.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Graph ToGraph(bool inInputOrder = false)
    {
        int[] order = [.. Enumerable.Range(0, Times.Length)];
        if (inInputOrder)
        {
            Array.Sort(InputPositions.ToArray(), order);
        }

        ReadOnlySpan<int> sources = Sources, targets = Targets;
        if (IsUndirected && 2L * order.Length > Array.MaxLength)
        {
            throw new InvalidOperationException($"The graph would have {2L * order.Length} edges and can have {Array.MaxLength}: take a Window.");
        }

        int capacity = IsUndirected ? 2 * order.Length : order.Length;
        List<int> edgeSources = new(capacity), edgeTargets = new(capacity), events = new(capacity);
        foreach (int e in order)
        {
            Add(sources[e], targets[e], e);
            if (IsUndirected && sources[e] != targets[e])
            {
                Add(targets[e], sources[e], e);
            }
        }

        int[] rows = [.. events];
        long[] times = new long[rows.Length];
        for (int edge = 0; edge < times.Length; edge++)
        {
            times[edge] = Times[rows[edge]];
        }

        using Graph bare = Graph.FromCheckedEdges(NodeCount, edgeSources.ToArray(), edgeTargets.ToArray(), IsUndirected);
        using Graph graph = bare.WithTables(Nodes.Share(), ColumnRows.Gather(Events, rows, "edge"), Globals.Share(), ClassNames);
        return graph.WithEdgeColumn(ColumnNames.Times, Tensor.Create(times, times.Length, ColumnRows.EngineOf(Events, Nodes)));

        void Add(int source, int target, int id)
        {
            edgeSources.Add(source);
            edgeTargets.Add(target);
            events.Add(id);
        }
    }

    /// <summary>The temporal graph of a graph whose edges have times: the inverse of <see cref="ToGraph"/>.</summary>
    /// <param name="graph">A graph with the edge column <c>time</c>, Int64 <c>[edges]</c>. Of an undirected graph the two directions of an edge, at one time, are
    /// one event, with the columns of the first.</param>
    /// <param name="unsorted">What is done if times fall.</param>
    /// <param name="sourceNodeCount">Of a bipartite graph the number of sources, S: sources are in [0, S) and targets in [S, N).</param>
    /// <returns>The temporal graph with the graph's columns; <see cref="InputPositions"/> count its edges, of an undirected one its events as they begin.</returns>
    /// <exception cref="ArgumentException">There is no such column, times fall and are to be refused, or an edge of an undirected graph has no reverse at its
    /// time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is on the wrong side of a bipartite graph, or a time is out of range.</exception>
    public static TemporalGraph FromGraph(Graph graph, UnsortedTimes unsorted = UnsortedTimes.Sort, int? sourceNodeCount = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (!graph.Edges.TryGet(ColumnNames.Times, out Tensor? column) || column.DataType != DataType.Int64 || column.Shape.Rank != 1)
        {
            throw new ArgumentException(
                $"The graph must have the edge column 'time', Int64 [{graph.EdgeCount}], got {(column is null ? "none" : $"{column.DataType} {column.Shape}")}.", nameof(graph));
        }

        long[] edgeTimes = column.ToArray<long>();
        int[] edges = graph.IsUndirected ? FirstDirections(graph, edgeTimes) : [.. Enumerable.Range(0, edgeTimes.Length)];
        int[] sources = new int[edges.Length], targets = new int[edges.Length];
        long[] times = new long[edges.Length];
        for (int e = 0; e < edges.Length; e++)
        {
            (sources[e], targets[e], times[e]) = (graph.Sources[edges[e]], graph.Targets[edges[e]], edgeTimes[edges[e]]);
        }

        using TemporalGraph bare = FromEvents(graph.NodeCount, sources, targets, times, unsorted, graph.IsUndirected, sourceNodeCount);
        int[] rows = Array.ConvertAll(bare.InputPositions.ToArray(), position => edges[position]);
        return bare.Derive(
            graph.Nodes.Share(), ColumnRows.Gather(graph.Edges, rows, "event", except: ColumnNames.Times), graph.Globals.Share(), graph.ClassNames);
    }

    // Of every two directions at one time the one that comes first.
    private static int[] FirstDirections(Graph graph, long[] times)
    {
        ReadOnlySpan<int> sources = graph.Sources, targets = graph.Targets;
        var waiting = new Dictionary<(int Source, int Target, long Time), int>();
        List<int> firsts = [];
        for (int edge = 0; edge < times.Length; edge++)
        {
            (int Source, int Target, long Time) key = (targets[edge], sources[edge], times[edge]);
            if (waiting.TryGetValue(key, out int count) && count > 0)
            {
                waiting[key] = count - 1;
                continue;
            }

            firsts.Add(edge);
            if (sources[edge] != targets[edge])
            {
                key = (sources[edge], targets[edge], times[edge]);
                waiting[key] = waiting.GetValueOrDefault(key) + 1;
            }
        }

        foreach (((int source, int target, long time), int count) in waiting)
        {
            if (count > 0)
            {
                throw new ArgumentException(
                    $"Both directions of an undirected edge must have one time, but {source} -> {target} at {time} has no reverse then.", nameof(graph));
            }
        }

        return [.. firsts];
    }
}
