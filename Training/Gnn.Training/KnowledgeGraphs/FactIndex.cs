namespace Gnn.Training.KnowledgeGraphs;

/// <summary>The entities that answer a question by some facts.</summary>
internal sealed class FactIndex
{
    private readonly Dictionary<long, int> _places = [];
    private readonly List<int> _starts = [];
    private readonly int[] _answers;
    private readonly long _relationCount;

    internal FactIndex(int entityCount, int relationCount, params ReadOnlySpan<Facts> parts)
    {
        _relationCount = relationCount;
        var keys = new List<long>();
        foreach (Facts part in parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                keys.Add(checked((Key(part.Heads[i], part.Relations[i], asksHeads: false) * entityCount) + part.Tails[i]));
                keys.Add(checked((Key(part.Tails[i], part.Relations[i], asksHeads: true) * entityCount) + part.Heads[i]));
            }
        }

        // Equal questions side by side, their answers ascending; a fact that is there twice counts once.
        keys.Sort();
        var answers = new List<int>(keys.Count);
        long last = -1;
        foreach (long key in keys)
        {
            if (key == last)
            {
                continue;
            }

            last = key;
            (long question, long answer) = Math.DivRem(key, entityCount);
            if (_places.TryAdd(question, _starts.Count))
            {
                _starts.Add(answers.Count);
            }

            answers.Add((int)answer);
        }

        _starts.Add(answers.Count);
        _answers = [.. answers];
    }

    /// <summary>The answers, distinct and ascending.</summary>
    internal ReadOnlySpan<int> Answers(int anchor, int relation, bool asksHeads) =>
        _places.TryGetValue(Key(anchor, relation, asksHeads), out int place) ? _answers.AsSpan(_starts[place].._starts[place + 1]) : default;

    private long Key(int anchor, int relation, bool asksHeads) => (((anchor * _relationCount) + relation) * 2) + (asksHeads ? 1 : 0);
}
