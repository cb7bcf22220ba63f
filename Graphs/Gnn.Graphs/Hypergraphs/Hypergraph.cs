using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Hypergraphs;

/// <summary>An immutable hypergraph: N nodes, M hyperedges that are sets of nodes, and named columns of data.</summary>
/// <remarks>
/// <para>An incidence is a node in a hyperedge. Incidences are numbered by hyperedge and, in a hyperedge, by node, whatever the order in which they were given:
/// hypergraphs of the same sets are the same. Several hyperedges may be the same set.</para>
/// <para>Ownership: as of a <see cref="Graph"/>. A hypergraph that <c>With...</c> or <c>To</c> returns shares the structure and unchanged columns with the one
/// it came from, by counting; each is disposed on its own, in any order.</para>
/// </remarks>
public sealed partial class Hypergraph : IGraphStructure
{
    private readonly Lazy<int[]> _labelArray;
    private readonly Lazy<string> _contentHash;
    private int _isDisposed;

    private Hypergraph(SparseStructure members, ColumnTable nodes, ColumnTable hyperedges, ColumnTable incidences, IReadOnlyList<string> classNames)
    {
        Members = members;
        Nodes = nodes;
        Hyperedges = hyperedges;
        Incidences = incidences;
        ClassNames = classNames;
        _contentHash = new Lazy<string>(HashContent);
        _labelArray = new Lazy<int[]>(() => Labels.ToArray<int>());
    }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => Members.ColumnCount;

    /// <summary>The number of hyperedges, M.</summary>
    public int HyperedgeCount => Members.RowCount;

    /// <summary>The number of incidences, I: the sum of the hyperedges' sizes.</summary>
    public long IncidenceCount => Members.EntryCount;

    /// <summary>The members of each hyperedge, <c>[M, N]</c>: row e holds the nodes of hyperedge e in rising order, and entry k is incidence k. Owned by the
    /// hypergraph.</summary>
    public SparseStructure Members { get; }

    /// <summary>The hyperedges of each node, <c>[N, M]</c>: the transpose of <see cref="Members"/>, made at first use. Its edge ids are incidences.</summary>
    /// <exception cref="ObjectDisposedException">The hypergraph was disposed.</exception>
    public SparseStructure Memberships => Members.Transpose;

    /// <summary>A hypergraph from pairs of a node and a hyperedge, in any order. Cost: O(N + M + I).</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="hyperedgeCount">M, at least 0.</param>
    /// <param name="nodes">The node of each pair, in [0, N).</param>
    /// <param name="hyperedges">The hyperedge of each pair, in [0, M).</param>
    /// <param name="policy">What is accepted; null accepts neither empty hyperedges nor repeated members.</param>
    /// <returns>The hypergraph, without columns.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, a hyperedge has no nodes or names one twice and the policy does not allow it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an id is out of range; the message names the pair.</exception>
    public static Hypergraph FromPairs(
        int nodeCount, int hyperedgeCount, ReadOnlySpan<int> nodes, ReadOnlySpan<int> hyperedges, HypergraphPolicy? policy = null) =>
        IncidenceSort.Sort(nodeCount, hyperedgeCount, nodes, hyperedges, policy).Hypergraph;

    /// <summary>A hypergraph from the members of each hyperedge, in any order. Cost: O(N + M + I).</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="members">The nodes of each hyperedge, in [0, N).</param>
    /// <param name="policy">What is accepted; null accepts neither empty hyperedges nor repeated members.</param>
    /// <returns>The hypergraph, without columns.</returns>
    /// <exception cref="ArgumentException">A hyperedge has no nodes or names one twice and the policy does not allow it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative, or an id is out of range; the message names the pair.</exception>
    public static Hypergraph FromMembers(int nodeCount, IEnumerable<IReadOnlyCollection<int>> members, HypergraphPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        var builder = new HypergraphBuilder();
        foreach (IReadOnlyCollection<int> hyperedge in members)
        {
            builder.AddHyperedge([.. hyperedge]);
        }

        return builder.Build(nodeCount, hyperedgeCount: null, policy).Hypergraph;
    }

    /// <summary>The nodes of a hyperedge in rising order; valid while the hypergraph lives.</summary>
    /// <param name="hyperedge">0 to M - 1.</param>
    /// <returns>Its members.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hyperedge.</exception>
    public ReadOnlySpan<int> MembersOf(int hyperedge)
    {
        Check(hyperedge, HyperedgeCount, "hyperedge", nameof(hyperedge));
        return Members.Row(hyperedge);
    }

    /// <summary>The hyperedges of a node in rising order; valid while the hypergraph lives.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>The hyperedges that it is a member of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<int> HyperedgesOf(int node)
    {
        Check(node, NodeCount, "node", nameof(node));
        return Memberships.Row(node);
    }

    /// <summary>The number of nodes of a hyperedge.</summary>
    /// <param name="hyperedge">0 to M - 1.</param>
    /// <returns>Its size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hyperedge.</exception>
    public int Size(int hyperedge) => MembersOf(hyperedge).Length;

    /// <summary>The number of hyperedges of a node.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>Its degree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int Degree(int node) => HyperedgesOf(node).Length;

    /// <summary>Drops this hypergraph's hold on its structure and columns; what others share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Nodes.Release();
            Hyperedges.Release();
            Incidences.Release();
            Members.Dispose();
        }
    }

    /// <summary>The sizes and the names of the columns, for example <c>Hypergraph: 18 nodes, 14 hyperedges, 89 incidences, nodes y</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Hypergraph: {NodeCount} nodes, {HyperedgeCount} hyperedges, {IncidenceCount} incidences")
        + Nodes.NamesAfter("nodes") + Hyperedges.NamesAfter("hyperedges") + Incidences.NamesAfter("incidences");

    /// <summary>A hypergraph of a structure that is in the order of incidences; it takes the caller's hold.</summary>
    internal static Hypergraph FromStructure(SparseStructure members) => new(
        members,
        new ColumnTable("node", members.ColumnCount),
        new ColumnTable("hyperedge", members.RowCount),
        new ColumnTable("incidence", members.EntryCount),
        classNames: []);

    private static void Check(int id, int count, string what, string parameter)
    {
        if ((uint)id >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(parameter, id, $"A {what} must be in [0, {count}), got {id}.");
        }
    }
}
