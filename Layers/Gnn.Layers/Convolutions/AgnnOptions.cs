namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="AgnnConv"/>.</summary>
public sealed record AgnnOptions
{
    /// <summary>Whether beta is trained; true by default.</summary>
    public bool TrainBeta { get; init; } = true;

    /// <summary>Whether every node attends to itself by exactly one loop, existing loops being replaced; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;
}
