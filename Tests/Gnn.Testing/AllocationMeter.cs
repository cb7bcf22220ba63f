using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;

namespace Gnn.Testing;

/// <summary>Counts what a piece of work allocates, on the managed heap and off it.</summary>
/// <remarks>
/// Managed bytes are all that any thread of the process allocates meanwhile, garbage included. Native bytes, which are pooled and lent again, are the most that
/// were in use at once: those of graphs and structures, and those of the default engine's tensors, each on top of what was in use before. A fixture that measures
/// is therefore not one of those that run beside others.
/// </remarks>
public static class AllocationMeter
{
    /// <summary>Does the work.</summary>
    /// <param name="work">The work, which disposes of what it makes.</param>
    /// <returns>The bytes.</returns>
    public static long Measure(Action work)
    {
        BlockPool[] pools = [HostMemory.Pool, .. Engine.Default is HostEngine engine ? [engine.Pool] : Array.Empty<BlockPool>()];
        long native = 0;
        foreach (BlockPool pool in pools)
        {
            pool.ResetPeak();
            native -= pool.BytesInUse;
        }

        long managed = -GC.GetTotalAllocatedBytes(precise: true);
        work();
        managed += GC.GetTotalAllocatedBytes(precise: true);
        return managed + native + pools.Sum(pool => pool.PeakBytesInUse);
    }
}
