using Gnn.Sampling.Neighbors;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Temporal;

/// <summary>Nodes of a batch whose seeds have query times.</summary>
internal unsafe interface ITemporalNumbering : INodeNumbering
{
    /// <summary>The place of the seed that each node was found for; moves when room is made.</summary>
    int* SeedOf { get; }

    /// <summary>Begins a batch.</summary>
    /// <param name="seeds">The seeds, which get the first numbers.</param>
    /// <param name="times">The query time of each.</param>
    void Begin(ReadOnlySpan<int> seeds, ReadOnlySpan<long> times);

    /// <summary>The event whose time bounds what a node may know, or -1 where the query time of its seed does.</summary>
    int ReachedBy(int number);

    /// <summary>Tells, after a hop is numbered, the event of each edge of the hop.</summary>
    void Reached(ReadOnlySpan<int> events);

    /// <summary>The time that bounds what each node may know, owned by the caller.</summary>
    NativeArray<long> TimesOfNodes();
}
