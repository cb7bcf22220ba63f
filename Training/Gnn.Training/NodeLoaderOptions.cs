using Gnn.Sampling.Loading;
using Gnn.Tensors;

namespace Gnn.Training;

/// <summary>How a <see cref="NodeLoader"/> makes batches.</summary>
public sealed record NodeLoaderOptions
{
    /// <summary>Nodes of a batch, at least 1.</summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>Whether each epoch has an order of its own; if not, nodes come as they were given.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The label of every node of the graph, of which a batch holds those of its seeds; null for batches without labels.</summary>
    public ReadOnlyMemory<int>? Labels { get; init; }

    /// <summary>Where the random numbers come from: the order of epoch e from the stream <c>"order"</c>, samples from <c>"sampling"</c>, then e.</summary>
    public RandomSource Random { get; init; } = new(0);

    /// <summary>How batches are made ahead; batches do not depend on it.</summary>
    public PrefetchOptions Prefetch { get; init; } = new();
}
