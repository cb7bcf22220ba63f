namespace Gnn.Sampling.Links;

/// <summary>Puts the smallest of many keys first, without sorting the others.</summary>
internal static class SmallestFirst
{
    // From this length on down a sort is as fast.
    private const int Short = 64;

    /// <summary>Sorts the smallest keys, with their items, to the front; the others follow in an order that depends on the keys alone.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="items">What each key is of.</param>
    /// <param name="count">How many are wanted, at least 1.</param>
    /// <returns>How many are in place: all that were wanted, as far as there are so many, and those with the key of the last of them.</returns>
    internal static int Sort(Span<ulong> keys, Span<int> items, int count)
    {
        if (count >= keys.Length)
        {
            keys.Sort(items);
            return keys.Length;
        }

        Select(keys, items, count);
        keys[..count].Sort(items[..count]);
        ulong last = keys[count - 1];
        for (int i = count; i < keys.Length; i++)
        {
            if (keys[i] == last)
            {
                Swap(keys, items, i, count++);
            }
        }

        return count;
    }

    /// <summary>Parts the keys, again and again on the side that the place of the cut is on, so that none before the cut is greater than one behind it.</summary>
    private static void Select(Span<ulong> keys, Span<int> items, int cut)
    {
        (int low, int high) = (0, keys.Length - 1);
        while (high - low >= Short)
        {
            ulong pivot = Middle(keys[low], keys[(low + high) >>> 1], keys[high]);
            (int left, int right) = (low, high);
            while (left <= right)
            {
                while (keys[left] < pivot)
                {
                    left++;
                }

                while (keys[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    Swap(keys, items, left++, right--);
                }
            }

            if (cut <= right)
            {
                high = right;
            }
            else if (cut >= left)
            {
                low = left;
            }
            else
            {
                return;
            }
        }

        keys[low..(high + 1)].Sort(items[low..(high + 1)]);
    }

    private static ulong Middle(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static void Swap(Span<ulong> keys, Span<int> items, int i, int j)
    {
        (keys[i], keys[j]) = (keys[j], keys[i]);
        (items[i], items[j]) = (items[j], items[i]);
    }
}
