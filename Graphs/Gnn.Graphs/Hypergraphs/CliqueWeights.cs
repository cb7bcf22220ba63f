namespace Gnn.Graphs.Hypergraphs;

/// <summary>What a hyperedge e of d nodes and weight w (1 where there are no weights) adds to the weight of each pair of its nodes.</summary>
public enum CliqueWeights
{
    /// <summary>w: without weights, the number of hyperedges that hold the pair.</summary>
    Count,

    /// <summary>w / (d - 1), so that e adds w to the strength of each of its nodes: Newman, "Scientific collaboration networks. II", 2001.</summary>
    Newman,

    /// <summary>w / d, the off-diagonal of H W De^-1 H^T: Zhou, Huang, Schölkopf, "Learning with hypergraphs: clustering, classification, and embedding", 2006.</summary>
    Zhou,
}
