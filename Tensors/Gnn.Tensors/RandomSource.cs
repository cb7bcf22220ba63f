namespace Gnn.Tensors;

/// <summary>An immutable source of random numbers: a value is a function of the seed, the stream and an index, and of nothing else.</summary>
/// <remarks>
/// <para>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011) with the seed as key and (block, stream)
/// as counter. Reading changes nothing, so a source may be shared by any number of threads, and a value does not depend on which thread reads
/// it, in which order, or what else was read.
/// </para>
/// <para>
/// Give every purpose its own stream: <c>source.Stream("weights")</c>, <c>source.Stream(epoch).Stream(node)</c>. The accessors of one stream
/// (words, singles, doubles, normals) read the same underlying words, so that two of them on one stream are not independent of each other.
/// </para>
/// </remarks>
public readonly partial record struct RandomSource
{
    private const ulong IdTag = 0x9E3779B97F4A7C15;
    private const ulong NameTag = 0xD1B54A32D192ED03;

    /// <summary>Creates the root stream of a seed.</summary>
    /// <param name="seed">The seed; every value is allowed, and close seeds are as unrelated as distant ones.</param>
    public RandomSource(ulong seed)
        : this(seed, 0)
    {
    }

    /// <summary>Creates the root stream of a seed.</summary>
    /// <param name="seed">The seed, zero or more; the same source as the unsigned seed of this value.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seed"/> is negative.</exception>
    public RandomSource(int seed)
        : this(Checked(seed), 0)
    {
    }

    private RandomSource(ulong seed, ulong streamId)
    {
        Seed = seed;
        StreamId = streamId;
    }

    /// <summary>The seed that all streams of a run share.</summary>
    public ulong Seed { get; }

    /// <summary>The stream, 0 for the root.</summary>
    public ulong StreamId { get; }

    /// <summary>Derives a child stream from a number, such as an epoch, a layer or a node.</summary>
    /// <param name="id">The number; different numbers of one parent give different streams.</param>
    /// <returns>The child stream, the same on every platform.</returns>
    public RandomSource Stream(ulong id) => new(Seed, Mix(Mix(StreamId + IdTag) + id));

    /// <summary>Derives a child stream from a name, such as <c>"dropout"</c>.</summary>
    /// <param name="name">The name, compared by its UTF-16 code units; names and numbers never share a stream on purpose.</param>
    /// <returns>The child stream, the same on every platform.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public RandomSource Stream(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ulong hash = Mix(StreamId + NameTag) + (ulong)name.Length;
        foreach (char unit in name)
        {
            hash = Mix(hash) + unit;
        }

        return new RandomSource(Seed, Mix(hash));
    }

    /// <summary>Starts a cursor that reads the words of this stream one after the other.</summary>
    /// <param name="firstIndex">The index of the first word it reads, zero or more.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstIndex"/> is negative.</exception>
    public RandomSequence Sequence(long firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        return new RandomSequence(this, firstIndex);
    }

    private static ulong Checked(int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        return (ulong)seed;
    }

    /// <summary>A bijection of 64-bit numbers in which every input bit changes every output bit with a chance near one half.</summary>
    /// <remarks>The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).</remarks>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
