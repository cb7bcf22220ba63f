namespace Gnn.Layers.Recurrent;

/// <summary>The options of a <see cref="GruCell"/> or an <see cref="LstmCell"/>.</summary>
public sealed record RecurrentCellOptions
{
    /// <summary>Whether biases are added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
