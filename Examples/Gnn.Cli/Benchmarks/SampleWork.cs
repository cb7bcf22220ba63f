using Gnn.Graphs.Sampled;
using Gnn.Sampling.Features;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;

namespace Gnn.Cli.Benchmarks;

/// <summary>Neighbour sampling: batches of the graph's training nodes in a random order, relabelled into blocks, as many at once as the engine has threads; then with their
/// features gathered, where the graph has some.</summary>
internal static class SampleWork
{
    internal static void Run(BenchmarkRun run)
    {
        using var sampler = new NeighborSampler(run.Graph!.Structure, run.Fanouts);
        Measure(run, "sample", Draw(sampler));
        if (run.Graph.HasFeatures)
        {
            using FeatureStore features = GatherWork.Open(run, run.Store ?? "memory", run.Graph.FeaturesPath);
            Measure(run, "sample and gather", (seeds, random) =>
            {
                SampledSubgraph sampled = sampler.Sample(seeds.Span, random);
                features.Gather(sampled.Nodes).Dispose();
                return sampled;
            });
        }

        using var repeats = new NeighborSampler(run.Graph.Structure, run.Fanouts, new NeighborSamplerOptions { Replace = true });
        Measure(run, "sample with replacement", Draw(repeats));
        using var apart = new NeighborSampler(run.Graph.Structure, run.Fanouts, new NeighborSamplerOptions { Disjoint = true });
        Measure(run, "sample disjoint", Draw(apart));
        using var labor = new LaborSampler(run.Graph.Structure, run.Fanouts);
        Measure(run, "sample labor", Draw(labor));

        static Func<ReadOnlyMemory<int>, RandomSource, SampledSubgraph> Draw(INodeSampler sampler) => (seeds, random) => sampler.Sample(seeds.Span, random);
    }

    /// <summary>Times a sampler that is given its seeds.</summary>
    internal static void Measure(BenchmarkRun run, string name, Func<ReadOnlyMemory<int>, RandomSource, SampledSubgraph> sample) =>
        Measure(run, name, "seeds", run.Graph!.TrainIds(), batches: 64, (seeds, random) =>
        {
            using SampledSubgraph sampled = sample(seeds, random);
            return (sampled.EdgeCount, sampled.Nodes.Length);
        });

    /// <summary>Times batches of items in a random order, as many at once as the engine has threads.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The name of the work.</param>
    /// <param name="itemName">What an item is called, for example <c>seeds</c>.</param>
    /// <param name="items">The items, which are put in a random order.</param>
    /// <param name="batches">Batches of one timed call.</param>
    /// <param name="sample">Samples a batch and gives its edges and nodes.</param>
    internal static void Measure(
        BenchmarkRun run, string name, string itemName, int[] items, int batches, Func<ReadOnlyMemory<int>, RandomSource, (long Edges, long Nodes)> sample)
    {
        var random = new RandomSource(0);
        random.Stream("order").Sequence().Shuffle(items.AsSpan());
        int size = Math.Min(run.BatchSize, items.Length);
        ulong starts = (ulong)Math.Max(1, items.Length / Math.Max(1, size));
        ulong epoch = 0;
        (long Edges, long Nodes) total = default;
        run.MeasureAmounts(name, Sample, Amounts, Figures);

        void Sample()
        {
            RandomSource source = random.Stream("sampling").Stream(epoch++);
            var sizes = new (long Edges, long Nodes)[batches];
            int next = 0;
            Thread[] threads = [.. Enumerable.Range(1, run.Threads - 1).Select(_ => new Thread(Work))];
            Array.ForEach(threads, thread => thread.Start());
            Work();
            Array.ForEach(threads, thread => thread.Join());
            total = (sizes.Sum(each => each.Edges), sizes.Sum(each => each.Nodes));

            void Work()
            {
                for (int batch = Interlocked.Increment(ref next) - 1; batch < batches; batch = Interlocked.Increment(ref next) - 1)
                {
                    int first = (int)(((epoch * (ulong)batches) + (ulong)batch) % starts) * size;
                    sizes[batch] = sample(items.AsMemory(first, size), source);
                }
            }
        }

        IReadOnlyList<(string, double)> Amounts() => [("edges", total.Edges), (itemName, (double)batches * size), ("batches", batches)];

        IReadOnlyList<(string, double)> Figures() => [("edges_per_batch", (double)total.Edges / batches), ("nodes_per_batch", (double)total.Nodes / batches)];
    }
}
