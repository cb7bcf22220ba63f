using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>Random walks over the graph, one from each node: uniform, by weight, with restarts, and of second order without and with weights.</summary>
/// <remarks>
/// Weights are drawn from [0.01, 1.01). A walk that ends early counts as one of full length. Walks have the process's threads: <c>GNN_THREADS</c> says how many.
/// Each call draws anew, from a stream of its own.
/// </remarks>
internal static class WalkWork
{
    internal const string ParameterRange = "a positive number that is finite and whose reciprocal is";

    internal static bool IsParameter(double value) => value > 0 && double.IsFinite(value) && double.IsFinite(1 / value);

    internal static void Run(BenchmarkRun run)
    {
        SparseStructure structure = run.Graph!.Structure;
        int[] starts = [.. Enumerable.Range(0, structure.RowCount)];
        using Tensor weights = Weights(structure.EntryCount);
        ulong epoch = 0;
        Measure("walk, uniform", new WalkOptions(), null);
        Measure("walk, by weight", new WalkOptions(), weights);
        Measure("walk, restarts of 0.15", new WalkOptions { Restart = 0.15 }, null);
        var node2Vec = new WalkOptions { P = run.Walks.P, Q = run.Walks.Q };
        run.Measure("node2vec, made", () => new RandomWalker(structure, node2Vec).Dispose());
        Measure("node2vec", node2Vec, null);
        Measure("node2vec, by weight", node2Vec, weights);

        void Measure(string work, WalkOptions options, Tensor? ofEdges)
        {
            using var walker = new RandomWalker(structure, options, ofEdges);
            double count = starts.Length;
            run.Measure(
                work,
                () => walker.Walk(starts, run.Walks.Length, new RandomSource(0).Stream(epoch++)).Dispose(),
                shape: [starts.Length, run.Walks.Length],
                amounts: [("walks", count), ("steps", count * run.Walks.Length)]);
        }
    }

    private static Tensor Weights(long edges)
    {
        RandomSequence random = new RandomSource(1).Sequence();
        float[] weights = new float[edges];
        for (long edge = 0; edge < edges; edge++)
        {
            weights[edge] = random.NextSingle() + 0.01f;
        }

        return Tensor.Create<float>(weights, edges).Keep();
    }
}
