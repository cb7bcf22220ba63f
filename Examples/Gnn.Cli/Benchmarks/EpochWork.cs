using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Loading;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Benchmarks;

/// <summary>An epoch of GraphSAGE (mean, a layer for each fanout, dropout) over the training nodes in batches with sampled neighbours: sampling, gathering, forward, the loss,
/// backward, and Adam with a learning rate of 0.01 and a weight decay of 5e-4.</summary>
internal static class EpochWork
{
    internal static void Run(BenchmarkRun run)
    {
        BenchmarkGraph graph = run.Graph!;
        (Tensor labels, int classes) = graph.Labels();
        using Tensor all = labels;
        using FeatureStore features = GatherWork.Open(run, run.Store ?? "memory", graph.FeaturesPath);
        using var sampler = new NeighborSampler(graph.Structure, run.Fanouts);
        using var model = new GraphSage(features.FeatureCount, run.Hidden, classes, new RandomSource(0), run.Fanouts.Count, run.Dropout);
        model.MoveTo(run.Engine);
        using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
        optimizer.Attach(model.ParameterGroups());
        var loader = new NodeLoader(sampler, new Plain(model), features, graph.TrainIds(), new NodeLoaderOptions
        {
            BatchSize = run.BatchSize,
            Labels = labels.ToArray<int>(),
            Prefetch = new PrefetchOptions { Workers = run.Workers },
        });
        int epoch = 0;
        long nodes = 0, edges = 0, seeds = 0;
        PrefetchStatistics before = loader.Statistics;
        run.MeasureAmounts($"sage epoch", Train, Amounts, Figures, hidden: run.Hidden, warmUpCalls: 1);

        void Train()
        {
            (nodes, edges, seeds) = (0, 0, 0);
            before = loader.Statistics;
            RandomSource dropout = new RandomSource(1).Stream((ulong)++epoch);
            foreach (NodeBatch batch in loader.Epoch(epoch, cancellation: run.Cancellation))
            {
                using (batch)
                {
                    Step(batch, dropout.Stream((ulong)batch.Index));
                }
            }
        }

        void Step(NodeBatch batch, RandomSource random)
        {
            using var scope = new TensorScope();
            nodes += batch.Sampled.Nodes.Length;
            edges += batch.Sampled.EdgeCount;
            seeds += batch.Seeds.Length;
            Tensor logits = model.Forward(ForwardContext.ForTraining(random, scope), batch.X, batch.Adjacencies);
            CrossEntropy.Of(logits, batch.Labels!).Backward();
            optimizer.Step();
            optimizer.ClearGradients();
        }

        IReadOnlyList<(string, double)> Amounts() => [("seeds", seeds), ("edges", edges), ("batches", loader.BatchCount)];

        IReadOnlyList<(string, double)> Figures()
        {
            PrefetchStatistics after = loader.Statistics;
            return
            [
                ("wait_share", (after.Waited - before.Waited) / (after.Elapsed - before.Elapsed)),
                ("nodes_per_batch", (double)nodes / loader.BatchCount),
                ("edges_per_batch", (double)edges / loader.BatchCount),
            ];
        }
    }

    /// <summary>A model that needs nothing of the graph but the edges of blocks.</summary>
    private sealed class Plain(GraphModel model) : IBlockPreparation
    {
        public Adjacency Prepare(SampledSubgraph batch, int layer) => model.Prepare(batch.Blocks[layer].Structure);

        public void Dispose()
        {
        }
    }
}
