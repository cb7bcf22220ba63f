using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Draws each pair of blocks of pairs as an edge, independently, in time of the edges and not of the pairs.</summary>
/// <remarks>
/// Batagelj and Brandes, "Efficient generation of large random networks", 2005: the gap from an edge to the next is geometric. Since a geometric gap has no
/// memory, the pairs are cut into runs, each with its own stream of random numbers, and the cut depends on the pairs alone.
/// </remarks>
internal static class PairSampler
{
    private const double EdgesPerRun = 1 << 15;

    public static Graph Draw(int nodeCount, IReadOnlyList<PairBlock> blocks, bool isDirected, RandomSource source, int? threads, string name)
    {
        int copies = isDirected ? 1 : 2;
        GeneratorChecks.CheckEdges(copies * blocks.Sum(block => block.PairCount * block.Probability), name);
        List<(int Block, int Run, int Runs)> runs = CutRuns(blocks);
        var drawn = new List<(int Source, int Target)>[runs.Count];
        GeneratorThreads.For(runs.Count, threads, i =>
        {
            (int block, int run, int count) = runs[i];
            drawn[i] = DrawRun(blocks[block], run, count, source.Stream((ulong)block).Stream((ulong)run).Sequence());
        });
        int[] starts = new int[runs.Count];
        int edges = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = edges;
            edges = checked(edges + (copies * drawn[i].Count));
        }

        int[] sources = new int[edges];
        int[] targets = new int[edges];
        GeneratorThreads.For(runs.Count, threads, i =>
        {
            int edge = starts[i];
            foreach ((int from, int to) in drawn[i])
            {
                (sources[edge], targets[edge]) = (from, to);
                if (!isDirected)
                {
                    (sources[edge + 1], targets[edge + 1]) = (to, from);
                }

                edge += copies;
            }
        });
        return Graph.FromEdges(nodeCount, sources, targets, !isDirected);
    }

    private static List<(int Block, int Run, int Runs)> CutRuns(IReadOnlyList<PairBlock> blocks)
    {
        var runs = new List<(int Block, int Run, int Runs)>();
        for (int block = 0; block < blocks.Count; block++)
        {
            double expected = blocks[block].PairCount * blocks[block].Probability;
            int count = expected > 0 ? (int)Math.Ceiling(expected / EdgesPerRun) : 0;
            for (int run = 0; run < count; run++)
            {
                runs.Add((block, run, count));
            }
        }

        return runs;
    }

    private static List<(int Source, int Target)> DrawRun(PairBlock block, int run, int runs, RandomSequence random)
    {
        long next = (long)((Int128)block.PairCount * run / runs);
        long end = (long)((Int128)block.PairCount * (run + 1) / runs);
        double logOfMiss = LogOnePlus(-block.Probability);
        var edges = new List<(int Source, int Target)>((int)((end - next) * block.Probability * 1.05) + 16);
        while (true)
        {
            double gap = block.Probability < 1 ? Math.Floor(Math.Log(1 - random.NextDouble()) / logOfMiss) : 0;
            if (gap >= end - next)
            {
                return edges;
            }

            next += (long)gap;
            edges.Add(block.Pair(next));
            next++;
        }
    }

    // log(1 + x) for x in [-1, 0]: the sum 1 + x would lose a small x.
    private static double LogOnePlus(double x) => x > -1e-4 ? x * (1 - (x * ((1 / 2.0) - (x * ((1 / 3.0) - (x / 4)))))) : Math.Log(1 + x);
}
