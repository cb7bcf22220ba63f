namespace Gnn.Tensors.Memory;

/// <summary>How many bytes of native memory a pool of buffers holds.</summary>
/// <param name="InUse">Bytes of the buffers that are in use now, rounded up to their size classes.</param>
/// <param name="Pooled">Bytes of idle buffers that are kept for the next user.</param>
/// <param name="Peak">The largest value of <paramref name="InUse"/> since the start or the last reset.</param>
/// <remarks>The three are read at one moment. Managed memory is not counted.</remarks>
public readonly record struct MemoryStatistics(long InUse, long Pooled, long Peak);
