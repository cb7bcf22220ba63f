namespace Gnn.Datasets.Tables;

/// <summary>The two columns that name a node together: the scope that it is in, a graph or a type, and its id there; with their places among the keys of a row.</summary>
internal readonly record struct ScopedEnd(string ScopeColumn, int ScopeSlot, string Column, int Slot);
