using System.Diagnostics;
using Gnn.Graphs;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Threading;

namespace Gnn.Training.Embeddings;

/// <summary>Embeddings of nodes by a skip-gram model of random walks: DeepWalk and node2vec.</summary>
/// <remarks>
/// <code>with negative sampling, for the nodes u and v of a walk at most w steps apart and nodes n drawn at random:
///     minimises  -log sigmoid(x_u . y_v) - sum over n of log(1 - sigmoid(x_u . y_n))
/// with a Huffman tree, for the inner nodes a on the way to v, l = 1 where it goes on to the first child:
///     minimises  -sum over a of log sigmoid((2 l - 1) x_u . y_a)</code>
/// <para>
/// Walks by Perozzi, Al-Rfou and Skiena, "DeepWalk: online learning of social representations", 2014 (p = q = 1, which is the default), and Grover and Leskovec, "node2vec: scalable feature
/// learning for networks", 2016; the model by Mikolov, Sutskever, Chen, Corrado and Dean, "Distributed representations of words and phrases and their compositionality", 2013. The embedding is
/// the table x; the table y is dropped, as in their programs.
/// </para>
/// <para>
/// Departures. Their programs let threads overwrite each other's updates. Here walks are taken in batches: each walk of a batch goes through its windows on copies of its rows, by stochastic
/// gradient descent, and how far the copies have come is added to the tables in the order of the walks; so the result has the same bits at any number of threads. Nodes drawn at random are
/// shared by the pairs of a window (Ji, Satish, Li and Dubey, "Parallelizing word2vec in shared and distributed memory", 2016) and of four windows next to each other. A drawn node that is the
/// window's own is left out, as in word2vec. PyTorch Geometric's Node2Vec has one table for both sides, begins with normal rows, and learns by Adam.
/// </para>
/// <para>A node without an edge keeps its first row. Time: N walks length w (1 + negatives) D. Memory: two tables [N, D], and about 3 rows for each node of each walk of a batch.</para>
/// </remarks>
/// <example><code>
/// WalkEmbeddingReport node2vec = WalkEmbedding.Train(graph, new WalkEmbeddingOptions { P = 0.25, Q = 0.25, Random = new RandomSource(seed) });
/// using Tensor x = node2vec.ToTensor();
/// </code></example>
public static class WalkEmbedding
{
    /// <summary>The rate at the end of training as a share of that at its beginning.</summary>
    internal const double LeastRate = 1e-4;

    /// <summary>Learns an embedding.</summary>
    /// <param name="graph">The graph, whose out-edges are walked; in a directed graph a walk ends where none leads on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told of each epoch.</param>
    /// <param name="cancellation">Ends the training between two batches.</param>
    /// <returns>The embedding and the record of its epochs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of range.</exception>
    /// <exception cref="TrainingException">The loss of an epoch is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="OverflowException">N times D is above 2^31 - 1.</exception>
    public static WalkEmbeddingReport Train(
        Graph graph, WalkEmbeddingOptions? options = null, IProgress<WalkEmbeddingEpoch>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new WalkEmbeddingOptions();
        options.Check();
        long start = Stopwatch.GetTimestamp();
        Tensor? weights = options.UseEdgeWeights ? graph.EdgeWeights : null;
        using var walker = new RandomWalker(graph, new WalkOptions { P = options.P, Q = options.Q }, weights);
        long[] degrees = new long[graph.NodeCount];
        for (int node = 0; node < degrees.Length; node++)
        {
            degrees[node] = graph.OutDegree(node);
        }

        _ = checked(graph.NodeCount * options.Dimension);
        using var model = new SkipGramModel(degrees, options, options.WalksOfBatch(graph.NodeCount));
        ForkJoinPool? own = options.Threads is { } threads ? new ForkJoinPool(threads) : null;
        try
        {
            var epochs = new List<WalkEmbeddingEpoch>(options.Epochs);
            for (int epoch = 0; epoch < options.Epochs; epoch++)
            {
                WalkEmbeddingEpoch done = Epoch(model, walker, options, epoch, own ?? HostThreads.Pool, cancellation);
                if (!double.IsFinite(done.Loss + done.NegativeLoss))
                {
                    throw new TrainingException(
                        $"The loss of epoch {epoch + 1} is not finite at a learning rate of {options.LearningRate} and {model.BatchWalks} walks of a batch: lower LearningRate or BatchWalks.", epoch + 1);
                }

                epochs.Add(done);
                progress?.Report(done);
            }

            float[] rows = new float[graph.NodeCount * options.Dimension];
            for (int node = 0; node < graph.NodeCount; node++)
            {
                model.Input(node).CopyTo(rows.AsSpan(node * options.Dimension));
            }

            return new WalkEmbeddingReport(rows, options.Dimension, epochs, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            own?.Dispose();
        }
    }

    private static unsafe WalkEmbeddingEpoch Epoch(
        SkipGramModel model, RandomWalker walker, WalkEmbeddingOptions options, int epoch, ForkJoinPool pool, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp(), walking = 0;
        int nodes = model.NodeCount;
        RandomSource order = options.Random.Stream("order").Stream((ulong)epoch);
        RandomSource walkSource = options.Random.Stream("walks").Stream((ulong)epoch);
        RandomSource negatives = options.Random.Stream("negatives").Stream((ulong)epoch);
        double all = (double)options.Epochs * options.WalksPerNode * nodes;
        var sums = new SkipGramSums();
        long[] keys = new long[nodes];
        for (int round = 0; round < options.WalksPerNode; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            int[] starts = order.Stream((ulong)round).Sequence().Permutation(nodes);
            for (int i = 0; i < nodes; i++)
            {
                keys[i] = ((long)round * nodes) + starts[i];
            }

            using WalkBatch walks = walker.Walk(starts, keys, options.WalkLength - 1, walkSource);
            walking += Stopwatch.GetTimestamp() - begin;
            for (int first = 0; first < nodes; first += model.BatchWalks)
            {
                cancellation.ThrowIfCancellationRequested();
                long walk = ((long)round * nodes) + first;
                double done = (((double)epoch * options.WalksPerNode * nodes) + walk) / all;
                float rate = (float)(options.LearningRate * Math.Max(1 - done, LeastRate));
                model.Step(
                    walks.Nodes.Pointer + ((long)first * options.WalkLength), Math.Min(model.BatchWalks, nodes - first), walk, negatives, rate, pool, ref sums);
            }
        }

        return new WalkEmbeddingEpoch(
            epoch + 1,
            sums.PositiveLoss / Math.Max(1, sums.PositivePairs),
            sums.NegativeLoss / Math.Max(1, sums.NegativePairs),
            sums.PositivePairs,
            sums.NegativePairs,
            Stopwatch.GetElapsedTime(0, walking),
            Stopwatch.GetElapsedTime(start));
    }
}
