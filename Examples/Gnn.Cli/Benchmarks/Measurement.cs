namespace Gnn.Cli.Benchmarks;

/// <summary>One measured work.</summary>
/// <param name="Work">Its name.</param>
/// <param name="Shape">Its lengths, such as M, K and N; null if another figure says it.</param>
/// <param name="Dimension">Columns of the features; null if another figure says it.</param>
/// <param name="Hidden">Hidden units of a model; null where there is none.</param>
/// <param name="Times">Milliseconds of each repeat, in rising order.</param>
/// <param name="Cost">What one call moves and computes.</param>
/// <param name="PeakMemory">The largest resident size of the process so far, in bytes.</param>
/// <param name="AllocatedBytes">Managed bytes that one call allocates, on all threads.</param>
internal sealed record Measurement(
    string Work, IReadOnlyList<long>? Shape, int? Dimension, int? Hidden, IReadOnlyList<double> Times, Cost Cost, long PeakMemory, double AllocatedBytes)
{
    /// <summary>Bytes of what one call makes; null where that says nothing.</summary>
    internal long? ResultBytes { get; init; }

    /// <summary>What one call does a number of, such as <c>edges</c> or <c>seeds</c>: shown as so many a second, at the median.</summary>
    internal IReadOnlyList<(string Name, double Amount)> Amounts { get; init; } = [];

    /// <summary>Further figures, such as nodes of a batch, by name.</summary>
    internal IReadOnlyList<(string Name, double Value)> Figures { get; init; } = [];

    /// <summary>The middle of the times, or the mean of the two middle ones, in milliseconds.</summary>
    internal double Median => (Times[(Times.Count - 1) / 2] + Times[Times.Count / 2]) / 2;

    /// <summary>The shortest time, in milliseconds.</summary>
    internal double Minimum => Times[0];

    /// <summary>Billions of bytes a second at the median; null where bytes say nothing.</summary>
    internal double? GigabytesPerSecond => Rate(Cost.Bytes, Median, 1e9);

    /// <summary>The same at the shortest time.</summary>
    internal double? BestGigabytesPerSecond => Rate(Cost.Bytes, Minimum, 1e9);

    /// <summary>Billions of additions and multiplications a second at the median; null where they say nothing.</summary>
    internal double? Gigaflops => Rate(Cost.Operations, Median, 1e9);

    /// <summary>Millions of edges a second at the median; null where there are none.</summary>
    internal double? MillionEdgesPerSecond => Rate(Cost.Edges, Median, 1e6);

    /// <summary>How many of an amount there are in a second at the median.</summary>
    internal double? PerSecond(double count) => Rate(count, Median, 1);

    private static double? Rate(double amount, double milliseconds, double unit) => amount > 0 && milliseconds > 0 ? amount / (milliseconds * 1e-3) / unit : null;
}
