namespace Gnn.Tensors.Engines.Kernels;

/// <summary>How element-wise work is cut: into runs of a fixed number of elements, or of as many whole rows as come near it.</summary>
internal static class Runs
{
    /// <summary>The elements of a run: 64 KB.</summary>
    public const long Elements = 16384;

    /// <summary>The number of runs.</summary>
    public static long CountOf(long length) => (length + Elements - 1) / Elements;

    /// <summary>Where a run begins.</summary>
    public static long Start(int run) => run * Elements;

    /// <summary>Where a run ends.</summary>
    public static long End(int run, long length) => Math.Min(length, (run + 1L) * Elements);

    /// <summary>The rows of a run of rows.</summary>
    public static long RowsOf(long width) => Math.Max(1, Elements / Math.Max(1, width));
}
