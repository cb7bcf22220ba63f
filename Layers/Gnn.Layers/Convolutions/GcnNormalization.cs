namespace Gnn.Layers.Convolutions;

/// <summary>What a <see cref="GcnConv"/> makes of an adjacency matrix before it propagates over it.</summary>
public enum GcnNormalization
{
    /// <summary>Self-loops are added where they are missing, then both sides are divided by the root of the degree.</summary>
    SymmetricWithLoops,

    /// <summary>Both sides are divided by the root of the degree; no loops are added.</summary>
    Symmetric,

    /// <summary>The edge weights are taken as they are.</summary>
    None,
}
