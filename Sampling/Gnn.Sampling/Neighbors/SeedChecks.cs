namespace Gnn.Sampling.Neighbors;

/// <summary>Refuses seeds before anything is drawn for them.</summary>
internal static class SeedChecks
{
    /// <summary>Refuses seeds that are no nodes; repeats are fine.</summary>
    internal static void CheckRange(ReadOnlySpan<int> seeds, int nodeCount) => Check(seeds, nodeCount, "node", owner: "", remedy: null);

    /// <summary>Refuses seeds out of range and, where each may be there once, repeats.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="count">How many there are to choose from.</param>
    /// <param name="what">What a seed is.</param>
    /// <param name="owner">What it is of; empty for nothing.</param>
    /// <param name="remedy">What to do with repeats; null where they are fine.</param>
    internal static void Check(ReadOnlySpan<int> seeds, int count, string what, string owner, string? remedy)
    {
        Dictionary<int, int>? places = remedy is null ? null : new(seeds.Length);
        for (int place = 0; place < seeds.Length; place++)
        {
            int seed = seeds[place];
            if ((uint)seed >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(nameof(seeds), seed, $"Seed {place} must be a {what}{owner} in [0, {count}), got {seed}.");
            }

            if (places is not null && !places.TryAdd(seed, place))
            {
                throw new ArgumentException($"Seed {place} is {what} {seed}{owner}, as seed {places[seed]} is: {remedy}.", nameof(seeds));
            }
        }
    }
}
