using Gnn.Sampling.Neighbors;

namespace Gnn.Sampling.Heterogeneous;

/// <summary>The nodes of one type in a batch whose seeds are of several.</summary>
internal interface ITypedNumbering : INodeNumbering
{
    /// <summary>Begins a batch.</summary>
    /// <param name="keys">What the samples of the seeds of all types are drawn by, where samples are disjoint.</param>
    /// <param name="first">The place among them of the first seed of this type.</param>
    /// <param name="seeds">The seeds of this type, which get the first numbers.</param>
    void Begin(ulong[] keys, int first, ReadOnlySpan<int> seeds);
}
