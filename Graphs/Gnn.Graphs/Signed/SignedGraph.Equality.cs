using System.Globalization;

namespace Gnn.Graphs.Signed;

public sealed partial class SignedGraph : IEquatable<SignedGraph>
{
    /// <summary>A SHA-256 of all that the graph holds, 64 hexadecimal digits: counts, edges in order with their signs, direction, columns by name.</summary>
    /// <remarks>The same on every machine; made at first use at a cost of O(E) and the columns' bytes.</remarks>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public string ContentHash => _contentHash.Value;

    /// <summary>Whether two graphs hold the same: their <see cref="ContentHash"/> is equal.</summary>
    /// <param name="other">Another graph.</param>
    /// <returns>True for the same nodes, edges in the same order with the same signs, direction, and columns bit by bit.</returns>
    public bool Equals(SignedGraph? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (NodeCount == other.NodeCount && EdgeCount == other.EdgeCount && ContentHash == other.ContentHash));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignedGraph);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NodeCount, EdgeCount, IsUndirected);

    /// <summary>Lists every defect of the graph: those of <see cref="Graph.Validate"/>, and signs that are none or that differ between an edge and its reverse.</summary>
    /// <returns>The defects; empty for a sound graph.</returns>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public IReadOnlyList<GraphDefect> Validate()
    {
        List<GraphDefect> defects = [.. _graph.Validate()];
        (long count, long first) = (0, -1);
        for (long edge = 0; edge < EdgeCount; edge++)
        {
            if (_signs.Signs[edge] is not (1 or -1))
            {
                (first, count) = (count == 0 ? edge : first, count + 1);
            }
        }

        if (count > 0)
        {
            defects.Add(new GraphDefect(GraphDefectKind.SignOutOfRange, "signs", count, Place(first)));
        }
        else if (!defects.Exists(defect => defect.Kind is GraphDefectKind.NodeOutOfRange or GraphDefectKind.MissingReverse) && FirstWithoutReverse() is { } alone)
        {
            defects.Add(new GraphDefect(GraphDefectKind.MissingReverseSign, "signs", 1, Place(alone)));
        }

        return defects;

        string Place(long edge) => string.Create(
            CultureInfo.InvariantCulture, $"{_signs.Signs[edge]} of edge {edge} ({_graph.EdgeList.Sources[edge]} -> {_graph.EdgeList.Targets[edge]})");
    }

    /// <summary>Throws if the graph's data has defects.</summary>
    /// <exception cref="InvalidOperationException">There are defects; the message lists them.</exception>
    public void ThrowIfInvalid() => GraphDefect.ThrowIfAny(Validate(), "signed graph");

    // The first edge by id that has no reverse of its sign, if the graph is undirected.
    private long? FirstWithoutReverse()
    {
        long? first = null;
        foreach (bool isPositive in (ReadOnlySpan<bool>)[true, false])
        {
            if (IsUndirected && !Part(isPositive).List.InEdges.IsSymmetric())
            {
                (EdgeList list, long[] ids) = Part(isPositive);
                long edge = ids[EdgeChecks.FindWithoutReverse(list.InEdges).First];
                first = Math.Min(first ?? edge, edge);
            }
        }

        return first;
    }

    private string HashContent()
    {
        using var hasher = new ContentHasher(nameof(SignedGraph));
        hasher.Add(_graph.ContentHash);
        hasher.Add(_signs.Signs);
        return hasher.Finish();
    }
}
