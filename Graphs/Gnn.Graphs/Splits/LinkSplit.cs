using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>A split of links with the pairs that validation and test links are told from.</summary>
/// <remarks>Training negatives are not part of it: a trainer draws them anew in each epoch, and from what training knows alone. Immutable.</remarks>
public sealed partial class LinkSplit
{
    /// <summary>Creates a split.</summary>
    /// <param name="edges">Which links train, validate and test.</param>
    /// <param name="validation">The pairs that validation links are told from.</param>
    /// <param name="test">The pairs that test links are told from.</param>
    /// <exception cref="ArgumentException">Pairs are for each link, but not for as many as the part has.</exception>
    public LinkSplit(EdgeSplit edges, LinkNegatives validation, LinkNegatives test)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(test);
        Check(validation, edges.Validation.Length, nameof(validation));
        Check(test, edges.Test.Length, nameof(test));
        (Edges, Validation, Test) = (edges, validation, test);
    }

    /// <summary>Which links train, validate and test, and which edges pass messages.</summary>
    public EdgeSplit Edges { get; }

    /// <summary>The pairs that validation links are told from.</summary>
    public LinkNegatives Validation { get; }

    /// <summary>The pairs that test links are told from.</summary>
    public LinkNegatives Test { get; }

    /// <summary>Checks the split against a graph: what <see cref="EdgeSplit.Audit"/> checks, that no link joins a node with itself, and that no
    /// negative is an edge; it counts pairs that are in both parts.</summary>
    /// <param name="graph">The graph that the split is of.</param>
    /// <param name="times">The time of each edge, <c>[E]</c>, of a split by time.</param>
    /// <returns>The audit, which prints as a table.</returns>
    /// <exception cref="ArgumentException">The graph has another number of edges, or the times are not one for each.</exception>
    public LinkSplitAudit Audit(Graph graph, ReadOnlySpan<long> times = default) => new(this, graph, Edges.Audit(graph, times));

    /// <summary>The name and the sizes.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LinkSplit of {Edges}; negatives: validation {Validation.Count}, test {Test.Count}{(Test.PerLink is { } count ? $", {count} for each link" : "")}");

    private static void Check(LinkNegatives negatives, int links, string name)
    {
        if (negatives.PerLink is { } count && negatives.Count != (long)links * count)
        {
            throw new ArgumentException($"The part has {links} links with {count} negatives each, but there are {negatives.Count} pairs.", name);
        }
    }
}
