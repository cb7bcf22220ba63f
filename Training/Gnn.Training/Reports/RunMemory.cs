namespace Gnn.Training.Reports;

/// <summary>How much memory a run took, in bytes.</summary>
/// <param name="PeakProcess">The largest resident size of the process since it started; 0 where the operating system does not tell.</param>
/// <param name="PeakEngine">The largest size of the engine's buffers in use since the engine started or its statistics were reset.</param>
public readonly record struct RunMemory(long PeakProcess, long PeakEngine);
