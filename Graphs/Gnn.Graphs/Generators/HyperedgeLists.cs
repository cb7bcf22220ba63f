using Gnn.Graphs.Hypergraphs;

namespace Gnn.Graphs.Generators;

/// <summary>The hyperedges of a hypergraph as plain arrays: the nodes of each hyperedge, one after the other.</summary>
public sealed class HyperedgeLists
{
    private readonly long[] _offsets;
    private readonly int[] _members;

    internal HyperedgeLists(int nodeCount, long[] offsets, int[] members)
    {
        NodeCount = nodeCount;
        _offsets = offsets;
        _members = members;
    }

    /// <summary>N, the number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>M, the number of hyperedges.</summary>
    public int HyperedgeCount => _offsets.Length - 1;

    /// <summary>Where each hyperedge's nodes begin in <see cref="Members"/>, and where the last one's end, <c>[M + 1]</c>.</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>The nodes of all hyperedges, each in [0, N); distinct and ascending inside a hyperedge.</summary>
    public ReadOnlySpan<int> Members => _members;

    /// <summary>The nodes of a hyperedge.</summary>
    /// <param name="hyperedge">0 to M - 1.</param>
    /// <returns>Its nodes, ascending.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hyperedge.</exception>
    public ReadOnlySpan<int> Nodes(int hyperedge)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hyperedge);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(hyperedge, HyperedgeCount);
        return _members.AsSpan((int)_offsets[hyperedge], (int)(_offsets[hyperedge + 1] - _offsets[hyperedge]));
    }

    /// <summary>The hypergraph of the sets.</summary>
    /// <returns>A hypergraph without columns, owned by the caller.</returns>
    public Hypergraph ToHypergraph()
    {
        int[] hyperedges = new int[_members.Length];
        for (int hyperedge = 0; hyperedge < HyperedgeCount; hyperedge++)
        {
            hyperedges.AsSpan((int)_offsets[hyperedge], Nodes(hyperedge).Length).Fill(hyperedge);
        }

        return Hypergraph.FromPairs(NodeCount, HyperedgeCount, _members, hyperedges);
    }

    /// <summary>The sizes, for example <c>HyperedgeLists: 10 nodes, 4 hyperedges, 12 memberships</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"HyperedgeLists: {NodeCount} nodes, {HyperedgeCount} hyperedges, {_members.Length} memberships";
}
