namespace Gnn.Tensors.Threading;

/// <summary>The threads that build structures, whatever engine they are used on: as many as GNN_THREADS says, or else the processors of this process.</summary>
internal static class HostThreads
{
    private static readonly Lazy<ForkJoinPool> LazyPool = new(() => new ForkJoinPool(ForkJoinPool.DefaultThreadCount));

    /// <summary>The pool, whose threads sleep while nothing is built; it belongs to the process.</summary>
    public static ForkJoinPool Pool => LazyPool.Value;
}
