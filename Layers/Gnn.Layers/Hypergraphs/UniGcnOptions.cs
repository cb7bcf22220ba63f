namespace Gnn.Layers.Hypergraphs;

/// <summary>The options of a <see cref="UniGcnConv"/>.</summary>
public sealed record UniGcnOptions
{
    /// <summary>Whether every node that has no hyperedge to itself gets one; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;

    /// <summary>Whether a bias is added; false by default, as the authors have it.</summary>
    public bool Bias { get; init; }
}
