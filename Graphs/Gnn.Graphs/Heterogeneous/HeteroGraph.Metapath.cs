namespace Gnn.Graphs.Heterogeneous;

public sealed partial class HeteroGraph
{
    /// <summary>This graph with an edge for each pair of nodes that a path over given edge types joins, and the number of such paths.</summary>
    /// <param name="relation">The name of the new relation.</param>
    /// <param name="path">The edge types in the order in which they are walked; each begins at the node type where the one before ends.</param>
    /// <returns>A graph that shares everything else with this one, with the edge type (first source, relation, last target), by target and then by source, and
    /// its Int64 column <c>count</c>.</returns>
    /// <remarks>
    /// <para>The product of the structures' matrices, whose elements are how often an edge is there: <c>C = A_k ... A_2 A_1</c>, rows being targets. Repeated edges
    /// make paths of their own. Cost: the number of pairs of an entry and a row that meet in a product, and 8 bytes for each node of the first type.</para>
    /// <para>Metapaths are those of Sun, Han, Yan, Yu and Wu, PathSim: Meta path-based top-k similarity search in heterogeneous information networks, 2011.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The path is empty or torn, or there are edges of the new type already.</exception>
    /// <exception cref="KeyNotFoundException">There is no such edge type.</exception>
    /// <exception cref="OverflowException">There are more than 2^63 - 1 paths between two nodes.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public HeteroGraph WithMetapath(string relation, params ReadOnlySpan<EdgeType> path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(relation);
        if (path.Length == 0)
        {
            throw new ArgumentException("A metapath has at least one edge type.", nameof(path));
        }

        for (int step = 1; step < path.Length; step++)
        {
            if (path[step].Source != path[step - 1].Target)
            {
                throw new ArgumentException(
                    $"A metapath goes on where it stands, but step {step} is {path[step]} after {path[step - 1]}: its source must be '{path[step - 1].Target}'.", nameof(path));
            }
        }

        var type = new EdgeType(path[0].Source, relation, path[^1].Target);
        if (EdgeTypes.Contains(type))
        {
            throw new ArgumentException($"There are edges of the type {type} already: name another relation.", nameof(relation));
        }

        MetapathRows rows = MetapathRows.Of(InEdges(path[0]));
        foreach (EdgeType step in path[1..])
        {
            using MetapathRows before = rows;
            rows = before.Then(InEdges(step));
        }

        using (rows)
        {
            using HeteroGraph bare = WithEdges(type, rows.ToEdges(NodeCount(type.Source)));
            return bare.WithEdgeColumn(type, ColumnNames.PathCount, rows.ToCounts());
        }
    }
}
