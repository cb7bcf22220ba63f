using Gnn.Graphs.Batching;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>Some graphs as one batch, with what the model made of it.</summary>
internal sealed class PreparedGraphs : IDisposable
{
    private PreparedGraphs(int[] graphs, GraphBatch batch, Adjacency adjacency) => (Graphs, Batch, Adjacency) = (graphs, batch, adjacency);

    /// <summary>The graphs, in the order of the batch.</summary>
    internal int[] Graphs { get; }

    internal GraphBatch Batch { get; }

    internal Adjacency Adjacency { get; }

    public void Dispose()
    {
        Adjacency.Dispose();
        Batch.Dispose();
    }

    /// <summary>Where an order is cut into batches of so many graphs at most, and so many nodes unless a single graph has more.</summary>
    internal static IEnumerable<int[]> Cut(GraphSet set, int[] order, int batchSize, int? maxNodes)
    {
        for (int first = 0; first < order.Length;)
        {
            int end = first;
            long nodes = 0;
            while (end < order.Length && end - first < batchSize)
            {
                nodes += set.NodeCountOf(order[end]);
                if (end > first && nodes > maxNodes)
                {
                    break;
                }

                end++;
            }

            yield return order[first..end];
            first = end;
        }
    }

    internal static PreparedGraphs Create(GraphSet set, int[] graphs, IGraphLevelModel model)
    {
        using var scope = new TensorScope();
        GraphBatch batch = set.Batch(graphs);
        try
        {
            return new PreparedGraphs(graphs, batch, model.Prepare(batch.Graph));
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    internal Tensor Forward(in ForwardContext context, IGraphLevelModel model) => model.Forward(context, Batch.Graph.Features, Adjacency, Batch.NodesOfGraphs);
}
