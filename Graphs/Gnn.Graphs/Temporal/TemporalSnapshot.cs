namespace Gnn.Graphs.Temporal;

/// <summary>The events of one window of time as a graph.</summary>
/// <param name="Start">The first time of the window.</param>
/// <param name="End">The time at which the window is over: its events are earlier.</param>
/// <param name="Graph">All nodes, and an edge for each event of the window with its columns and <c>time</c>; owned by the caller.</param>
public sealed record TemporalSnapshot(long Start, long End, Graph Graph);
