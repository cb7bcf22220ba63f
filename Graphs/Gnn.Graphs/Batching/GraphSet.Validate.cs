namespace Gnn.Graphs.Batching;

public sealed partial class GraphSet : IEquatable<GraphSet>
{
    /// <summary>A SHA-256 of all that the set holds, 64 hexadecimal digits: counts, edges in order, direction, columns by name with their types, class names.</summary>
    /// <remarks>The same on every machine; made at first use at a cost of O(G + E) and the columns' bytes.</remarks>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public string ContentHash => _contentHash.Value;

    /// <summary>Lists every defect of the set's data: one line for each kind in each column, with the count and the first place, rows counted over all graphs.</summary>
    /// <returns>The defects; empty for sound data.</returns>
    /// <remarks>Ids, lengths and reverse edges are checked when the set is made and cannot be wrong here.
    /// Where a column was disposed, forms are not checked.</remarks>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        if (ColumnChecks.AddDefects(defects, Nodes, Edges, Graphs))
        {
            ColumnChecks.AddNodeFormatDefects(defects, Nodes, NodeClassNames.Count);
            ColumnChecks.AddWeightDefects(defects, Edges, GraphDefectKind.EdgeWeightFormat, GraphDefectKind.NegativeEdgeWeight);
            ColumnChecks.AddLabelDefects(defects, Graphs, ClassNames.Count);
        }

        return defects;
    }

    /// <summary>Throws if the set's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid() => GraphDefect.ThrowIfAny(Validate(), "graph set");

    /// <summary>Whether two sets hold the same: their <see cref="ContentHash"/> is equal.</summary>
    /// <param name="other">Another set.</param>
    /// <returns>True for the same graphs in the same order, columns bit by bit, and class names.</returns>
    public bool Equals(GraphSet? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Count == other.Count && NodeCount == other.NodeCount && EdgeCount == other.EdgeCount && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GraphSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, NodeCount, EdgeCount, IsUndirected);

    private string HashContent()
    {
        using var hasher = new ContentHasher(nameof(GraphSet));
        hasher.Add(IsUndirected ? 1 : 0);
        hasher.Add(NodeOffsets);
        hasher.Add(EdgeOffsets);
        hasher.Add(_packed.Sources);
        hasher.Add(_packed.Targets);
        hasher.Add(ClassNames);
        hasher.Add(NodeClassNames);
        hasher.Add(Nodes);
        hasher.Add(Edges);
        hasher.Add(Graphs);
        return hasher.Finish();
    }
}
