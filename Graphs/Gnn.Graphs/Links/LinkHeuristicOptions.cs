using System.Globalization;

namespace Gnn.Graphs.Links;

/// <summary>The numbers that <see cref="LinkHeuristic.Katz"/> and <see cref="LinkHeuristic.PersonalizedPageRank"/> need; the others need none.</summary>
public sealed record LinkHeuristicOptions
{
    /// <summary>Katz: by how much each edge damps a walk, above 0 and below 1 / λ, λ being the largest eigenvalue of the graph. Default 0.005.</summary>
    public double Beta { get; init; } = 0.005;

    /// <summary>PageRank: the chance that the walk follows an edge instead of starting anew, networkx's alpha, in (0, 1). Default 0.85.</summary>
    public double Damping { get; init; } = 0.85;

    /// <summary>
    /// Katz and PageRank: by what share of itself a score may be short of its exact value, in (0, 1). Default 1e-10. Rounding, and scores below 1e-280, are
    /// not covered.
    /// </summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>Checks the ranges that do not depend on a graph.</summary>
    internal static void Check(LinkHeuristicOptions options)
    {
        var defaults = new LinkHeuristicOptions();
        if (!(options.Beta is > 0 and < double.PositiveInfinity))
        {
            throw OutOfRange(nameof(Beta), "above 0 and finite", options.Beta, defaults.Beta);
        }

        if (!(options.Damping is > 0 and < 1))
        {
            throw OutOfRange(nameof(Damping), "in (0, 1)", options.Damping, defaults.Damping);
        }

        if (!(options.Tolerance is > 0 and < 1))
        {
            throw OutOfRange(nameof(Tolerance), "in (0, 1)", options.Tolerance, defaults.Tolerance);
        }

        static ArgumentOutOfRangeException OutOfRange(string name, string range, double value, double fallback) => new(
            nameof(options),
            value,
            string.Create(CultureInfo.InvariantCulture, $"'{name}' must be {range}, got {value}: leave it out for the default, {fallback}."));
    }
}
