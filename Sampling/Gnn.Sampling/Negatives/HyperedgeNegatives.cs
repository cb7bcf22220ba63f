namespace Gnn.Sampling.Negatives;

/// <summary>How sets of nodes that are no hyperedges are made.</summary>
/// <remarks>P. Patil, G. Sharma and M. N. Murty, "Negative Sampling for Hyperlink Prediction in Networks", PAKDD 2020: from sets that are easily told from
/// hyperedges to sets that are not.</remarks>
public enum HyperedgeNegatives
{
    /// <summary>Sized: any nodes, as many as the positive has; each such set that is no hyperedge with the same chance.</summary>
    Size,

    /// <summary>Motif: a connected set of as many nodes as the positive has. It begins with an edge of the clique expansion, all alike, and grows by one of the
    /// edges, all alike, that lead out of it.</summary>
    Motif,

    /// <summary>Clique: the positive with one node replaced by another that is in some hyperedge with each of the rest: a node and then its replacement, each with
    /// the same chance among those that there are. If a positive has none, another hyperedge of its size takes its place, as the paper draws all of them.</summary>
    Clique,
}
