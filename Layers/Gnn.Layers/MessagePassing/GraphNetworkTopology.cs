using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.MessagePassing;

/// <summary>Which edges enter each node, and which nodes and edges each graph has: what a <see cref="GraphNetworkBlock"/> works over, made once for a graph or a
/// batch.</summary>
public sealed class GraphNetworkTopology : IDisposable
{
    /// <summary>The topology of one graph.</summary>
    /// <param name="graph">The graph.</param>
    public GraphNetworkTopology(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Edges = graph.InEdges.Share();
        NodesOfGraphs = Runs([0, graph.NodeCount]);
        EdgesOfGraphs = Runs([0, checked((int)Edges.EntryCount)]);
    }

    /// <summary>The topology of a batch.</summary>
    /// <param name="batch">The batch.</param>
    public GraphNetworkTopology(GraphBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Edges = batch.Graph.InEdges.Share();
        NodesOfGraphs = batch.NodesOfGraphs.Share();

        // Nodes of a graph stand together, so do the edges into them.
        int[] ends = new int[batch.Count + 1];
        for (int graph = 0; graph < ends.Length; graph++)
        {
            ends[graph] = checked((int)Edges.RowPointers[batch.NodeOffsets[graph]]);
        }

        EdgesOfGraphs = Runs(ends);
    }

    /// <summary>The edges: rows are targets, columns are sources; entries are in the order of <see cref="GraphNetworkState.Edges"/>.</summary>
    public SparseStructure Edges { get; }

    /// <summary>The nodes of each graph, <c>[B, N]</c>.</summary>
    public SparseStructure NodesOfGraphs { get; }

    /// <summary>The entries of <see cref="Edges"/> in each graph, <c>[B, E]</c>.</summary>
    public SparseStructure EdgesOfGraphs { get; }

    /// <summary>Brings a column of edges into the order of <see cref="GraphNetworkState.Edges"/>.</summary>
    /// <param name="table"><c>[E, C]</c> in the order of the graph's edges.</param>
    /// <returns><c>[E, C]</c>.</returns>
    /// <exception cref="ArgumentException">There is not one row for each edge.</exception>
    public Tensor OrderEdges(Tensor table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Shape.Rank == 2 && table.Shape[0] == Edges.EntryCount
            ? EdgeTables.ToEntries(table, Edges)
            : throw new ArgumentException($"'table' must be [{Edges.EntryCount}, C], a row for each edge of {Edges}, got {table.Shape}.", nameof(table));
    }

    /// <summary>Lets go of the structures; not before the backward walk of what was computed over them.</summary>
    public void Dispose()
    {
        Edges.Dispose();
        NodesOfGraphs.Dispose();
        EdgesOfGraphs.Dispose();
    }

    private static SparseStructure Runs(int[] ends)
    {
        int[] members = new int[ends[^1]];
        for (int place = 0; place < members.Length; place++)
        {
            members[place] = place;
        }

        return SparseStructure.FromRows(members.Length, ends, members);
    }
}
