namespace Gnn.Training.Embeddings;

/// <summary>Losses and pairs of the walks so far.</summary>
internal struct SkipGramSums
{
    public double PositiveLoss;
    public double NegativeLoss;
    public long PositivePairs;
    public long NegativePairs;
}
