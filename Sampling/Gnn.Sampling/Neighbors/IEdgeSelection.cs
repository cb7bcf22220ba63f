namespace Gnn.Sampling.Neighbors;

/// <summary>A rule by which edges of a node are drawn.</summary>
internal unsafe interface IEdgeSelection
{
    /// <summary>How many edges a node draws that draws.</summary>
    int Fanout { get; }

    /// <summary>How many edges a node gets.</summary>
    /// <param name="degree">How many it has.</param>
    int Count(int degree);

    /// <summary>Whether all edges of a node are taken, in their order and without a draw.</summary>
    /// <param name="degree">How many it has.</param>
    bool TakesAll(int degree);

    /// <summary>Draws for every lane.</summary>
    /// <param name="lanes">The nodes.</param>
    /// <param name="words">Word j of lane l at place 16 j + l, one for each draw.</param>
    /// <param name="places">Receives the same way the place of each draw among the node's edges.</param>
    void Draw(ref Lanes lanes, uint* words, int* places);
}
