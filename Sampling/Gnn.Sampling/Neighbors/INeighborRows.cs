using System.Numerics;

namespace Gnn.Sampling.Neighbors;

/// <summary>Which of its edges a node may draw.</summary>
/// <typeparam name="TIndex">The type of entry numbers.</typeparam>
internal unsafe interface INeighborRows<TIndex>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>Asks for the memory of a node's row, some time before it is wanted.</summary>
    void Ask(int node);

    /// <summary>Looks a row up.</summary>
    /// <param name="number">The node's number in the batch.</param>
    /// <param name="node">The node.</param>
    /// <param name="start">The first entry that may be drawn, if any may be.</param>
    /// <returns>How many edges may be drawn.</returns>
    int Degree(int number, int node, out TIndex start);

    /// <summary>The entry at a place of a row.</summary>
    /// <param name="number">The node's number in the batch.</param>
    /// <param name="start">What <see cref="Degree"/> gave.</param>
    /// <param name="place">0 to the degree - 1.</param>
    TIndex Entry(int number, TIndex start, int place);
}
