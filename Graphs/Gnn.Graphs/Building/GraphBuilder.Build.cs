using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Building;

public sealed partial class GraphBuilder
{
    /// <summary>Makes the graph of the edges so far; the builder can go on.</summary>
    /// <returns>The graph, the ids of its nodes and what was done.</returns>
    /// <exception cref="InvalidOperationException">There is a self-loop or a duplicate that is an error, an undirected graph has an edge without its reverse, a
    /// column does not have a row for each edge, or there are too many nodes; the message names the edge by its place and its ids.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the graph needs.</exception>
    /// <exception cref="ObjectDisposedException">The builder was disposed.</exception>
    public GraphBuild Build()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckColumns();
        HostMemory.Require(EdgeCount * 40, $"building a graph of {Text(EdgeCount)} edges");
        NodeNumbering? numbering = _options.NodeCount is null ? new NodeNumbering(_sources, _targets, _nodes) : null;
        NodeIds ids = numbering?.Ids ?? new NodeIds(_options.NodeCount!.Value);
        using NativeArray<int> sources = Nodes(_sources, numbering);
        using NativeArray<int> targets = Nodes(_targets, numbering);
        List<EdgeColumnBuffer> columns = WorkingColumns();
        try
        {
            using var cleaning = new EdgeCleaning(ids.Count, sources, targets, _options, Name);
            long loops = cleaning.RemoveSelfLoops();
            long merged = cleaning.Merge(group => columns.ForEach(column => column.MergeInto(group, PolicyOf(column))));
            long reverses = cleaning.FindReverses();
            using NativeArray<long> origins = cleaning.Origins();
            bool isUndirected = _options.Direction != DirectionPolicy.Directed;
            Graph graph = WithColumns(Graph.FromCheckedEdges(cleaning.ToEdges(origins), isUndirected), columns, origins);
            var report = new GraphBuildReport(EdgeCount, loops, merged, reverses, origins.Length, ids.Count, numbering?.MissingCount ?? 0);
            return new GraphBuild(graph, ids, report);
        }
        finally
        {
            columns.ForEach(column => column.Dispose());
        }
    }

    private static Graph WithColumns(Graph graph, List<EdgeColumnBuffer> columns, NativeArray<long> origins)
    {
        foreach (EdgeColumnBuffer column in columns)
        {
            using Graph before = graph;
            graph = before.WithEdgeColumn(column.Name, column.Take(origins));
        }

        return graph;
    }

    private static NativeArray<int> Nodes(IdList ids, NodeNumbering? numbering)
    {
        var nodes = new NativeArray<int>(ids.Count);
        unsafe
        {
            int* node = nodes.Pointer;
            ids.ForEach((place, id) => node[place] = numbering is null ? (int)id : numbering.NodeOf(id));
        }

        return nodes;
    }

    // Merging writes into columns, so that it has copies of those that stay with the builder.
    private List<EdgeColumnBuffer> WorkingColumns()
    {
        var columns = new List<EdgeColumnBuffer>(_columns.Count + 1);
        if (_weights.Count > 0 || _options.Duplicates == DuplicatePolicy.Sum)
        {
            NativeArray<double> weights = _weights.Count > 0 ? _weights.ToArray() : new NativeArray<double>(EdgeCount);
            if (_weights.Count == 0)
            {
                for (long edge = 0; edge < EdgeCount; edge += int.MaxValue)
                {
                    weights.Span(edge, (int)Math.Min(int.MaxValue, EdgeCount - edge)).Fill(1);
                }
            }

            columns.Add(new NumberColumnBuffer<double>(ColumnNames.EdgeWeights, 0, merge: null, weights));
        }

        columns.AddRange(_columns.Select(column => column.Copy()));
        return columns;
    }

    private void CheckColumns()
    {
        if (_columns.Find(column => column.RowCount != EdgeCount) is { } wrong)
        {
            throw new InvalidOperationException(
                $"The column '{wrong.Name}' must have a row for each of the {Text(EdgeCount)} edges, got {Text(wrong.RowCount)}: add edges or give it whole.");
        }
    }

    // An edge in the words of whoever added it.
    private string Name(long edge) => string.Create(CultureInfo.InvariantCulture, $"edge {edge} ({_sources[edge]} -> {_targets[edge]})");
}
