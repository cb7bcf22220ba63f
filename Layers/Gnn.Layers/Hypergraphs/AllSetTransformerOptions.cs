namespace Gnn.Layers.Hypergraphs;

/// <summary>The options of an <see cref="AllSetTransformerConv"/>.</summary>
public sealed record AllSetTransformerOptions
{
    /// <summary>H, the number of heads, a divisor of the outputs; 1 by default.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>The number of linear maps in the perceptron of each half, at least 1; 2 by default.</summary>
    public int MlpLayers { get; init; } = 2;

    /// <summary>The slope of LeakyReLU below 0, finite; 0.2 by default.</summary>
    public double NegativeSlope { get; init; } = 0.2;

    /// <summary>The chance to drop an element of the hyperedges' rows in training, between the two halves, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether every node that has no hyperedge to itself gets one, so that it sees its own features; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;
}
