using System.Globalization;

namespace Gnn.Graphs.Hypergraphs;

/// <summary>What a projection of a hypergraph to a graph loses, in numbers.</summary>
/// <remarks>
/// A projection replaces sets by pairs of their members. In a clique expansion the sets are hyperedges and their members nodes; in a line graph the sets are
/// nodes, each the set of the hyperedges that it is in, and their members hyperedges. A star expansion loses nothing.
/// </remarks>
public sealed record ProjectionLoss
{
    /// <summary>The projection, for example <c>clique expansion</c>.</summary>
    public required string Projection { get; init; }

    /// <summary>What the sets are: <c>hyperedge</c> or <c>node</c>.</summary>
    public required string SetName { get; init; }

    /// <summary>What the members of a set are: <c>node</c> or <c>hyperedge</c>.</summary>
    public required string MemberName { get; init; }

    /// <summary>The number of sets without members, which leave no trace.</summary>
    public long EmptySets { get; init; }

    /// <summary>The number of sets with one member, which leave no trace.</summary>
    public long SingletonSets { get; init; }

    /// <summary>The number of sets with more than two members: their pairs are there, that they belong together is not.</summary>
    public long FlattenedSets { get; init; }

    /// <summary>The number of sets with the same members as an earlier one.</summary>
    public long RepeatedSets { get; init; }

    /// <summary>The number of sets of two members or more of which every pair is in another set too: the graph has the same pairs without any one of them,
    /// so that at least so many other hypergraphs have them.</summary>
    public long CoveredSets { get; init; }

    /// <summary>The number of pairs of members that several sets hold, which are one edge.</summary>
    public long SharedPairs { get; init; }

    /// <summary>The number of pairs of members that fewer sets hold than were asked for, and that are no edge.</summary>
    public long PairsBelowOverlap { get; init; }

    /// <summary>The columns that the graph does not have, for example <c>hyperedge column 'time'</c>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether the hypergraph can be had back exactly.</summary>
    public bool IsLossless => EmptySets + SingletonSets + FlattenedSets + RepeatedSets + CoveredSets + SharedPairs + PairsBelowOverlap == 0 && Columns.Count == 0;

    /// <summary>What is lost, with numbers; what is not lost is not named.</summary>
    /// <returns>One line, for example <c>clique expansion: 14 hyperedges of more than 2 nodes flattened, 108 pairs of nodes in several hyperedges</c>.</returns>
    public override string ToString()
    {
        var parts = new List<string>();
        Add(EmptySets, Sets(EmptySets) + $" without {MemberName}s dropped");
        Add(SingletonSets, Sets(SingletonSets) + $" of 1 {MemberName} dropped");
        Add(FlattenedSets, Sets(FlattenedSets) + $" of more than 2 {MemberName}s flattened");
        Add(RepeatedSets, Sets(RepeatedSets) + " equal to an earlier one");
        Add(CoveredSets, Sets(CoveredSets) + " covered by others");
        Add(SharedPairs, Pairs(SharedPairs) + $" in several {SetName}s");
        Add(PairsBelowOverlap, Pairs(PairsBelowOverlap) + $" in too few {SetName}s dropped");
        if (Columns.Count > 0)
        {
            parts.Add($"left out: {string.Join(", ", Columns)}");
        }

        return $"{Projection}: {(parts.Count == 0 ? "nothing lost" : string.Join(", ", parts))}";

        void Add(long count, string part)
        {
            if (count > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {part}"));
            }
        }

        string Sets(long count) => count == 1 ? SetName : SetName + "s";

        string Pairs(long count) => $"{(count == 1 ? "pair" : "pairs")} of {MemberName}s";
    }
}
