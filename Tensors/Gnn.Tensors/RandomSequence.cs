namespace Gnn.Tensors;

/// <summary>A cursor over the words of a <see cref="RandomSource"/>, for code that draws an unknown number of values in a fixed order.</summary>
/// <remarks>
/// A mutable value: keep it in a local or a field and pass it by reference, since a copy goes on from where it was copied. Its whole state is
/// the source and <see cref="Position"/>, so <c>Source.Sequence(Position)</c> goes on as this one would.
/// </remarks>
public struct RandomSequence
{
    private uint _x0;
    private uint _x1;
    private uint _x2;
    private uint _x3;

    internal RandomSequence(RandomSource source, long position)
    {
        Source = source;
        Position = position;
        if ((position & 3) != 0)
        {
            ReadBlock();
        }
    }

    /// <summary>The stream that is read.</summary>
    public RandomSource Source { get; }

    /// <summary>The index of the next word, zero or more.</summary>
    public long Position { get; private set; }

    /// <summary>Draws 32 random bits (one word).</summary>
    /// <returns>The bits.</returns>
    public uint NextUInt32()
    {
        int lane = (int)(Position & 3);
        if (lane == 0)
        {
            ReadBlock();
        }

        Position++;
        return lane switch
        {
            0 => _x0,
            1 => _x1,
            2 => _x2,
            _ => _x3,
        };
    }

    /// <summary>Draws an integer from [0, <paramref name="exclusiveMax"/>), each with exactly the same chance.</summary>
    /// <param name="exclusiveMax">The bound, 1 or more.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is less than 1.</exception>
    /// <remarks>Lemire, "Fast random integer generation in an interval", 2019, with rejection: mostly one word, sometimes more.</remarks>
    public int NextInt32(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        uint bound = (uint)exclusiveMax;
        ulong product = (ulong)NextUInt32() * bound;
        if ((uint)product < bound)
        {
            uint threshold = (0 - bound) % bound;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * bound;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Draws an integer from [0, <paramref name="exclusiveMax"/>), each with exactly the same chance.</summary>
    /// <param name="exclusiveMax">The bound, 1 or more.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is less than 1.</exception>
    /// <remarks>As the 32-bit form, but by two words at a time.</remarks>
    public long NextInt64(long exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        ulong bound = (ulong)exclusiveMax;
        ulong high = Math.BigMul(NextUInt64(), bound, out ulong low);
        if (low < bound)
        {
            ulong threshold = (0 - bound) % bound;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), bound, out low);
            }
        }

        return (long)high;
    }

    /// <summary>Draws a multiple of 2^-24 from [0, 1) (one word).</summary>
    /// <returns>The number.</returns>
    public float NextSingle() => RandomSource.ToSingle(NextUInt32());

    /// <summary>Draws a multiple of 2^-53 from [0, 1) (two words).</summary>
    /// <returns>The number.</returns>
    public double NextDouble()
    {
        uint low = NextUInt32();
        return RandomSource.ToDouble(low, NextUInt32());
    }

    /// <summary>Draws from the normal distribution with mean 0 and standard deviation 1 (four words).</summary>
    /// <returns>The number.</returns>
    public double NextNormal()
    {
        double u = NextDouble();
        return RandomSource.BoxMuller(u, NextDouble()).Cosine;
    }

    /// <summary>Puts the elements of a span in random order, each order with the same chance.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="values">The elements.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>Draws an order of the integers from 0 to <paramref name="n"/> - 1, each order with the same chance.</summary>
    /// <param name="n">How many integers, zero or more.</param>
    /// <returns>The integers in their new order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public int[] Permutation(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int[] values = new int[n];
        for (int i = 0; i < n; i++)
        {
            values[i] = i;
        }

        Shuffle(values.AsSpan());
        return values;
    }

    /// <summary>Draws distinct integers from [0, <paramref name="n"/>), each selection with the same chance.</summary>
    /// <param name="n">How many integers there are, zero or more.</param>
    /// <param name="k">How many to draw, from 0 to <paramref name="n"/>.</param>
    /// <returns>The integers drawn, in random order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="n"/> is negative, or <paramref name="k"/> is negative or more than <paramref name="n"/>.
    /// </exception>
    /// <remarks>The first k steps of a shuffle of n, of which only the places touched are stored: O(k) time and memory.</remarks>
    public int[] Choose(int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        int[] chosen = new int[k];
        var moved = new Dictionary<int, int>(k);
        for (int i = 0; i < k; i++)
        {
            int other = i + NextInt32(n - i);
            chosen[i] = moved.GetValueOrDefault(other, other);
            moved[other] = moved.GetValueOrDefault(i, i);
        }

        return chosen;
    }

    private ulong NextUInt64()
    {
        ulong low = NextUInt32();
        return low | ((ulong)NextUInt32() << 32);
    }

    private void ReadBlock() => Philox.Block((ulong)Position >> 2, Source.StreamId, Source.Seed, out _x0, out _x1, out _x2, out _x3);
}
