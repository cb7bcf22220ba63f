namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Scores an entity by the training facts that lead the other way: (t, s, h) speaks for (h, r, t) as often as it did in training; ties go by frequency.</summary>
/// <remarks>
/// <code>score of t for (h, r, ?) = max over s with (t, s, h) in training of |{(a, b): (b, s, a) and (a, r, b)}| / |{(b, s, a)}|, + 0.001 frequency</code>
/// </remarks>
internal sealed class InverseRuleScorer : IFactScorer
{
    private const float TieShare = 1e-3f;

    private readonly int _entityCount;
    private readonly FrequencyScorer _frequency;

    // The facts of an entity by their head, and by their tail: the other end and the relation.
    private readonly (int Entity, int Relation)[][] _fromHead;
    private readonly (int Entity, int Relation)[][] _fromTail;
    private readonly Dictionary<(int Inverse, int Relation), float> _confidence = [];
    private float[] _scores = [];

    internal InverseRuleScorer(int entityCount, int relationCount, Facts train, FrequencyScorer frequency)
    {
        (_entityCount, _frequency) = (entityCount, frequency);
        var distinct = new HashSet<(int Head, int Relation, int Tail)>();
        for (int i = 0; i < train.Count; i++)
        {
            distinct.Add((train.Heads[i], train.Relations[i], train.Tails[i]));
        }

        _fromHead = Rows(distinct.Select(fact => (fact.Head, fact.Tail, fact.Relation)));
        _fromTail = Rows(distinct.Select(fact => (fact.Tail, fact.Head, fact.Relation)));
        int[] sizes = new int[relationCount];
        var both = new Dictionary<(int Inverse, int Relation), int>();
        foreach ((int head, int relation, int tail) in distinct)
        {
            sizes[relation]++;
            // The facts that lead from the tail to the head.
            foreach ((int end, int inverse) in _fromTail[head])
            {
                if (end == tail)
                {
                    both[(inverse, relation)] = both.GetValueOrDefault((inverse, relation)) + 1;
                }
            }
        }

        foreach (((int inverse, int relation) pair, int count) in both)
        {
            _confidence[pair] = (float)count / sizes[pair.inverse];
        }

        (int Entity, int Relation)[][] Rows(IEnumerable<(int From, int Entity, int Relation)> ends)
        {
            var rows = new List<(int, int)>?[entityCount];
            foreach ((int from, int entity, int relation) in ends)
            {
                (rows[from] ??= []).Add((entity, relation));
            }

            return Array.ConvertAll(rows, row => row?.ToArray() ?? []);
        }
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
            int query = start + row;
            int relation = queries.Relations[query];
            Span<float> scores = _scores.AsSpan(row * _entityCount, _entityCount);
            foreach ((int entity, int inverse) in queries.AsksHeads[query] ? _fromHead[queries.Anchors[query]] : _fromTail[queries.Anchors[query]])
            {
                scores[entity] = Math.Max(scores[entity], _confidence.GetValueOrDefault((inverse, relation)));
            }

            _frequency.Add(scores, relation, queries.AsksHeads[query], TieShare);
        }

        return _scores;
    }
}
