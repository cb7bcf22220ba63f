using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>The nodes of a batch in the order in which they were found, which is their numbers.</summary>
internal unsafe interface INodeNumbering : IDisposable
{
    /// <summary>How many nodes there are.</summary>
    int Count { get; }

    /// <summary>The nodes by number; moves when room is made.</summary>
    int* Nodes { get; }

    /// <summary>Of nodes that are in the order of seeds, run after run: where each seed's nodes of a run begin, and the last one's end. Null where nodes are in no such
    /// order.</summary>
    List<int[]>? Runs { get; }

    /// <summary>Begins a batch.</summary>
    /// <param name="seeds">The seeds, which get the first numbers.</param>
    void Begin(ReadOnlySpan<int> seeds);

    /// <summary>Makes room for more nodes.</summary>
    /// <param name="more">How many may come.</param>
    void Reserve(int more);

    /// <summary>Tells the stream from which a hop is drawn.</summary>
    void BeginHop(RandomSource stream);

    /// <summary>The id of the stream from which a node draws.</summary>
    /// <param name="number">The node's number.</param>
    ulong StreamId(int number);

    /// <summary>Asks for the memory of a node's number, some time before it is wanted.</summary>
    void Ask(int node);

    /// <summary>Numbers the nodes that targets found, or leaves that to <see cref="Finish"/>.</summary>
    /// <param name="first">The first target's number.</param>
    /// <param name="end">The number after the last one.</param>
    /// <param name="pointers">Where what each target found begins.</param>
    /// <param name="found">The nodes, which are replaced by their numbers.</param>
    void Number(int first, int end, int* pointers, int* found);

    /// <summary>Numbers what all targets found and <see cref="Number"/> left.</summary>
    /// <param name="targetRuns">The <see cref="Runs"/> of the targets, which more may follow.</param>
    /// <param name="targetCount">How many targets there are.</param>
    /// <param name="pointers">Where what each target found begins.</param>
    /// <param name="found">The nodes, which are replaced by their numbers.</param>
    void Finish(List<int[]>? targetRuns, int targetCount, int* pointers, int* found);

    /// <summary>The place of the seed that each node was found for, owned by the caller; null where nodes are shared.</summary>
    NativeArray<int>? SeedsOfNodes();

    /// <summary>Ends a batch.</summary>
    void Clear();
}
