using System.Numerics;

namespace Gnn.Tensors.Memory;

/// <summary>The capacities of blocks: every 64 bytes up to 512, then eight evenly spaced sizes to each doubling.</summary>
/// <remarks>A block above 512 bytes is less than 12.5 % larger than what it was asked for.</remarks>
internal static class SizeClasses
{
    /// <summary>The largest number of bytes that has a class: 4 PiB, more than any machine addresses.</summary>
    public const long MaxBytes = 1L << MaxExponent;

    /// <summary>The number of classes.</summary>
    public const int Count = Steps + ((MaxExponent - SmallExponent) * Steps);

    private const int MaxExponent = 52;
    private const int SmallExponent = 9;
    private const int Quantum = 64;
    private const int Steps = 8;
    private const int StepsExponent = 3;

    /// <summary>The smallest class that holds so many bytes, from 0 to <see cref="MaxBytes"/>.</summary>
    public static int Of(long bytes)
    {
        long last = Math.Max(bytes, 1) - 1;
        int exponent = BitOperations.Log2((ulong)last);
        if (exponent < SmallExponent)
        {
            return (int)(last / Quantum);
        }

        int step = (int)(last >> (exponent - StepsExponent)) - Steps;
        return Steps + ((exponent - SmallExponent) * Steps) + step;
    }

    /// <summary>The capacity of the blocks of a class.</summary>
    public static long BytesOf(int sizeClass)
    {
        if (sizeClass < Steps)
        {
            return (sizeClass + 1) * (long)Quantum;
        }

        int octave = (sizeClass - Steps) / Steps;
        int step = (sizeClass - Steps) % Steps;
        return (Steps + step + 1L) << (SmallExponent + octave - StepsExponent);
    }
}
