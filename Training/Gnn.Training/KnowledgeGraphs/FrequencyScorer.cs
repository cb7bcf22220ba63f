namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Scores an entity by the share of a relation's training facts that it is that end of.</summary>
internal sealed class FrequencyScorer : IFactScorer
{
    private readonly int _entityCount;
    private readonly (int Entity, float Share)[][] _ends;
    private float[] _scores = [];

    internal FrequencyScorer(int entityCount, int relationCount, Facts train)
    {
        _entityCount = entityCount;
        var counts = new Dictionary<int, int>[2 * relationCount];
        for (int end = 0; end < counts.Length; end++)
        {
            counts[end] = [];
        }

        for (int i = 0; i < train.Count; i++)
        {
            Count(counts[2 * train.Relations[i]], train.Tails[i]);
            Count(counts[(2 * train.Relations[i]) + 1], train.Heads[i]);
        }

        _ends = Array.ConvertAll(counts, each =>
        {
            float total = each.Values.Sum();
            return each.Select(pair => (pair.Key, pair.Value / total)).ToArray();
        });

        static void Count(Dictionary<int, int> counts, int entity) => counts[entity] = counts.GetValueOrDefault(entity) + 1;
    }

    public float[] Score(FactQueries queries, int start, int count)
    {
        if (_scores.Length < count * _entityCount)
        {
            _scores = new float[count * _entityCount];
        }

        Array.Clear(_scores);
        for (int row = 0; row < count; row++)
        {
            Add(_scores.AsSpan(row * _entityCount, _entityCount), queries.Relations[start + row], queries.AsksHeads[start + row], 1);
        }

        return _scores;
    }

    /// <summary>Adds the shares, scaled.</summary>
    internal void Add(Span<float> scores, int relation, bool asksHeads, float scale)
    {
        foreach ((int entity, float share) in _ends[(2 * relation) + (asksHeads ? 1 : 0)])
        {
            scores[entity] += share * scale;
        }
    }
}
