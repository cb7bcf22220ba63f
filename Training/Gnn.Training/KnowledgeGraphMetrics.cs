using Gnn.Training.KnowledgeGraphs;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>How well the missing ends of facts are predicted, filtered: all entities are candidates but those that make another known fact.</summary>
public sealed record KnowledgeGraphMetrics
{
    /// <summary>Queries for heads and for tails together, two for each fact.</summary>
    public required EntityRanking Both { get; init; }

    /// <summary>Queries for the head.</summary>
    public required EntityRanking Heads { get; init; }

    /// <summary>Queries for the tail.</summary>
    public required EntityRanking Tails { get; init; }

    /// <summary>The relations that were asked for, ascending.</summary>
    public required IReadOnlyList<RelationRanking> Relations { get; init; }

    internal static KnowledgeGraphMetrics Of(FactQueries queries, double[] ranks)
    {
        int[] all = [.. Enumerable.Range(0, ranks.Length)];
        return new KnowledgeGraphMetrics
        {
            Both = EntityRanking.Of(ranks),
            Heads = Part(all.Where(each => queries.AsksHeads[each])),
            Tails = Part(all.Where(each => !queries.AsksHeads[each])),
            Relations = [.. all
                .GroupBy(each => queries.Relations[each])
                .OrderBy(group => group.Key)
                .Select(group => new RelationRanking(
                    group.Key, Part(group.Where(each => queries.AsksHeads[each])), Part(group.Where(each => !queries.AsksHeads[each]))))],
        };

        EntityRanking Part(IEnumerable<int> places) => EntityRanking.Of([.. places.Select(each => ranks[each])]);
    }
}
