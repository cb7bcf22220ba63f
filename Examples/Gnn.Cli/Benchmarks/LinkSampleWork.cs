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
    internal static void Run(BenchmarkRun run)
    {
        using Graph graph = Build(run.Graph!.Structure);
        int size = (int)Math.Min(run.BatchSize, graph.EdgeCount);
        var negatives = new NegativeSampler(graph);
        using var masked = new LinkSampler(graph, run.Fanouts, negatives);
        Measure(run, "link-sample", masked, (int)graph.EdgeCount);
        using var open = new LinkSampler(graph, run.Fanouts, negatives, new LinkSamplerOptions { MaskTargets = false });
        Measure(run, "link-sample without a mask", open, (int)graph.EdgeCount);
        int[] edges = new RandomSource(0).Sequence().Permutation((int)graph.EdgeCount)[..size];
        int[] sources = Array.ConvertAll(edges, edge => graph.Sources[edge]);
        int[] targets = Array.ConvertAll(edges, edge => graph.Targets[edge]);
        run.MeasureAmounts("negatives alone", () => negatives.Sample(sources, targets, 1, new RandomSource(0)), () => [("negatives", size)]);
    }

    private static void Measure(BenchmarkRun run, string name, LinkSampler sampler, int edgeCount) =>
        SampleWork.Measure(run, name, "positives", [.. Enumerable.Range(0, edgeCount)], batches: 32, (edges, random) =>
        {
            using SampledLinks links = sampler.Sample(edges.Span, random);
            return (links.Subgraph.EdgeCount, links.Subgraph.Nodes.Length);
        });

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
