using Gnn.Tensors;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>The negatives of a step: uniform entities that the questions of a group share, and which of them answer a question after all.</summary>
internal sealed class NegativeDraw
{
    private readonly int _entityCount;
    private readonly FactIndex _known;
    private readonly int _each;

    // Of the group at hand: the first place where an entity was drawn, and the next place of the same entity.
    private readonly int[] _firstPlace;
    private readonly int[] _nextPlace;

    internal NegativeDraw(int entityCount, FactIndex known, int each)
    {
        (_entityCount, _known, _each) = (entityCount, known, each);
        _firstPlace = new int[entityCount];
        _nextPlace = new int[each];
        Array.Fill(_firstPlace, -1);
    }

    /// <summary>Draws the negatives of some groups.</summary>
    internal void Draw(RandomSource random, Span<int> negatives)
    {
        RandomSequence draws = random.Sequence();
        for (int i = 0; i < negatives.Length; i++)
        {
            negatives[i] = draws.NextInt32(_entityCount);
        }
    }

    /// <summary>Marks the negatives that answer a question by a training fact.</summary>
    /// <param name="queries">The questions.</param>
    /// <param name="places">Those of the group.</param>
    /// <param name="negatives">The group's negatives.</param>
    /// <param name="counts">[places, negatives]: 0 for an answer; the others are left as they are.</param>
    /// <returns>How many were marked.</returns>
    internal int MarkAnswers(FactQueries queries, ReadOnlySpan<int> places, ReadOnlySpan<int> negatives, Span<float> counts)
    {
        for (int k = _each - 1; k >= 0; k--)
        {
            _nextPlace[k] = _firstPlace[negatives[k]];
            _firstPlace[negatives[k]] = k;
        }

        int marked = 0;
        for (int row = 0; row < places.Length; row++)
        {
            int place = places[row];
            foreach (int answer in _known.Answers(queries.Anchors[place], queries.Relations[place], queries.AsksHeads[place]))
            {
                for (int k = _firstPlace[answer]; k >= 0; k = _nextPlace[k])
                {
                    counts[(row * _each) + k] = 0;
                    marked++;
                }
            }
        }

        foreach (int negative in negatives)
        {
            _firstPlace[negative] = -1;
        }

        return marked;
    }
}
