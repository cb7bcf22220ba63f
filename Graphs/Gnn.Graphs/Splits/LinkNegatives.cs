using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>The pairs without a link that the links of a part are told from, drawn once and kept: the same for all links, or some for each.</summary>
/// <remarks>Immutable.</remarks>
public sealed partial class LinkNegatives
{
    private readonly int[] _sources;
    private readonly int[] _targets;

    /// <summary>Creates a list of pairs.</summary>
    /// <param name="sources">The first node of each pair.</param>
    /// <param name="targets">The second node of each pair.</param>
    /// <param name="perLink">K, at least 1, if negative j of link i of the part is pair <c>i K + j</c>; null if every link is told from all pairs.</param>
    /// <exception cref="ArgumentException">There are not as many sources as targets, or they are no multiple of K.</exception>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public LinkNegatives(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, int? perLink = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perLink ?? 1, 1, nameof(perLink));
        if (sources.Length != targets.Length || sources.Length % (perLink ?? 1) != 0)
        {
            throw new ArgumentException(
                $"Each pair has a source and a target, and each link {perLink ?? 1} pairs or a multiple, got {sources.Length} sources and {targets.Length} targets.", nameof(targets));
        }

        (_sources, _targets, PerLink) = (sources.ToArray(), targets.ToArray(), perLink);
    }

    /// <summary>How many pairs each link has for itself; null if all links are told from the same pairs.</summary>
    public int? PerLink { get; }

    /// <summary>The number of pairs.</summary>
    public int Count => _sources.Length;

    /// <summary>The first node of each pair.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The second node of each pair.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The sizes, for example <c>LinkNegatives: 526 pairs for all links</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"LinkNegatives: {Count} pairs{(PerLink is { } count ? $", {count} for each link" : " for all links")}");
}
