namespace Gnn.Training.Recommendation;

/// <summary>Items by their number of training users.</summary>
internal sealed class PopularityScores(Interactions train) : IItemScores
{
    private readonly float[] _degrees = Array.ConvertAll(train.ItemDegrees(), degree => (float)degree);

    public int ItemCount => _degrees.Length;

    public float[] Score(ReadOnlySpan<int> users, int threads)
    {
        float[] scores = new float[users.Length * ItemCount];
        for (int row = 0; row < users.Length; row++)
        {
            _degrees.CopyTo(scores, row * ItemCount);
        }

        return scores;
    }
}
