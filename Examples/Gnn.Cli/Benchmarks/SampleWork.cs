using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;

namespace Gnn.Cli.Benchmarks;

/// <summary>Neighbour sampling: batches of the graph's training nodes in a random order, relabelled into blocks, as many at once as the engine has threads.</summary>
internal static class SampleWork
{
    /// <summary>Batches of one timed call.</summary>
    private const int Batches = 16;

    internal static void Run(BenchmarkRun run)
    {
        using var sampler = new NeighborSampler(run.Graph!.Structure, run.Fanouts);
        Measure(run, "sample", Draw(sampler));
        using var repeats = new NeighborSampler(run.Graph.Structure, run.Fanouts, new NeighborSamplerOptions { Replace = true });
        Measure(run, "sample with replacement", Draw(repeats));
        using var apart = new NeighborSampler(run.Graph.Structure, run.Fanouts, new NeighborSamplerOptions { Disjoint = true });
        Measure(run, "sample disjoint", Draw(apart));

        static Func<ReadOnlyMemory<int>, RandomSource, SampledSubgraph> Draw(NeighborSampler sampler) => (seeds, random) => sampler.Sample(seeds.Span, random);
    }

    /// <summary>Times a sampler that is given its seeds.</summary>
    internal static void Measure(BenchmarkRun run, string name, Func<ReadOnlyMemory<int>, RandomSource, SampledSubgraph> sample)
    {
        var random = new RandomSource(0);
        int[] seeds = run.Graph!.TrainIds();
        random.Stream("order").Sequence().Shuffle(seeds.AsSpan());
        int size = Math.Min(run.BatchSize, seeds.Length);
        int starts = Math.Max(1, seeds.Length / size);
        ulong epoch = 0;
        (long Edges, long Nodes) total = default;
        run.MeasureAmounts(name, Sample, Amounts, Figures);

        void Sample()
        {
            RandomSource source = random.Stream("sampling").Stream(epoch++);
            long[] edges = new long[Batches], nodes = new long[Batches];
            int next = 0;
            Thread[] threads = [.. Enumerable.Range(1, run.Threads - 1).Select(_ => new Thread(Work))];
            Array.ForEach(threads, thread => thread.Start());
            Work();
            Array.ForEach(threads, thread => thread.Join());
            total = (edges.Sum(), nodes.Sum());

            void Work()
            {
                for (int batch = Interlocked.Increment(ref next) - 1; batch < Batches; batch = Interlocked.Increment(ref next) - 1)
                {
                    using SampledSubgraph sampled = sample(seeds.AsMemory(((batch + ((int)epoch * Batches)) % starts) * size, size), source);
                    (edges[batch], nodes[batch]) = (sampled.EdgeCount, sampled.Nodes.Length);
                }
            }
        }

        IReadOnlyList<(string, double)> Amounts() => [("edges", total.Edges), ("seeds", (double)Batches * size), ("batches", Batches)];

        IReadOnlyList<(string, double)> Figures() => [("edges_per_batch", (double)total.Edges / Batches), ("nodes_per_batch", (double)total.Nodes / Batches)];
    }
}
