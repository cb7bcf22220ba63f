using System.Globalization;
using Gnn.Graphs.Links;

namespace Gnn.Sampling.Links;

/// <summary>How <see cref="LinkSplits.WithHardNegatives"/> ranks the pairs that each link is told from; the defaults are those of HeaRT's program.</summary>
public sealed record HardNegativeOptions
{
    /// <summary>K, the negatives of each link, at least 1: half of them, rounded up, have its source, the others its target. Default 500.</summary>
    public int PerLink { get; init; } = 500;

    /// <summary>How common neighbours count: <see cref="LinkHeuristic.CommonNeighbors"/>, <see cref="LinkHeuristic.AdamicAdar"/> or
    /// <see cref="LinkHeuristic.ResourceAllocation"/>, the default.</summary>
    public LinkHeuristic CommonNeighbors { get; init; } = LinkHeuristic.ResourceAllocation;

    /// <summary>PageRank: the chance that the walk follows an edge instead of starting anew, in (0, 0.999999]. Default 0.85.</summary>
    public double Damping { get; init; } = 0.85;

    /// <summary>PageRank: the walk's weight that is left unspread at a node is below this times (1 - <see cref="Damping"/>) times the node's degree; in [1e-15, 1). A node
    /// that it does not reach scores 0. Default 5e-5.</summary>
    public double Epsilon { get; init; } = 5e-5;

    /// <summary>
    /// Whether nodes that a heuristic scores 0 rank in it, all of them right behind the last that scores more, as in HeaRT's program (the default): where few nodes share a neighbour
    /// with the end, what the other heuristics say counts no further than that place, and chance fills the rest. Without it, a score of 0 is no rank: negatives are harder.
    /// </summary>
    public bool RankZeros { get; init; } = true;

    /// <summary>Whether the heuristics see the validation links for the negatives of the test. Not by default. Of an inductive split they always do, with the links that are
    /// observed of new nodes.</summary>
    public bool TestWithValidationLinks { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PerLink, 1);
        if (CommonNeighbors is not (LinkHeuristic.CommonNeighbors or LinkHeuristic.AdamicAdar or LinkHeuristic.ResourceAllocation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(CommonNeighbors), CommonNeighbors, "Common neighbours count by CommonNeighbors, AdamicAdar or ResourceAllocation.");
        }

        // The ranges of PageRankScope.
        Check(Damping is > 0 and <= 0.999999, Damping, "(0, 0.999999]", nameof(Damping));
        Check(Epsilon is >= 1e-15 and < 1, Epsilon, "[1e-15, 1)", nameof(Epsilon));

        static void Check(bool isInRange, double value, string range, string name)
        {
            if (!isInRange)
            {
                throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"'{name}' must be in {range}, got {value}."));
            }
        }
    }
}
