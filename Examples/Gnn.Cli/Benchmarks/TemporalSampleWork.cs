using Gnn.Graphs.Sampled;
using Gnn.Graphs.Temporal;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Temporal;
using Gnn.Tensors;

namespace Gnn.Cli.Benchmarks;

/// <summary>Sampling of past events: the graph's edges at their times, its training nodes asked about at theirs.</summary>
internal static class TemporalSampleWork
{
    internal static void Run(BenchmarkRun run)
    {
        using TemporalGraph graph = ReadEvents(run.Graph!);
        long[] nodeTimes = run.Graph!.NodeTimes();
        var recent = new TemporalNeighborSamplerOptions { Direction = EdgeDirection.Incoming, Selection = EventSelection.MostRecent };
        Measure("temporal sample, most recent", recent, node => nodeTimes[node]);
        Measure("temporal sample, most recent, all times", recent, _ => long.MaxValue);
        Measure("temporal sample, most recent by path", recent with { Bound = TimeBound.Path }, node => nodeTimes[node]);
        Measure("temporal sample, uniform", recent with { Selection = EventSelection.Uniform }, node => nodeTimes[node]);

        void Measure(string name, TemporalNeighborSamplerOptions options, Func<int, long> timeOf)
        {
            using var sampler = new TemporalNeighborSampler(graph, run.Fanouts, options);
            SampleWork.Measure(run, name, Sample);

            SampledSubgraph Sample(ReadOnlyMemory<int> seeds, RandomSource random) =>
                sampler.Sample(seeds.Span, Array.ConvertAll(seeds.ToArray(), seed => timeOf(seed)), random);
        }
    }

    private static TemporalGraph ReadEvents(BenchmarkGraph graph)
    {
        int[] sources = new int[graph.EdgeCount], targets = new int[graph.EdgeCount];
        for (int target = 0; target < graph.NodeCount; target++)
        {
            int start = (int)graph.Structure.RowPointers[target], length = (int)graph.Structure.RowLength(target);
            graph.Structure.Row(target).CopyTo(sources.AsSpan(start));
            targets.AsSpan(start, length).Fill(target);
        }

        return TemporalGraph.FromEvents(graph.NodeCount, sources, targets, graph.EdgeTimes());
    }
}
