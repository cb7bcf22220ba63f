using System.Globalization;

namespace Gnn.Graphs.Hypergraphs;

/// <summary>A hypergraph and what was done with the pairs that it was made from.</summary>
/// <param name="Hypergraph">The hypergraph, owned by the caller.</param>
/// <param name="PairOfIncidence">For each incidence the pair it was made from, the first of several, <c>[I]</c>: the rows in which to gather a column
/// that has a row for each pair.</param>
/// <param name="MergedPairs">How many pairs repeated another and were merged with it.</param>
/// <param name="EmptyHyperedges">How many hyperedges have no nodes.</param>
public sealed record HypergraphBuild(Hypergraph Hypergraph, ReadOnlyMemory<int> PairOfIncidence, int MergedPairs, int EmptyHyperedges)
{
    /// <summary>What was done, for example <c>92 pairs: 89 incidences, 3 repeated members merged, 0 empty hyperedges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{PairOfIncidence.Length + MergedPairs} pairs: {PairOfIncidence.Length} incidences, {MergedPairs} repeated members merged, {EmptyHyperedges} empty hyperedges");
}
