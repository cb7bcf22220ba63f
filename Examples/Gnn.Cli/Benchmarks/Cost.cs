namespace Gnn.Cli.Benchmarks;

/// <summary>What one call of a work has to move and to compute; 0 where the figure would say nothing.</summary>
/// <param name="Bytes">Bytes read and written if every array is passed over as often as the work's documentation says.</param>
/// <param name="Operations">Floating-point additions and multiplications.</param>
/// <param name="Edges">Edges passed.</param>
internal readonly record struct Cost(double Bytes = 0, double Operations = 0, double Edges = 0);
