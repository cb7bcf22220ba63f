namespace Gnn.Sampling.Neighbors;

/// <summary>A numbering that can be asked for the number of a node.</summary>
internal interface ISearchableNumbering : INodeNumbering
{
    /// <summary>Prepares to be asked about all nodes that have numbers.</summary>
    void BeginSearch();

    /// <summary>The number of a node as a neighbour of another, or -1 if it has none.</summary>
    /// <param name="target">The number of the other.</param>
    /// <param name="node">The node.</param>
    int Find(int target, int node);
}
