namespace Gnn.Datasets.HigherOrder;

/// <summary>A sequence of simplices with times as plain arrays.</summary>
internal sealed record SimplexArrays
{
    /// <summary>The number of nodes of each simplex, <c>[M]</c>, at least 1.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>The members of the simplices one after another in file order, as dense numbers in rising order of the published ids.</summary>
    public required int[] Members { get; init; }

    /// <summary>The time of each simplex, <c>[M]</c>, in file order.</summary>
    public required long[] Times { get; init; }

    /// <summary>The published ids, rising, <c>[N]</c>.</summary>
    public required int[] Ids { get; init; }

    /// <summary>The name of each node, <c>[N]</c>, or null if there is no file of them.</summary>
    public string[]? NodeLabels { get; init; }

    /// <summary>The name of each simplex, <c>[M]</c>, or null if there is no file of them.</summary>
    public string[]? SimplexLabels { get; init; }
}
