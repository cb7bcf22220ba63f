using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Cli.Benchmarks;

/// <summary>From random directed edges in two arrays to a graph with its in-edges and its out-edges.</summary>
/// <remarks>The result is the copy of the edges and the structure both ways. Building has the process's threads: <c>GNN_THREADS</c> says how many.</remarks>
internal static class BuildWork
{
    internal static void Run(BenchmarkRun run)
    {
        (int nodes, int edges) = run.Sizes.Build;
        HostMemory.Require(5L * sizeof(long) * edges, $"the edges and the graph of {edges} edges");
        int[] sources = Draw("sources", nodes, edges), targets = Draw("targets", nodes, edges);
        long resultBytes = 0;
        using (Graph graph = Build())
        {
            resultBytes = ((long)edges * 7 * sizeof(int)) + (graph.InEdges.RowPointers.Length * 2 * sizeof(int));
        }

        run.Measure("build, in-edges and out-edges", () => Build().Dispose(), new Cost(Edges: edges), shape: [nodes, edges], resultBytes: resultBytes);

        Graph Build()
        {
            Graph graph = Graph.FromEdges(nodes, sources, targets);
            _ = graph.OutEdges;
            return graph;
        }
    }

    private static int[] Draw(string name, int nodes, int edges)
    {
        RandomSequence random = new RandomSource(0).Stream(name).Sequence();
        int[] ids = new int[edges];
        for (int edge = 0; edge < edges; edge++)
        {
            ids[edge] = random.NextInt32(nodes);
        }

        return ids;
    }
}
