using Gnn.Tensors;

namespace Gnn.Layers.Models;

/// <summary>The options of an <see cref="AllSet"/>.</summary>
public sealed record AllSetOptions
{
    /// <summary>The functions of sets; attention by default.</summary>
    public AllSetKind Kind { get; init; }

    /// <summary>The number of layers, each from nodes to hyperedges and back, at least 1; 1 by default.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>H, the number of heads of the attention, a divisor of the hidden columns; 4 by default.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>How the members of a set become one row in deep sets; the mean by default.</summary>
    public Reduction Aggregation { get; init; } = Reduction.Mean;

    /// <summary>The number of linear maps in each perceptron of a layer, at least 1; 2 by default.</summary>
    public int MlpLayers { get; init; } = 2;

    /// <summary>The number of linear maps in the perceptron that ends the model, at least 1; 2 by default.</summary>
    public int ClassifierLayers { get; init; } = 2;

    /// <summary>The chance to drop an element inside and between layers in training, in [0, 1); 0.5 by default.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>The chance to drop an element of the features in training, in [0, 1); 0.2 by default.</summary>
    public double InputDropout { get; init; } = 0.2;

    /// <summary>Whether every node that has no hyperedge to itself gets one; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;
}
