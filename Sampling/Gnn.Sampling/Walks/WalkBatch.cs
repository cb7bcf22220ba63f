using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Walks;

/// <summary>Walks of one length L: L + 1 nodes each, the start first, and -1 after the end of a walk that ended early.</summary>
/// <remarks>Owned by whoever asked for the walks; its memory is native and goes back to a pool with <see cref="Dispose"/>.</remarks>
public sealed class WalkBatch : IDisposable
{
    internal WalkBatch(int count, int length, bool hasEvents)
    {
        Count = count;
        Length = length;
        Nodes = new NativeArray<int>(count * (length + 1L));
        Events = hasEvents ? new NativeArray<int>((long)count * length) : null;
    }

    /// <summary>The number of walks, W.</summary>
    public int Count { get; }

    /// <summary>The number of steps of each walk, L.</summary>
    public int Length { get; }

    /// <summary>The nodes, <c>[W, L + 1]</c> row by row; -1 after the end of a walk.</summary>
    public NativeArray<int> Nodes { get; }

    /// <summary>Of temporal walks the event of each step, <c>[W, L]</c> row by row, -1 after the end of a walk; else null.</summary>
    public NativeArray<int>? Events { get; }

    /// <summary>The nodes of a walk.</summary>
    /// <param name="walk">0 to W - 1.</param>
    /// <returns>L + 1 nodes, -1 after the end; valid until the batch is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such walk.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> this[int walk] => Nodes.Span(Checked(walk) * (Length + 1L), Length + 1);

    /// <summary>The events of a temporal walk's steps.</summary>
    /// <param name="walk">0 to W - 1.</param>
    /// <returns>L events, -1 after the end; valid until the batch is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such walk.</exception>
    /// <exception cref="InvalidOperationException">The walks are not temporal.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ReadOnlySpan<int> EventsOf(int walk) => Events is { } events
        ? events.Span((long)Checked(walk) * Length, Length)
        : throw new InvalidOperationException("These walks have no events: only those of a TemporalWalker do.");

    /// <summary>A copy of the nodes as a tensor.</summary>
    /// <param name="engine">Where the tensor is made; the default engine if null.</param>
    /// <returns>Int32 <c>[W, L + 1]</c>, owned by the caller or its scope.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 elements.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public Tensor ToTensor(Engine? engine = null) => Tensor.Create<int>(Nodes.Span(), (Count, Length + 1), engine);

    /// <inheritdoc/>
    public void Dispose()
    {
        Nodes.Dispose();
        Events?.Dispose();
    }

    /// <summary>The sizes, for example <c>WalkBatch: 34 walks of 20 steps</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"WalkBatch: {Count} walks of {Length} steps";

    private int Checked(int walk) => (uint)walk < (uint)Count
        ? walk
        : throw new ArgumentOutOfRangeException(nameof(walk), walk, $"A walk must be in [0, {Count}), got {walk}.");
}
