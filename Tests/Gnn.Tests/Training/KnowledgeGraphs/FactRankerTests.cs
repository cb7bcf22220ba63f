using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.KnowledgeGraphs;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training.KnowledgeGraphs;

[TestFixture]
internal sealed class FactRankerTests
{
    private const int Entities = 12;
    private const int Relations = 2;

    [Test]
    public void Ranks_RandomScoresWithTies_AreThoseOfALoop([Values(1, 2, 4)] int threads)
    {
        Facts facts = Random(60, 1), asked = facts.At([.. Enumerable.Range(0, 25)]);
        var known = new FactIndex(Entities, Relations, facts, Random(30, 2), asked);
        FactQueries queries = FactQueries.Of(asked);
        var scorer = new TableScorer();

        double[] ranks = FactRanker.Ranks(scorer, queries, known, Entities, threads, CancellationToken.None);

        (int, int, int)[] all = [.. Triples(facts), .. Triples(Random(30, 2))];
        for (int query = 0; query < queries.Count; query++)
        {
            float[] scores = scorer.Score(queries, query, 1);
            (int anchor, int relation, int answer) = (queries.Anchors[query], queries.Relations[query], queries.Answers[query]);
            int above = 0, tied = 0;
            for (int other = 0; other < Entities; other++)
            {
                (int, int, int) fact = queries.AsksHeads[query] ? (other, relation, anchor) : (anchor, relation, other);
                if (other != answer && !all.Contains(fact))
                {
                    above += scores[other] > scores[answer] ? 1 : 0;
                    tied += scores[other] == scores[answer] ? 1 : 0;
                }
            }

            Assert.That(ranks[query], Is.EqualTo(1 + above + (tied / 2.0)), $"query {query}");
        }
    }

    [Test]
    public void Ranks_ConstantScorer_HaveTheAnalyticValue()
    {
        Facts facts = Random(60, 1);
        var known = new FactIndex(Entities, Relations, facts);
        FactQueries queries = FactQueries.Of(facts);

        double[] ranks = FactRanker.Ranks(new ConstantScorer(), queries, known, Entities, 2, CancellationToken.None);

        (int, int, int)[] all = Triples(facts);
        for (int query = 0; query < queries.Count; query++)
        {
            (int anchor, int relation) = (queries.Anchors[query], queries.Relations[query]);
            int answers = Enumerable.Range(0, Entities).Count(each => all.Contains(queries.AsksHeads[query] ? (each, relation, anchor) : (anchor, relation, each)));
            Assert.That(ranks[query], Is.EqualTo((1 + Entities - (answers - 1)) / 2.0));
        }
    }

    [Test]
    public void Of_RanksOfBothDirections_BreaksThemDown()
    {
        var queries = FactQueries.Of(new Facts([0, 1, 2], [1, 0, 1], [3, 4, 5]));

        KnowledgeGraphMetrics metrics = KnowledgeGraphMetrics.Of(queries, [1, 2, 4, 10, 1, 1]);

        Assert.Multiple(() =>
        {
            Assert.That(metrics.Tails, Is.EqualTo(new EntityRanking(3, (1 + 0.5 + 0.25) / 3, 1.0 / 3, 2.0 / 3, 1, 7.0 / 3)));
            Assert.That(metrics.Heads.MeanReciprocalRank, Is.EqualTo(2.1 / 3).Within(1e-12));
            Assert.That(metrics.Both.MeanRank, Is.EqualTo(19 / 6.0).Within(1e-12));
            Assert.That(metrics.Both.HitsAt10, Is.EqualTo(1));
            Assert.That(metrics.Relations.Select(each => each.Relation), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(metrics.Relations[1].Tails.MeanReciprocalRank, Is.EqualTo(1.25 / 2).Within(1e-12));
            Assert.That(metrics.Relations[1].Heads.MeanReciprocalRank, Is.EqualTo(1.1 / 2).Within(1e-12));
        });
    }

    [Test]
    public void FilteredRank_KnownAnswers_AreLeftOut()
    {
        float[] scores = [5, 3, 3, 9, 1];

        Assert.Multiple(() =>
        {
            Assert.That(RankingMetrics.FilteredRank(scores, 1, []), Is.EqualTo(3.5));
            Assert.That(RankingMetrics.FilteredRank(scores, 1, [3]), Is.EqualTo(2.5));
            Assert.That(RankingMetrics.FilteredRank(scores, 1, [1, 2, 3]), Is.EqualTo(2));
            Assert.That(RankingMetrics.FilteredRank(scores, 1, [0, 1, 2, 3, 4]), Is.EqualTo(1));
            Assert.That(() => RankingMetrics.FilteredRank(scores, 5, []), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => RankingMetrics.FilteredRank(scores, 1, [-1]), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => RankingMetrics.FilteredRank([1, float.NaN, 2], 0, []), Throws.ArgumentException.With.Message.Contains("row 1"));
            Assert.That(() => RankingMetrics.FilteredRank([1, float.NaN, 2], 1, []), Throws.ArgumentException.With.Message.Contains("row 1"));
        });
    }

    [Test]
    public void Score_FrequencyAndInverseRule_ByHand()
    {
        // Relation 1 is the inverse of relation 0 in two of its three facts.
        var train = new Facts([0, 1, 2, 1, 2, 5], [0, 0, 0, 1, 1, 1], [1, 2, 3, 0, 1, 6]);
        var frequency = new FrequencyScorer(8, 2, train);
        var inverse = new InverseRuleScorer(8, 2, train, frequency);
        var queries = new FactQueries([6, 0], [0, 1], [false, true], [5, 1]);

        float[] shares = [.. frequency.Score(queries, 0, 2)];
        float[] scores = inverse.Score(queries, 0, 2);

        Assert.Multiple(() =>
        {
            Assert.That(shares[..8], Is.EqualTo(new float[] { 0, 1 / 3f, 1 / 3f, 1 / 3f, 0, 0, 0, 0 }), "tails of relation 0");
            Assert.That(shares[8..16], Is.EqualTo(new float[] { 0, 1 / 3f, 1 / 3f, 0, 0, 1 / 3f, 0, 0 }), "heads of relation 1");
            Assert.That(scores[5], Is.EqualTo(2 / 3f).Within(1e-6), "(5, 1, 6) speaks for (6, 0, 5)");
            Assert.That(scores[..8].Max(), Is.EqualTo(scores[5]));
            Assert.That(scores[8 + 1], Is.EqualTo((2 / 3f) + (1e-3f / 3)).Within(1e-6), "(0, 0, 1) speaks for (1, 1, 0)");
        });
    }

    private static Facts Random(int count, ulong seed)
    {
        RandomSequence draws = new RandomSource(seed).Sequence();
        int[] Draw(int most) => [.. Enumerable.Range(0, count).Select(_ => draws.NextInt32(most))];
        return new Facts(Draw(Entities), Draw(Relations), Draw(Entities));
    }

    private static (int, int, int)[] Triples(Facts facts) => [.. Enumerable.Range(0, facts.Count).Select(i => (facts.Heads[i], facts.Relations[i], facts.Tails[i]))];

    /// <summary>Few values, so that there are ties.</summary>
    private sealed class TableScorer : IFactScorer
    {
        public float[] Score(FactQueries queries, int start, int count)
        {
            float[] scores = new float[count * Entities];
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = new RandomSource(7).UInt32At(((start + (i / Entities)) * Entities) + (i % Entities)) % 5;
            }

            return scores;
        }
    }

    private sealed class ConstantScorer : IFactScorer
    {
        public float[] Score(FactQueries queries, int start, int count) => new float[count * Entities];
    }
}
