namespace Gnn.Cli.Benchmarks;

/// <summary>A figure of a work that others do not have, such as how many rows a second are gathered.</summary>
/// <param name="Name">Its name in JSON and in the table.</param>
/// <param name="Amount">The figure, or of a rate what one call does.</param>
/// <param name="IsRate">Whether the figure is the amount of one call over the median of the times.</param>
internal readonly record struct Figure(string Name, double Amount, bool IsRate = false)
{
    /// <summary>The figure, or the rate a second.</summary>
    /// <param name="milliseconds">The median of the times.</param>
    internal double Value(double milliseconds) => IsRate ? Amount / (milliseconds * 1e-3) : Amount;
}
