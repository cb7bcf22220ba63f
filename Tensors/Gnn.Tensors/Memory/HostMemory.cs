using System.Globalization;

namespace Gnn.Tensors.Memory;

/// <summary>The pool that graphs and sparse structures take their arrays from, whatever engine they are used on.</summary>
public static class HostMemory
{
    // Sampled batches come and go by the thousand and are small; a large structure or a file's content is seldom followed by another of its size.
    private const long MaxPooledBytes = 64 << 20;

    // Less than this is never refused: to ask the system costs more than it could save.
    private const long UncheckedBytes = 256 << 20;

    internal static BlockPool Pool { get; } = new(MaxPooledBytes);

    /// <summary>The memory that structures hold now, in bytes.</summary>
    public static MemoryStatistics Statistics => new(Pool.BytesInUse, Pool.BytesPooled, Pool.PeakBytesInUse);

    /// <summary>The bytes that this process could still take: what the machine, or the container it runs in, has for it, less what it has resident.</summary>
    /// <remarks>Other processes' memory is not subtracted, for they may give way; so a request beyond this can never be met, and one below it may fail.</remarks>
    public static long AvailableBytes
    {
        get
        {
            GCMemoryInfo info = GC.GetGCMemoryInfo();
            return Math.Max(0, Math.Max(info.TotalAvailableMemoryBytes, info.HighMemoryLoadThresholdBytes) - Environment.WorkingSet);
        }
    }

    /// <summary>Refuses a request that this machine cannot meet, before anything is allocated for it.</summary>
    /// <param name="bytes">The bytes needed in all; a negative number stands for more than 2^63 - 1.</param>
    /// <param name="what">What needs them, for the message, for example <c>a graph of 5 edges</c>.</param>
    /// <exception cref="InsufficientMemoryException">There are not as many; the message has both numbers.</exception>
    public static void Require(long bytes, string what)
    {
        ArgumentNullException.ThrowIfNull(what);
        if (bytes is >= 0 and <= UncheckedBytes)
        {
            return;
        }

        long available = AvailableBytes;
        if (bytes < 0 || bytes > available)
        {
            string needed = bytes < 0 ? "more than 2^63" : bytes.ToString("N0", CultureInfo.InvariantCulture);
            throw new InsufficientMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"For {what}, {needed} bytes of memory are needed, and this machine has at most {available:N0} left: check the counts, or use less data at a time."));
        }
    }
}
