namespace Gnn.Cli.Models;

/// <summary>The sizes of a model.</summary>
/// <param name="Hidden">Hidden units; of attention, for each head.</param>
/// <param name="Layers">Layers; of models that propagate predictions, linear maps.</param>
/// <param name="Dropout">The chance to drop an element.</param>
internal sealed record ModelDefaults(int Hidden = 16, int Layers = 2, double Dropout = 0.5);
