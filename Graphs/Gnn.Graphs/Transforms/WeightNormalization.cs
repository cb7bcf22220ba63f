namespace Gnn.Graphs.Transforms;

/// <summary>How edge weights are divided by degrees: sums of weights, where a degree of 0 divides into 0.</summary>
public enum WeightNormalization
{
    /// <summary>By the roots of the in-degrees of both ends: <c>D^-1/2 A D^-1/2</c>, as GCN does.</summary>
    Symmetric,

    /// <summary>By the out-degree of the source: the weights of the edges out of a node sum to 1, a random walk along the edges.</summary>
    BySource,

    /// <summary>By the in-degree of the target: the weights of the edges into a node sum to 1, a mean.</summary>
    ByTarget,
}
