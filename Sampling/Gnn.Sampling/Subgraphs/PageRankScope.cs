using System.Globalization;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>The nodes of the largest personalised PageRank as seen from the seed.</summary>
/// <remarks>
/// <code>
/// ppr_s = a e_s + (1 - a) W ppr_s          W: from a node to the ends of its edges, each alike; from a node without edges back to the seed
/// p_s = ppr_s - sum over u of r(u) ppr_u   with 0 &lt;= r(u) &lt; epsilon max(1, d(u)): what is computed
/// </code>
/// <para>The walk goes against the direction of messages, to where a node's inputs come from; repeated edges count as often as they are there. By pushing, first in,
/// first out: R. Andersen, F. Chung and K. Lang, "Local Graph Partitioning using PageRank Vectors", FOCS 2006, without their laziness. O(1 / (a epsilon)) of the
/// graph is looked at for a seed, and besides all edges of the seed, which is always pushed once: a seed of more than 1 / epsilon edges would else be alone. In an
/// undirected graph p(v) is too small by at most <c>epsilon d(v)</c>.</para>
/// <para>Of the nodes with p above 0 the seed and those of the largest p are taken, of equals those of smaller ids. Nothing is random: a subgraph depends on the
/// seed alone.</para>
/// </remarks>
public sealed record PageRankScope : ShadowScope
{
    /// <summary>The most nodes of a subgraph, the seed included; at least 1, 200 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxNodes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 200;

    /// <summary>The chance a with which the walk starts anew at each step, 1e-6 to 1; one less the damping of PageRank. 0.15 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [1e-6, 1].</exception>
    public double Alpha
    {
        get;
        init => field = value is >= 1e-6 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Alpha), value, string.Create(CultureInfo.InvariantCulture, $"The chance to start anew must be in [1e-6, 1], got {value}."));
    } = 0.15;

    /// <summary>How much of the walk may stay unaccounted for at a node, for each of its edges; 1e-15 (what doubles tell apart) or more and less than 1. 1e-4 by
    /// default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [1e-15, 1).</exception>
    public double Epsilon
    {
        get;
        init => field = value is >= 1e-15 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, string.Create(CultureInfo.InvariantCulture, $"The tolerance must be in [1e-15, 1), got {value}."));
    } = 1e-4;

    /// <summary>The sizes, for example <c>200 nodes of the largest PageRank (alpha 0.15, epsilon 0.0001)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MaxNodes} nodes of the largest PageRank (alpha {Alpha}, epsilon {Epsilon})");

    internal override IScopeFinder CreateFinder(SparseStructure graph, NodeMarks marks) => new PageRankFinder(graph, this, marks);
}
