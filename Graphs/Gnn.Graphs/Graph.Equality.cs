namespace Gnn.Graphs;

public sealed partial class Graph : IEquatable<Graph>
{
    /// <summary>A SHA-256 of all that the graph holds, 64 hexadecimal digits: counts, edges in order, direction, columns by name with their types, class names.</summary>
    /// <remarks>The same on every machine; made at first use at a cost of O(E) and the columns' bytes. Columns of another floating type are another content.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public string ContentHash => _contentHash.Value;

    /// <summary>Whether two graphs hold the same: their <see cref="ContentHash"/> is equal.</summary>
    /// <param name="other">Another graph.</param>
    /// <returns>True for the same nodes, edges in the same order, direction, columns bit by bit, and class names.</returns>
    public bool Equals(Graph? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (NodeCount == other.NodeCount && EdgeCount == other.EdgeCount && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Graph);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NodeCount, EdgeCount, IsUndirected);

    private string HashContent()
    {
        using var hasher = new ContentHasher(nameof(Graph));
        hasher.Add(NodeCount);
        hasher.Add(IsUndirected ? 1 : 0);
        hasher.Add(_edgeList.Sources);
        hasher.Add(_edgeList.Targets);
        hasher.Add(ClassNames);
        hasher.Add(Nodes);
        hasher.Add(Edges);
        hasher.Add(Globals);
        return hasher.Finish();
    }
}
