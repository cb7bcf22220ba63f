namespace Gnn.Graphs.Transforms;

/// <summary>How a graph is rewired by diffusion.</summary>
public sealed record DiffusionOptions
{
    /// <summary>The weight of a self-loop that every node gets first, beside those it has; 0 for none. At least 0; 1 by default.</summary>
    public double SelfLoopWeight { get; init; } = 1;

    /// <summary>How weights become the transition matrix; null leaves them as they are. Symmetric by default.</summary>
    public WeightNormalization? NormalizationIn { get; init; } = WeightNormalization.Symmetric;

    /// <summary>How the weights of the new edges are divided at the end; null leaves them. By target by default.</summary>
    public WeightNormalization? NormalizationOut { get; init; } = WeightNormalization.ByTarget;

    /// <summary>How far the diffusion goes; personalised PageRank with restarts of 0.15 by default.</summary>
    public DiffusionKernel Kernel { get; init; } = DiffusionKernel.PersonalizedPageRank();

    /// <summary>Which entries become edges; those of at least 1e-4 by default.</summary>
    public DiffusionSparsifier Sparsifier { get; init; } = DiffusionSparsifier.Threshold(1e-4);

    /// <summary>What goes on diffusing: entries of a power of the matrix below this are left behind. 0, the default, is exact; above 0, a node costs what
    /// is near it, whatever the size of the graph.</summary>
    public double Pruning { get; init; }
}
