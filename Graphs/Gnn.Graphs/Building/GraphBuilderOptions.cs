namespace Gnn.Graphs.Building;

/// <summary>How a <see cref="GraphBuilder"/> makes a graph of what it is given.</summary>
public sealed record GraphBuilderOptions
{
    /// <summary>N, if ids are nodes already: each must be in [0, N), and N nodes there will be. Null for ids of any size, from 0 to 2^63 - 1, with gaps:
    /// nodes are then the ids that occur, in ascending order.</summary>
    public int? NodeCount { get; init; }

    /// <summary>What becomes of repeated edges.</summary>
    public DuplicatePolicy Duplicates { get; init; } = DuplicatePolicy.Keep;

    /// <summary>What becomes of self-loops; they are seen to before duplicates.</summary>
    public SelfLoopPolicy SelfLoops { get; init; } = SelfLoopPolicy.Keep;

    /// <summary>Whether the graph is directed; reverses are seen to last.</summary>
    public DirectionPolicy Direction { get; init; } = DirectionPolicy.Directed;
}
