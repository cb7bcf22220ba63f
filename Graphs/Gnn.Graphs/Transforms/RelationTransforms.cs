using Gnn.Tensors;

namespace Gnn.Graphs.Transforms;

/// <summary>Transforms of graphs whose edges are of several relations.</summary>
public static class RelationTransforms
{
    /// <summary>Adds the reverse of every edge, as an edge of another relation: that of relation r is of relation R + r.</summary>
    /// <param name="graph">The graph, with the relation of each edge as its edge column <see cref="ColumnNames.EdgeType"/>, Int32 or Int64 <c>[E]</c>.</param>
    /// <param name="relations">R, the number of relations, at least 1; at most half of what an Int32 holds.</param>
    /// <returns>A graph of 2 E edges and 2 R relations: those there were, then their reverses in the same order, with the same other columns; to dispose on its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of relations is out of range.</exception>
    /// <exception cref="ArgumentException">The graph has no such column, or a relation is not in [0, R).</exception>
    /// <remarks>What relational convolution wants, since messages go along edges only. Cost: O(E) and a copy of the edge columns.</remarks>
    public static Graph WithInverseRelations(this Graph graph, int relations)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(relations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(relations, int.MaxValue / 2);
        int[] types = Types(graph, relations);
        int[] both = [.. types, .. Array.ConvertAll(types, type => relations + type)];
        int[] edges = [.. Enumerable.Range(0, types.Length)];
        using Graph doubled = graph.Rewire(
            [.. graph.Sources, .. graph.Targets], [.. graph.Targets, .. graph.Sources], isUndirected: false, TableRows.Take(graph.Edges, [.. edges, .. edges]));
        return doubled.WithEdgeColumn(ColumnNames.EdgeType, Tensor.Create(both, both.Length, graph.Edges[ColumnNames.EdgeType].Engine), replace: true);
    }

    private static int[] Types(Graph graph, int relations)
    {
        if (!graph.Edges.TryGet(ColumnNames.EdgeType, out Tensor? column) || !column.DataType.IsInteger() || column.Shape.Rank != 1)
        {
            throw new ArgumentException(
                $"The relation of each edge must be the integer edge column '{ColumnNames.EdgeType}', [E], which {graph} does not have: add it with WithEdgeColumn.", nameof(graph));
        }

        long[] types = column.DataType == DataType.Int32 ? Array.ConvertAll(column.ToArray<int>(), type => (long)type) : column.ToArray<long>();
        int edge = Array.FindIndex(types, type => (ulong)type >= (ulong)relations);
        return edge < 0
            ? Array.ConvertAll(types, type => (int)type)
            : throw new ArgumentException($"Edge {edge} is of relation {types[edge]}, but there are {relations}: it must be in [0, {relations}).", nameof(graph));
    }
}
