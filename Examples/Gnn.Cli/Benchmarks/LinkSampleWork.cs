using Gnn.Graphs;
using Gnn.Sampling.Links;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>Link sampling: batches of the graph's edges in a random order with a checked negative each, the edges asked for hidden from the sample; as many
/// batches at once as the engine has threads.</summary>
internal static class LinkSampleWork
{
    /// <summary>Batches of one timed call.</summary>
    private const int Batches = 8;

    internal static void Run(BenchmarkRun run)
    {
        using Graph graph = Build(run.Graph!.Structure);
        int size = (int)Math.Min(run.BatchSize, graph.EdgeCount);
        var negatives = new NegativeSampler(graph);
        using var masked = new LinkSampler(graph, run.Fanouts, negatives);
        Measure(run, "link-sample", masked, (int)graph.EdgeCount, size);
        using var open = new LinkSampler(graph, run.Fanouts, negatives, new LinkSamplerOptions { MaskTargets = false });
        Measure(run, "link-sample without a mask", open, (int)graph.EdgeCount, size);
        int[] edges = new RandomSource(0).Sequence().Permutation((int)graph.EdgeCount)[..size];
        int[] sources = Array.ConvertAll(edges, edge => graph.Sources[edge]);
        int[] targets = Array.ConvertAll(edges, edge => graph.Targets[edge]);
        run.MeasureAmounts("negatives alone", () => negatives.Sample(sources, targets, 1, new RandomSource(0)), () => [("negatives", size)]);
    }

    private static void Measure(BenchmarkRun run, string name, LinkSampler sampler, int edgeCount, int size)
    {
        var random = new RandomSource(0);
        int[] order = random.Stream("order").Sequence().Permutation(edgeCount);
        int starts = Math.Max(1, edgeCount / Math.Max(1, size));
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
                    using SampledLinks links = sampler.Sample(order.AsSpan((int)(((epoch * Batches) + (ulong)batch) % (ulong)starts) * size, size), source);
                    (edges[batch], nodes[batch]) = (links.Subgraph.EdgeCount, links.Subgraph.Nodes.Length);
                }
            }
        }

        IReadOnlyList<(string, double)> Amounts() => [("edges", total.Edges), ("positives", (double)Batches * size), ("batches", Batches)];

        IReadOnlyList<(string, double)> Figures() => [("edges_per_batch", (double)total.Edges / Batches), ("nodes_per_batch", (double)total.Nodes / Batches)];
    }

    /// <summary>The graph of a structure, undirected if it holds both directions of every edge.</summary>
    private static Graph Build(SparseStructure structure)
    {
        int[] targets = new int[structure.EntryCount];
        for (int row = 0; row < structure.RowCount; row++)
        {
            targets.AsSpan((int)structure.RowPointers[row], (int)structure.RowLength(row)).Fill(row);
        }

        return Graph.FromEdges(structure.RowCount, structure.ColumnIndices.Span(), targets, structure.IsSymmetric());
    }
}
