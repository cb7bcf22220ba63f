namespace Gnn.Graphs.Hypergraphs;

/// <summary>Collects the incidences of a hypergraph, pair by pair or hyperedge by hyperedge, in any order.</summary>
/// <remarks>Ids are checked when the hypergraph is built, so that counts need not be known before. Not safe for use by several threads.</remarks>
public sealed class HypergraphBuilder
{
    private readonly List<int> _nodes = [];
    private readonly List<int> _hyperedges = [];
    private int _nextHyperedge;

    /// <summary>The number of pairs so far, repeated ones included.</summary>
    public int PairCount => _nodes.Count;

    /// <summary>The number of hyperedges so far: one more than the highest id.</summary>
    public int HyperedgeCount => _nextHyperedge;

    /// <summary>Adds a node to a hyperedge.</summary>
    /// <param name="node">The node, at least 0.</param>
    /// <param name="hyperedge">The hyperedge, at least 0; ids that are skipped are hyperedges without nodes.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or 2^31 - 1.</exception>
    public void Add(int node, int hyperedge)
    {
        CheckId(node, nameof(node));
        CheckId(hyperedge, nameof(hyperedge));
        _nodes.Add(node);
        _hyperedges.Add(hyperedge);
        _nextHyperedge = Math.Max(_nextHyperedge, hyperedge + 1);
    }

    /// <summary>Adds a hyperedge.</summary>
    /// <param name="members">Its nodes, each at least 0, in any order.</param>
    /// <returns>Its id: one more than the highest so far.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative, or 2^31 - 1; nothing is added.</exception>
    public int AddHyperedge(params ReadOnlySpan<int> members)
    {
        foreach (int node in members)
        {
            CheckId(node, nameof(members));
        }

        int hyperedge = _nextHyperedge;
        _nextHyperedge = checked(hyperedge + 1);
        foreach (int node in members)
        {
            Add(node, hyperedge);
        }

        return hyperedge;
    }

    /// <summary>Makes the hypergraph; the builder may go on and build again.</summary>
    /// <param name="nodeCount">N; null for one more than the highest node.</param>
    /// <param name="hyperedgeCount">M; null for <see cref="HyperedgeCount"/>.</param>
    /// <param name="policy">What is accepted; null accepts neither empty hyperedges nor repeated members.</param>
    /// <returns>The hypergraph, owned by the caller, and what was done with the pairs. Cost: O(N + M + I).</returns>
    /// <exception cref="ArgumentException">A hyperedge has no nodes or names one twice and the policy does not allow it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an id is not below it; the message names the pair.</exception>
    public HypergraphBuild Build(int? nodeCount = null, int? hyperedgeCount = null, HypergraphPolicy? policy = null) => IncidenceSort.Sort(
        nodeCount ?? (_nodes.Count == 0 ? 0 : _nodes.Max() + 1), hyperedgeCount ?? _nextHyperedge, _nodes.ToArray(), _hyperedges.ToArray(), policy);

    private static void CheckId(int id, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id, parameter);
        ArgumentOutOfRangeException.ThrowIfEqual(id, int.MaxValue, parameter);
    }
}
