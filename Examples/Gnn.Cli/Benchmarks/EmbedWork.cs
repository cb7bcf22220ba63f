using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Tensors;
using Gnn.Training.Embeddings;

namespace Gnn.Cli.Benchmarks;

/// <summary>An epoch of node2vec on a random graph: 10 walks of 20 nodes from each node, every pair at most 10 steps apart, one negative each, 128 columns.</summary>
/// <remarks>
/// A call is one training of one epoch, with tables, walks and the copy of the result. Then ten epochs are taken: the losses of the first and of the last, positive and negative
/// together, tell that it learns.
/// </remarks>
internal static class EmbedWork
{
    private const int LearningEpochs = 10;

    internal static void Run(BenchmarkRun run)
    {
        (int nodes, int edges) = run.Sizes.Embedding;
        using Graph graph = ErdosRenyi.Gnm(nodes, edges, new RandomSource(4));
        var options = new WalkEmbeddingOptions
        {
            WalkLength = 20,
            WalksPerNode = 10,
            Context = 10,
            ShrinkContext = false,
            Negatives = 1,
            NegativePower = 0,
            Epochs = 1,
            P = run.Walks.P,
            Q = run.Walks.Q,
            Threads = run.Threads,
        };
        WalkEmbeddingReport? last = null;
        run.MeasureAmounts(
            "node2vec epoch",
            () => last = WalkEmbedding.Train(graph, options, progress: null, run.Cancellation),
            () => [("pairs", last!.Epochs[0].Pairs), ("negative_pairs", last.Epochs[0].NegativePairs)],
            Losses,
            shape: [nodes, edges, options.Dimension],
            warmUpCalls: 1);

        IReadOnlyList<(string, double)> Losses()
        {
            WalkEmbeddingReport learned = WalkEmbedding.Train(graph, options with { Epochs = LearningEpochs }, progress: null, run.Cancellation);
            WalkEmbeddingEpoch first = learned.Epochs[0], end = learned.Epochs[^1];
            return [("first_loss", first.Loss + first.NegativeLoss), ("last_loss", end.Loss + end.NegativeLoss)];
        }
    }
}
