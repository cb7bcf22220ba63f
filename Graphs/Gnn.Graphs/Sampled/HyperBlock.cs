using System.Globalization;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Sampled;

/// <summary>What one layer computes on in a sampled batch of a hypergraph: from source nodes to the hyperedges that were drawn for the layer, and from those to targets.</summary>
/// <remarks>
/// <code>
/// Members       [hyperedges, sources]   the members that were drawn of each hyperedge
/// Memberships   [targets, hyperedges]   the hyperedges that were drawn of each target
/// </code>
/// <para>Column e of <see cref="Memberships"/> and row e of <see cref="Members"/> are hyperedge <c>Hyperedges[e]</c> of the whole hypergraph; source s is node <c>Nodes[s]</c>
/// of the <see cref="SampledHypergraph"/> that the block belongs to, which owns it, and the targets are the first of the sources. Edge ids of both are incidences of the
/// whole hypergraph. The layer before knows other hyperedges: they are what a layer passes through, not its inputs.</para>
/// </remarks>
public sealed class HyperBlock : IDisposable
{
    private readonly NativeArray<int> _hyperedges;

    /// <summary>Creates a block from what it owns from here on.</summary>
    /// <param name="hyperedges">The hyperedges of the whole hypergraph.</param>
    /// <param name="members">The members of each: rows are the hyperedges, columns are source nodes; bipartite.</param>
    /// <param name="memberships">The hyperedges of each target: rows are target nodes, columns are the hyperedges; bipartite.</param>
    /// <exception cref="ArgumentException">The sizes do not agree, there are more targets than sources, or a block is not bipartite.</exception>
    public HyperBlock(NativeArray<int> hyperedges, Block members, Block memberships)
    {
        ArgumentNullException.ThrowIfNull(hyperedges);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(memberships);
        if (!members.IsBipartite || !memberships.IsBipartite || members.TargetCount != hyperedges.Length || memberships.SourceCount != hyperedges.Length
            || members.SourceCount < memberships.TargetCount)
        {
            throw new ArgumentException(
                $"The {hyperedges.Length} hyperedges must be the targets of the members and the sources of the memberships, and the targets of these be among the sources of those, "
                + $"all bipartite: got members {members}, memberships {memberships}.",
                nameof(members));
        }

        (_hyperedges, Members, Memberships) = (hyperedges, members, memberships);
    }

    /// <summary>The hyperedges of the whole hypergraph, each once, in the order in which they were found.</summary>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public ReadOnlySpan<int> Hyperedges => _hyperedges.Span();

    /// <summary>The members that were drawn of each hyperedge: rows are hyperedges, columns are source nodes.</summary>
    public Block Members { get; }

    /// <summary>The hyperedges that were drawn of each target: rows are target nodes, columns are hyperedges.</summary>
    public Block Memberships { get; }

    /// <summary>The number of target nodes.</summary>
    public int TargetCount => Memberships.TargetCount;

    /// <summary>The number of hyperedges.</summary>
    public int HyperedgeCount => Members.TargetCount;

    /// <summary>The number of source nodes, the targets included.</summary>
    public int SourceCount => Members.SourceCount;

    /// <summary>The number of incidences of both steps.</summary>
    public long IncidenceCount => (long)Members.EdgeCount + Memberships.EdgeCount;

    /// <summary>Ends the hyperedges and both blocks.</summary>
    public void Dispose()
    {
        _hyperedges.Dispose();
        Members.Dispose();
        Memberships.Dispose();
    }

    /// <summary>The sizes, for example <c>HyperBlock: 64 targets, 301 hyperedges, 913 sources, 320 memberships, 1409 members</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"HyperBlock: {TargetCount} targets, {HyperedgeCount} hyperedges, {SourceCount} sources, {Memberships.EdgeCount} memberships, {Members.EdgeCount} members");
}
