namespace Gnn.Tensors.Memory;

/// <summary>The pool that graphs and sparse structures take their arrays from, whatever engine they are used on.</summary>
public static class HostMemory
{
    internal static BlockPool Pool { get; } = new();

    /// <summary>The memory that structures hold now, in bytes.</summary>
    public static MemoryStatistics Statistics => new(Pool.BytesInUse, Pool.BytesPooled, Pool.PeakBytesInUse);
}
