namespace Gnn.Graphs.Temporal;

public sealed partial class TemporalGraph : IEquatable<TemporalGraph>
{
    /// <summary>A SHA-256 of all that the graph holds, 64 hexadecimal digits: counts, events in order, direction and sides, columns by name with their types,
    /// class names. The order in which events came is no part of it.</summary>
    /// <remarks>The same on every machine; made at first use at a cost of O(E) and the columns' bytes.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public string ContentHash => _contentHash.Value;

    /// <summary>Lists every defect of the graph's data: one line for each kind in each column, with the count and the first place.</summary>
    /// <returns>The defects; empty for sound data.</returns>
    /// <remarks>Ids, lengths and the order of times are checked when the graph is made and cannot be wrong here.
    /// Where a column was disposed, forms are not checked.</remarks>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        if (ColumnChecks.AddDefects(defects, Nodes, Events, Globals))
        {
            ColumnChecks.AddNodeFormatDefects(defects, Nodes, ClassNames.Count);
            ColumnChecks.AddWeightDefects(defects, Events, GraphDefectKind.EdgeWeightFormat, GraphDefectKind.NegativeEdgeWeight);
        }

        return defects;
    }

    /// <summary>Throws if the graph's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid() => GraphDefect.ThrowIfAny(Validate(), "temporal graph");

    /// <summary>Whether two graphs hold the same: their <see cref="ContentHash"/> is equal.</summary>
    /// <param name="other">Another graph.</param>
    /// <returns>True for the same nodes, events in the same order, direction and sides, columns bit by bit, and class names.</returns>
    public bool Equals(TemporalGraph? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (NodeCount == other.NodeCount && EventCount == other.EventCount && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TemporalGraph);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NodeCount, EventCount, IsUndirected, SourceNodeCount);

    private string HashContent()
    {
        using var hasher = new ContentHasher(nameof(TemporalGraph));
        hasher.Add(NodeCount);
        hasher.Add(IsUndirected ? 1 : 0);
        hasher.Add(SourceNodeCount ?? -1);
        hasher.Add(_events.Sources);
        hasher.Add(_events.Targets);
        hasher.Add(_events.Times);
        hasher.Add(ClassNames);
        hasher.Add(Nodes);
        hasher.Add(Events);
        hasher.Add(Globals);
        return hasher.Finish();
    }
}
