namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="GcnConv"/>.</summary>
public sealed record GcnOptions
{
    /// <summary>What <see cref="GcnConv.Prepare(Gnn.Graphs.Graph)"/> makes of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }

    /// <summary>The weight of an added self-loop, finite: 1 by default; 2 is what PyTorch Geometric calls improved.</summary>
    public double LoopWeight { get; init; } = 1;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
