using System.Numerics;

namespace Gnn.Graphs.Splits;

/// <summary>Checks of the lists that a split is: numbers that rise, and three such lists with nothing in common.</summary>
internal static class RisingLists
{
    // The marks of a window stay in the processor's first cache.
    private const int WindowItems = 4096;

    /// <summary>Whether each number is greater than the one before.</summary>
    /// <param name="items">The numbers.</param>
    public static bool Rise(ReadOnlySpan<int> items)
    {
        int at = 1;
        for (; at <= items.Length - Vector<int>.Count; at += Vector<int>.Count)
        {
            if (!Vector.GreaterThanAll(new Vector<int>(items[at..]), new Vector<int>(items[(at - 1)..])))
            {
                return false;
            }
        }

        for (; at < items.Length; at++)
        {
            if (items[at] <= items[at - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no number is less than the one before.</summary>
    /// <param name="items">The numbers.</param>
    public static bool NeverFall(ReadOnlySpan<int> items)
    {
        int at = 1;
        for (; at <= items.Length - Vector<int>.Count; at += Vector<int>.Count)
        {
            if (!Vector.GreaterThanOrEqualAll(new Vector<int>(items[at..]), new Vector<int>(items[(at - 1)..])))
            {
                return false;
            }
        }

        for (; at < items.Length; at++)
        {
            if (items[at] < items[at - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no number is in two lists.</summary>
    /// <param name="first">Numbers that rise, at least 0 and less than the greatest Int32.</param>
    /// <param name="second">Such numbers.</param>
    /// <param name="third">Such numbers.</param>
    /// <remarks>O(length) in 4 KB, whatever the numbers: marks the numbers of one window after another, which begins where the lists go on.</remarks>
    public static bool AreDisjoint(ReadOnlySpan<int> first, ReadOnlySpan<int> second, ReadOnlySpan<int> third)
    {
        if (IsBefore(first, second) && IsBefore(second, third) && IsBefore(first, third))
        {
            return true;
        }

        Span<byte> isTaken = stackalloc byte[WindowItems];
        int clashes = 0;
        while (clashes == 0)
        {
            int start = Math.Min(Head(first), Math.Min(Head(second), Head(third)));
            if (start == int.MaxValue)
            {
                return true;
            }

            isTaken.Clear();
            clashes = Take(ref first, start, isTaken) | Take(ref second, start, isTaken) | Take(ref third, start, isTaken);
        }

        return false;
    }

    private static int Head(ReadOnlySpan<int> items) => items.IsEmpty ? int.MaxValue : items[0];

    private static bool IsBefore(ReadOnlySpan<int> left, ReadOnlySpan<int> right) => left.IsEmpty || right.IsEmpty || left[^1] < right[0];

    private static int Take(ref ReadOnlySpan<int> items, int start, scoped Span<byte> isTaken)
    {
        int clashes = 0;
        int count = 0;
        foreach (int item in items)
        {
            int place = item - start;
            if ((uint)place >= (uint)isTaken.Length)
            {
                break;
            }

            clashes |= isTaken[place];
            isTaken[place] = 1;
            count++;
        }

        items = items[count..];
        return clashes;
    }
}
