using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Generators;

/// <summary>Runs of work, each with random numbers and places of its own, on as many threads as the caller allows.</summary>
internal static class GeneratorThreads
{
    public static void For(int runs, int? threads, Action<int> body) => For(runs, threads, body, CancellationToken.None);

    public static void For(int runs, int? threads, Action<int> body, CancellationToken cancellation)
    {
        if (threads is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "'threads' must be at least 1: leave it out to use those of the default engine.");
        }

        if (runs <= 1 || threads == 1)
        {
            for (int run = 0; run < runs; run++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(run);
            }

            return;
        }

        Parallel.For(0, runs, new ParallelOptions { MaxDegreeOfParallelism = threads ?? Engine.Default.ThreadCount, CancellationToken = cancellation }, body);
    }
}
