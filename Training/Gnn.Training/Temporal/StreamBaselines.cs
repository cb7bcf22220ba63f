using Gnn.Graphs.Temporal;
using Gnn.Training.Metrics;

namespace Gnn.Training.Temporal;

/// <summary>The ranks that need no network, by the same queries, told the same events at the same moments.</summary>
internal static class StreamBaselines
{
    // The half-life of popularity, as shares of the training part's time; validation queries choose.
    private static readonly double[] Shares = [0.0003, 0.003, 0.03, 0.3];

    internal static IReadOnlyList<(string Name, double[] Ranks)> Ranks(TemporalParts parts, LinkQueries validation, LinkQueries test, int batchSize)
    {
        TemporalGraph graph = parts.Test;
        long window = Math.Max(1, graph.Times[parts.ValidationEnd - 1] - graph.Times[parts.TrainEnd]);
        double trained = graph.Times[parts.TrainEnd - 1] - (double)graph.Times[0];
        long chosen = Shares
            .Select(share => (long)Math.Max(1, share * trained))
            .MaxBy(span => RankingMetrics.MeanReciprocalRank(Of(MeetingRule.LatestThenPopular, span, parts.Validation, validation)));
        return
        [
            ("EdgeBank", Of(MeetingRule.Ever, 1, graph, test)),
            ("EdgeBank, window", Of(MeetingRule.Within, window, graph, test)),
            ("persistence", Of(MeetingRule.Latest, 1, graph, test)),
            ("recency-popularity", Of(MeetingRule.LatestThenPopular, chosen, graph, test)),
        ];

        double[] Of(MeetingRule rule, long span, TemporalGraph events, LinkQueries queries) =>
            Rank(new MeetingScorer(rule, span, events.IsUndirected), events, queries, batchSize);
    }

    private static double[] Rank(MeetingScorer scorer, TemporalGraph graph, LinkQueries queries, int batchSize)
    {
        double[] ranks = new double[queries.Events.Length];
        double[] scores = [];
        foreach ((int first, int count) in EventBatches.Of(graph.Times.ToArray(), 0, (int)graph.EventCount, batchSize))
        {
            int from = queries.CountBefore(first);
            int[][] candidates = queries.Candidates(from, queries.CountBefore(first + count) - from);
            for (int i = 0; i < candidates.Length; i++)
            {
                int e = queries.Events[from + i];
                if (scores.Length < candidates[i].Length)
                {
                    scores = new double[candidates[i].Length];
                }

                Span<double> own = scores.AsSpan(0, candidates[i].Length);
                scorer.Score(graph.Sources[e], candidates[i], graph.Times[first], own);
                ranks[from + i] = RankingMetrics.Rank(own[0], own[1..]);
            }

            for (int e = first; e < first + count; e++)
            {
                scorer.Tell(graph.Sources[e], graph.Targets[e], graph.Times[e]);
            }
        }

        return ranks;
    }
}
