namespace Gnn.Layers.Models;

/// <summary>The sizes of a stack of convolutions.</summary>
/// <param name="Inputs">The number of feature columns, at least 1.</param>
/// <param name="Hidden">The number that was asked for between layers, at least 1.</param>
/// <param name="Width">The number of columns between layers: more than <paramref name="Hidden"/> where several heads stand side by side.</param>
/// <param name="Outputs">The number of output columns, at least 1.</param>
/// <param name="Layers">The number of convolutions, at least 1.</param>
/// <param name="Dropout">The chance to drop an element between layers in training.</param>
internal readonly record struct StackSizes(int Inputs, int Hidden, int Width, int Outputs, int Layers, double Dropout)
{
    internal StackSizes(int inputs, int hidden, int outputs, int layers, double dropout)
        : this(inputs, hidden, hidden, outputs, layers, dropout)
    {
    }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Inputs, 1, "inputs");
        ArgumentOutOfRangeException.ThrowIfLessThan(Hidden, 1, "hidden");
        ArgumentOutOfRangeException.ThrowIfLessThan(Outputs, 1, "outputs");
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1, "layers");
        Throw.IfNotDropout(Dropout, "dropout");
    }
}
