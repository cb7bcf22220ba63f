namespace Gnn.Tensors.Memory;

/// <summary>The pool that graphs and sparse structures take their arrays from, whatever engine they are used on.</summary>
public static class HostMemory
{
    // Sampled batches come and go by the thousand and are small; a large structure or a file's content is seldom followed by another of its size.
    private const long MaxPooledBytes = 64 << 20;

    internal static BlockPool Pool { get; } = new(MaxPooledBytes);

    /// <summary>The memory that structures hold now, in bytes.</summary>
    public static MemoryStatistics Statistics => new(Pool.BytesInUse, Pool.BytesPooled, Pool.PeakBytesInUse);
}
