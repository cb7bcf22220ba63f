namespace Gnn.Graphs.Heterogeneous;

public sealed partial class HeteroGraph : IEquatable<HeteroGraph>
{
    /// <summary>A SHA-256 of all that the graph holds, 64 hexadecimal digits: types in order, counts, edges in order, columns by name with their types.</summary>
    /// <remarks>The same on every machine; made at first use at a cost of O(E) and the columns' bytes.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public string ContentHash => _contentHash.Value;

    /// <summary>Whether two graphs hold the same: their <see cref="ContentHash"/> is equal.</summary>
    /// <param name="other">Another graph.</param>
    /// <returns>True for the same types, nodes, edges in the same order, and columns bit by bit.</returns>
    public bool Equals(HeteroGraph? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (NodeTypes.SequenceEqual(other.NodeTypes) && EdgeTypes.SequenceEqual(other.EdgeTypes) && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HeteroGraph);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NodeTypes.Count, EdgeTypes.Count, TotalNodeCount, TotalEdgeCount);

    /// <summary>Lists every defect of the graph: ids that are no nodes, columns that were disposed, values that are not finite, and columns of a known name in
    /// another form than that name asks for.</summary>
    /// <returns>The defects; empty for a sound graph.</returns>
    /// <remarks>Lengths and the node types of edges cannot be wrong. Ids are checked when edges are given as arrays, and here again for edges in a file.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        foreach ((_, ColumnTable nodes) in _nodeTypes)
        {
            if (ColumnChecks.AddDefects(defects, nodes))
            {
                ColumnChecks.AddNodeFormatDefects(defects, nodes, classCount: 0);
            }
        }

        foreach ((EdgeType type, EdgeList list, ColumnTable edges) in _edgeTypes)
        {
            EdgeChecks.AddDefects(defects, list, $"{type} edges", isUndirected: false);
            if (ColumnChecks.AddDefects(defects, edges))
            {
                ColumnChecks.AddEdgeFormatDefects(defects, edges, list);
            }
        }

        return defects;
    }

    /// <summary>Throws if the graph's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid() => GraphDefect.ThrowIfAny(Validate(), "heterogeneous graph");

    private string HashContent()
    {
        using var hasher = new ContentHasher(nameof(HeteroGraph));
        hasher.Add(_nodeTypes.Length);
        foreach ((string name, ColumnTable nodes) in _nodeTypes)
        {
            hasher.Add(name);
            hasher.Add(nodes);
        }

        hasher.Add(_edgeTypes.Length);
        foreach ((EdgeType type, EdgeList list, ColumnTable edges) in _edgeTypes)
        {
            hasher.Add([type.Source, type.Relation, type.Target]);
            hasher.Add(list.Sources);
            hasher.Add(list.Targets);
            hasher.Add(edges);
        }

        return hasher.Finish();
    }
}
