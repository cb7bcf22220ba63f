using Gnn.Sampling.Features;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Cli.Benchmarks;

/// <summary>Rows of features for the nodes of batches, from each kind of store: in memory, mapped, read from the file, and through a cache of a fifth of the
/// rows in front of that.</summary>
/// <remarks>
/// <para>A batch has distinct nodes, which are ends of random edges, as those of sampled neighbourhoods are; without a graph the table is random and nodes are
/// uniform. Eight batches are gathered in turn. Bytes are those of the rows read and written and of the ids. A file that was read before is in the system's
/// memory: the figures of a disk are those of a table that is larger.</para>
/// <para>All stores but the engine's own operation gather on the threads of <c>GNN_THREADS</c>; <c>--threads</c> sets those of the operation.</para>
/// </remarks>
internal static class GatherWork
{
    private const int Batches = 8;
    private const int RandomWidth = 128;
    private const int CachedPart = 5;
    private const int DrawsPerRow = 64;

    /// <summary>The stores by name.</summary>
    internal static IReadOnlyList<string> Stores { get; } = ["operation", "memory", "mapped", "file", "cached"];

    internal static void Run(BenchmarkRun run)
    {
        if (run.Graph is { } graph)
        {
            Measure(run, graph.FeaturesPath, Ends(graph.Structure, run.Sizes.GatheredRows));
            return;
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".npy");
        try
        {
            using (Tensor x = Tensor.Normal((run.Sizes.Rows, RandomWidth), new RandomSource(0), engine: run.Engine))
            {
                NpyFile.Write(path, x);
            }

            Measure(run, path, Uniform(run.Sizes.Rows, Math.Min(run.Sizes.Rows, run.Sizes.GatheredRows)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Measure(BenchmarkRun run, string path, int[][] batches)
    {
        foreach (string name in Stores)
        {
            if (run.Store is { } wanted && wanted != name)
            {
                continue;
            }

            if (name == "operation")
            {
                MeasureOperation(run, path, batches);
                continue;
            }

            using FeatureStore store = Open(run, name, path);

            // What a cache is to know of these batches it learns before it is measured.
            for (int batch = 0; batch < 2 * Batches; batch++)
            {
                store.Gather(batches[batch % Batches]).Dispose();
            }

            FeatureStoreStatistics before = store.Statistics;
            Measure(run, name, batches, store.FeatureCount, batch => store.Gather(batches[batch]), () => HitRate(before, store.Statistics));
        }
    }

    private static void MeasureOperation(BenchmarkRun run, string path, int[][] batches)
    {
        using Tensor x = NpyFile.ReadTensor(path, run.Engine).Keep();
        Tensor[] index = [.. batches.Select(batch => Tensor.Create(batch, batch.Length, run.Engine).Keep())];
        Measure(run, "operation", batches, (int)x.Shape[1], batch => x.GatherRows(index[batch]), () => 1);
        Array.ForEach(index, tensor => tensor.Dispose());
    }

    private static void Measure(BenchmarkRun run, string name, int[][] batches, int width, Action<int> gather, Func<double> hitRate)
    {
        double rows = batches.Average(batch => batch.Length);
        double bytes = rows * (sizeof(int) + (2.0 * sizeof(float) * width));
        int next = 0;
        run.MeasureAmounts(
            "gather " + name,
            () => gather(next++ % Batches),
            () => [("rows", rows), ("gigabytes", bytes / 1e9)],
            () => [("hit_rate", hitRate())],
            new Cost(bytes),
            [(long)rows, width]);
    }

    /// <summary>A store of a table, by its name.</summary>
    internal static FeatureStore Open(BenchmarkRun run, string name, string path)
    {
        switch (name)
        {
            // Works that take a store have no operation of their own to gather with: theirs is memory.
            case "memory" or "operation":
                using (Tensor x = NpyFile.ReadTensor(path, run.Engine))
                {
                    return new MemoryFeatureStore(x);
                }

            case "mapped":
                return new MappedFeatureStore(path, run.Engine);
            case "file":
                return new FileFeatureStore(path, run.Engine);
            default:
                using (var file = new FileFeatureStore(path, run.Engine))
                {
                    return new CachedFeatureStore(file, (sizeof(int) * (long)file.RowCount) + (file.RowBytes * (file.RowCount / CachedPart + 1)) + file.RowBytes);
                }
        }
    }

    private static double HitRate(FeatureStoreStatistics before, FeatureStoreStatistics after) =>
        (double)(after.Hits - before.Hits) / (after.Hits - before.Hits + after.Misses - before.Misses);

    /// <summary>Batches of distinct nodes, each an end of a random edge.</summary>
    private static int[][] Ends(SparseStructure structure, int rows)
    {
        ReadOnlySpan<int> ends = structure.ColumnIndices.Span();
        RandomSequence random = new RandomSource(1).Sequence();
        int[][] batches = new int[Batches][];
        for (int batch = 0; batch < Batches; batch++)
        {
            var seen = new HashSet<int>(rows);
            var drawn = new List<int>(rows);
            for (long draw = 0; drawn.Count < rows && draw < (long)DrawsPerRow * rows && ends.Length > 0; draw++)
            {
                int node = ends[random.NextInt32(ends.Length)];
                if (seen.Add(node))
                {
                    drawn.Add(node);
                }
            }

            batches[batch] = [.. drawn];
        }

        return batches;
    }

    private static int[][] Uniform(int nodes, int rows)
    {
        int[] order = [.. Enumerable.Range(0, nodes)];
        RandomSequence random = new RandomSource(1).Sequence();
        int[][] batches = new int[Batches][];
        for (int batch = 0; batch < Batches; batch++)
        {
            random.Shuffle(order.AsSpan());
            batches[batch] = order[..rows];
        }

        return batches;
    }
}
