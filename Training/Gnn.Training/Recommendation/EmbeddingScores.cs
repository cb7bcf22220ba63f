using Gnn.Tensors;

namespace Gnn.Training.Recommendation;

/// <summary>Inner products of users' rows and items' rows.</summary>
internal sealed class EmbeddingScores : IItemScores, IDisposable
{
    private readonly Tensor _users;
    private readonly Tensor _items;

    internal EmbeddingScores(Tensor users, Tensor items)
    {
        if (!users.AllFinite() || !items.AllFinite())
        {
            throw new TrainingException("An embedding is not finite: lower the learning rate.", 0);
        }

        (_users, _items) = (users.Detach().Keep(), items.Detach().Keep());
    }

    public int ItemCount => (int)_items.Shape[0];

    public float[] Score(ReadOnlySpan<int> users, int threads)
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        Tensor ids = Tensor.Create(users, users.Length, _users.Engine);
        return _users.GatherRows(ids).MatMul(_items, transposeOther: true).ToArray<float>();
    }

    public void Dispose()
    {
        _users.Dispose();
        _items.Dispose();
    }
}
