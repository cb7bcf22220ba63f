namespace Gnn.Sampling.Walks;

/// <summary>How a <see cref="TemporalWalker"/> chooses its steps.</summary>
public sealed record TemporalWalkOptions
{
    /// <summary>The end at which a walk takes an event of a directed graph; by default the source. An undirected graph's events are taken at either end.</summary>
    public WalkDirection Direction { get; init; } = WalkDirection.OutEdges;

    /// <summary>Where a walk goes in time; by default forward.</summary>
    public TimeDirection Time { get; init; } = TimeDirection.Forward;

    /// <summary>Whether the times of a walk's events differ, as is the default; else events at one time may follow each other, but no event itself.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary>Which of the events that may follow is taken; by default each with the same chance.</summary>
    public TemporalChoice Choice { get; init; } = TemporalChoice.Uniform;

    /// <summary>What a walk does where no event follows; by default it ends.</summary>
    public DeadEnd DeadEnd { get; init; } = DeadEnd.Stop;
}
