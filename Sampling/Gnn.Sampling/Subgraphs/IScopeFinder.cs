using Gnn.Tensors;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Finds the nodes of seeds' subgraphs.</summary>
internal interface IScopeFinder : IDisposable
{
    /// <summary>Begins a batch.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="random">Where random numbers come from.</param>
    void Begin(ReadOnlySpan<int> seeds, RandomSource random);

    /// <summary>The nodes of a seed's subgraph, the seed among them, each once.</summary>
    /// <param name="place">The place of the seed.</param>
    /// <returns>The nodes; valid up to the next call. No mark is set.</returns>
    ReadOnlySpan<int> Find(int place);
}
