using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>A hypergraph convolution of 64 columns: a linear map, the mean over each hyperedge's nodes, the mean over each node's hyperedges.</summary>
/// <remarks>The incidences are distinct pairs of a node and a hyperedge, drawn at random.</remarks>
internal static class HypergraphWork
{
    private const int Width = 64;

    internal static void Run(BenchmarkRun run)
    {
        (int nodes, int edges, int incidences) = run.Sizes.Hypergraph;
        using SparseStructure structure = Draw(nodes, edges, incidences);
        using Tensor x = Tensor.Normal((nodes, Width), new RandomSource(0), engine: run.Engine).WithGradient();
        using Tensor w = Tensor.Normal((Width, Width), new RandomSource(1), standardDeviation: 0.125, engine: run.Engine).WithGradient();
        using Tensor g = Tensor.Normal((nodes, Width), new RandomSource(2), engine: run.Engine);
        long[] shape = [nodes, edges, incidences, Width];
        run.Measure("hypergraph convolution, forward", Forward, shape: shape);
        run.Measure("hypergraph convolution, forward and backward", Backward, shape: shape);

        Tensor Convolve() => Tensor.SpMM(structure, null, Tensor.SpMM(structure, null, x.MatMul(w), Reduction.Mean, transposed: true), Reduction.Mean);

        void Forward()
        {
            using NoGrad noGrad = NoGrad.Open();
            Convolve();
        }

        void Backward()
        {
            Convolve().Backward(g);
            x.ClearGradient();
            w.ClearGradient();
        }
    }

    private static SparseStructure Draw(int nodes, int edges, int incidences)
    {
        RandomSequence random = new RandomSource(3).Sequence();
        var pairs = new HashSet<long>(incidences);
        while (pairs.Count < incidences)
        {
            pairs.Add(random.NextInt64((long)nodes * edges));
        }

        long[] inOrder = [.. pairs.Order()];
        return SparseStructure.FromEdges(
            nodes, edges, Array.ConvertAll(inOrder, pair => (int)(pair / edges)), Array.ConvertAll(inOrder, pair => (int)(pair % edges)));
    }
}
