namespace Gnn.Layers.Recurrent;

/// <summary>The options of a <see cref="Gru"/> or an <see cref="Lstm"/>.</summary>
public sealed record RecurrentOptions
{
    /// <summary>The number of layers, at least 1, which is the default; a layer reads the states of the one before.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each layer also reads the sequence from its end, with parameters of its own; false by default.</summary>
    public bool IsBidirectional { get; init; }

    /// <summary>Whether biases are added; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The chance to drop an element between two layers in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    internal int Directions => IsBidirectional ? 2 : 1;
}
