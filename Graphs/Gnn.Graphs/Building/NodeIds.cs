using System.Globalization;

namespace Gnn.Graphs.Building;

/// <summary>The original ids of a graph's nodes: nodes are in ascending order of their ids.</summary>
/// <remarks>Immutable. Ids without gaps cost nothing; others cost 8 bytes a node.</remarks>
public sealed class NodeIds
{
    private readonly long[]? _ids;

    internal NodeIds(int count) => Count = count;

    internal NodeIds(long[] ascending)
    {
        _ids = ascending;
        Count = ascending.Length;
    }

    /// <summary>N, the number of nodes.</summary>
    public int Count { get; }

    /// <summary>Whether every node's id is its own number.</summary>
    public bool IsIdentity => _ids is null;

    /// <summary>The original id of a node.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public long this[int node] => (uint)node < (uint)Count
        ? _ids?[node] ?? node
        : throw new ArgumentOutOfRangeException(nameof(node), node, $"A node must be in [0, {Count}), got {node}.");

    /// <summary>The node of an original id; costs O(log N).</summary>
    /// <param name="id">The id.</param>
    /// <param name="node">Its node, 0 to N - 1; 0 if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetNode(long id, out int node)
    {
        int at = _ids is null ? (int)(id >= 0 && id < Count ? id : -1) : Array.BinarySearch(_ids, id);
        node = Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>The node of an original id; costs O(log N).</summary>
    /// <param name="id">The id.</param>
    /// <returns>0 to N - 1.</returns>
    /// <exception cref="KeyNotFoundException">There is no node of that id.</exception>
    public int NodeOf(long id) => TryGetNode(id, out int node)
        ? node
        : throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"There is no node of id {id} among the {Count} that were built."));

    /// <summary>The number of nodes and their ids, for example <c>NodeIds: 3 nodes, ids 5 to 90</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"NodeIds: {Count} nodes{(Count == 0 ? "" : $", ids {this[0]} to {this[Count - 1]}")}");
}
