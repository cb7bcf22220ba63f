namespace Gnn.Training;

/// <summary>A file into which a run writes what it needs to go on: training that was killed at any moment resumes from it, to the same bits as training that was not.</summary>
/// <remarks>
/// <para>The file is in the safetensors format: parameters and buffers, those of the best epoch so far, what the optimiser remembers, and the curve. It is written whole or not at all,
/// and holds as much memory as the model four times over. A trainer that finds the file goes on after the epoch it was written at, if it is of the same run: the same initial
/// parameters, optimiser, options, graph, split and engine; else it refuses. Random numbers need no place in it, since each epoch draws from streams of its own.</para>
/// <para>The file stays when training ends: fitting again would only repeat what came after the last writing. Whoever has the result deletes it.</para>
/// </remarks>
/// <param name="Path">The file; its folder must exist.</param>
public sealed record CheckpointOptions(string Path)
{
    /// <summary>The shortest time from one writing to the next, at least zero: for zero each epoch is written. A cancelled run writes its last whole epoch in any case.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    internal void Check()
    {
        if (string.IsNullOrEmpty(Path))
        {
            throw new ArgumentException("A checkpoint needs the path of a file, got none.", nameof(Path));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, TimeSpan.Zero, nameof(Interval));
    }
}
