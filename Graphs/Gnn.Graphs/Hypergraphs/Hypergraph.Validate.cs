namespace Gnn.Graphs.Hypergraphs;

public sealed partial class Hypergraph : IEquatable<Hypergraph>
{
    /// <summary>A SHA-256 of all that the hypergraph holds, 64 hexadecimal digits: counts, incidences, columns by name with their types, class names.</summary>
    /// <remarks>The same on every machine; made at first use at a cost of O(N + M + I) and the columns' bytes.</remarks>
    /// <exception cref="ObjectDisposedException">The hypergraph was disposed.</exception>
    public string ContentHash => _contentHash.Value;

    /// <summary>Lists every defect of the hypergraph's data: one line for each kind in each column, with the count and the first place.</summary>
    /// <returns>The defects; empty for sound data.</returns>
    /// <remarks>Ids, empty hyperedges and repeated members are checked when the hypergraph is made and cannot be wrong here.
    /// Where a column was disposed, forms are not checked.</remarks>
    public IReadOnlyList<GraphDefect> Validate()
    {
        var defects = new List<GraphDefect>();
        if (ColumnChecks.AddDefects(defects, Nodes, Hyperedges, Incidences))
        {
            ColumnChecks.AddNodeFormatDefects(defects, Nodes, ClassNames.Count);
            ColumnChecks.AddWeightDefects(defects, Hyperedges, GraphDefectKind.HyperedgeWeightFormat, GraphDefectKind.NegativeHyperedgeWeight);
            ColumnChecks.AddTimeDefects(defects, Hyperedges);
        }

        return defects;
    }

    /// <summary>Throws if the hypergraph's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid() => GraphDefect.ThrowIfAny(Validate(), "hypergraph");

    /// <summary>Whether two hypergraphs hold the same: their <see cref="ContentHash"/> is equal.</summary>
    /// <param name="other">Another hypergraph.</param>
    /// <returns>True for the same nodes, the same sets in the same order, columns bit by bit, and class names.</returns>
    public bool Equals(Hypergraph? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (NodeCount == other.NodeCount && HyperedgeCount == other.HyperedgeCount && IncidenceCount == other.IncidenceCount
                && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Hypergraph);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NodeCount, HyperedgeCount, IncidenceCount);

    private string HashContent()
    {
        using var hasher = new ContentHasher(nameof(Hypergraph));
        hasher.Add(NodeCount);
        hasher.Add(HyperedgeCount);
        for (int hyperedge = 0; hyperedge < HyperedgeCount; hyperedge++)
        {
            hasher.Add(Members.Row(hyperedge));
        }

        hasher.Add(ClassNames);
        hasher.Add(Nodes);
        hasher.Add(Hyperedges);
        hasher.Add(Incidences);
        return hasher.Finish();
    }
}
