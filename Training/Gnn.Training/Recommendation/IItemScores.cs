namespace Gnn.Training.Recommendation;

/// <summary>Scores of all items for some users at a time.</summary>
internal interface IItemScores
{
    int ItemCount { get; }

    /// <summary>The scores of all items for each of some users, <c>[users, items]</c>; none is NaN. Not for several threads at once.</summary>
    float[] Score(ReadOnlySpan<int> users, int threads);
}
