using Gnn.Tensors;

namespace Gnn.Graphs.Splits;

/// <summary>Puts numbered items into three parts; the ways that splits of all kinds share.</summary>
internal static class SplitDraw
{
    public const int PartCount = 3;

    /// <summary>Items at random.</summary>
    public static int[][] Random(ReadOnlySpan<int> items, SplitSizes sizes, RandomSource source, string itemName)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int[] order = items.ToArray();
        RandomSequence random = source.Stream("split").Sequence();
        random.Shuffle(order.AsSpan());
        return Cut(order, sizes.Of(order.Length, itemName + "s"));
    }

    /// <summary>Items at random, each part with nearly the same share of every label; those with a negative label are in no part.</summary>
    public static int[][] Stratified(ReadOnlySpan<int> items, ReadOnlySpan<int> labels, SplitSizes sizes, RandomSource source, string itemName)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int[] order = ByLabel(items, labels, source);
        int[] wanted = sizes.Of(order.Length, $"labelled {itemName}s");
        var parts = new List<int>[wanted.Length];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = new List<int>(wanted[part]);
        }

        // Dealt in the order of the labels, each item to the part that is furthest behind its share of those dealt.
        for (int i = 0; i < order.Length; i++)
        {
            int best = -1;
            double most = double.NegativeInfinity;
            for (int part = 0; part < parts.Length; part++)
            {
                double behind = ((double)wanted[part] * (i + 1) / order.Length) - parts[part].Count;
                if (parts[part].Count < wanted[part] && behind > most)
                {
                    (best, most) = (part, behind);
                }
            }

            parts[best].Add(order[i]);
        }

        return [.. parts.Take(PartCount).Select(part => part.ToArray())];
    }

    /// <summary>The same number of every label to train, of the rest the others.</summary>
    public static int[][] PerClass(
        ReadOnlySpan<int> labels, int trainPerClass, int validationCount, int testCount, RandomSource source, string itemName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainPerClass, 1);
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        RandomSequence random = source.Stream("split").Sequence();
        random.Shuffle(order.AsSpan());
        int[] taken = new int[Math.Max(0, labels.Length == 0 ? 0 : Max(labels) + 1)];
        var train = new List<int>();
        var rest = new List<int>();
        foreach (int item in order)
        {
            if (labels[item] >= 0)
            {
                (taken[labels[item]]++ < trainPerClass ? train : rest).Add(item);
            }
        }

        int scarce = Array.FindIndex(taken, count => count < trainPerClass);
        if (scarce >= 0)
        {
            throw new ArgumentException(
                $"Class {scarce} has {taken[scarce]} labelled {itemName}s, too few for {trainPerClass} of the training part.", nameof(trainPerClass));
        }

        int[][] others = Cut([.. rest], SplitSizes.Counts(0, validationCount, testCount).Of(rest.Count, $"labelled {itemName}s besides the training part"));
        return [[.. train], others[1], others[2]];
    }

    /// <summary>The lowest keys train, the highest test; items of one key are in one part, so that each cut is made at the nearest place between two
    /// keys.</summary>
    public static int[][] ByKey<TKey>(ReadOnlySpan<int> items, ReadOnlySpan<TKey> keys, SplitSizes sizes, string itemName)
        where TKey : IComparable<TKey>
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int[] order = items.ToArray();
        var sorted = new TKey[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            sorted[i] = keys[order[i]];
        }

        Array.Sort(sorted, order);
        int[] wanted = sizes.Of(order.Length, itemName + "s");
        int[] places = [0, .. Enumerable.Range(1, order.Length).Where(i => i == sorted.Length || sorted[i].CompareTo(sorted[i - 1]) != 0)];
        int asked = wanted[..PartCount].Count(count => count > 0);
        if (places.Length - 1 < asked)
        {
            throw new ArgumentException(
                $"The {order.Length} {itemName}s have {places.Length - 1} different keys, too few for {asked} parts, as those of one key stay together: "
                + "ask for fewer parts or, of times, give the boundaries themselves.",
                nameof(keys));
        }

        var parts = new int[PartCount][];
        int start = 0;
        int end = 0;
        for (int part = 0; part < PartCount; part++)
        {
            int place = start;
            if (wanted[part] > 0)
            {
                // At least one key for this part, and one for each part to come.
                end += wanted[part];
                asked--;
                place++;
                while (place < places.Length - 1 - asked && places[place + 1] - end <= end - places[place])
                {
                    place++;
                }
            }

            parts[part] = order[places[start]..places[place]];
            start = place;
        }

        return parts;
    }

    /// <summary>All items by the boundaries of a time; counts first, so that nothing but the parts is made.</summary>
    public static int[][] ByBoundaries(ReadOnlySpan<long> times, long validationStart, long testStart)
    {
        CheckBoundaries(validationStart, testStart);
        Span<int> counts = stackalloc int[PartCount];
        foreach (long time in times)
        {
            counts[PartOf(time, validationStart, testStart)]++;
        }

        int[][] parts = [new int[counts[0]], new int[counts[1]], new int[counts[2]]];
        counts.Clear();
        for (int item = 0; item < times.Length; item++)
        {
            int part = PartOf(times[item], validationStart, testStart);
            parts[part][counts[part]++] = item;
        }

        return parts;
    }

    /// <summary>Parts by the boundaries of a time.</summary>
    public static int[][] ByBoundaries(ReadOnlySpan<int> items, ReadOnlySpan<long> times, long validationStart, long testStart)
    {
        CheckBoundaries(validationStart, testStart);
        List<int>[] parts = [[], [], []];
        foreach (int item in items)
        {
            parts[PartOf(times[item], validationStart, testStart)].Add(item);
        }

        return [.. parts.Select(part => part.ToArray())];
    }

    /// <summary>Whole groups, from the largest on, each to the part that lacks most; groups of one size in random order.</summary>
    public static int[][] ByGroup(ReadOnlySpan<int> items, ReadOnlySpan<int> groups, SplitSizes sizes, RandomSource source, string itemName)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var members = new Dictionary<int, List<int>>();
        foreach (int item in items)
        {
            if (!members.TryGetValue(groups[item], out List<int>? group))
            {
                members.Add(groups[item], group = []);
            }

            group.Add(item);
        }

        List<int>[] drawn = [.. members.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        RandomSequence random = source.Stream("split").Sequence();
        random.Shuffle(drawn.AsSpan());
        int[] wanted = sizes.Of(items.Length, itemName + "s");
        List<int>[] parts = [[], [], [], []];
        foreach (List<int> group in drawn.OrderByDescending(group => group.Count))
        {
            int best = 0;
            for (int part = 1; part < parts.Length; part++)
            {
                bool isAsked = wanted[part] > 0 || wanted[best] == 0;
                best = isAsked && wanted[part] - parts[part].Count > wanted[best] - parts[best].Count ? part : best;
            }

            parts[best].AddRange(group);
        }

        int empty = Array.FindIndex(parts, 0, PartCount, part => part.Count == 0);
        if (empty >= 0 && wanted[empty] > 0)
        {
            throw new ArgumentException(
                $"{drawn.Length} groups of {itemName}s are too few to fill every part, as a group stays together: part {empty + 1} of 3 would be empty.",
                nameof(groups));
        }

        return [.. parts.Take(PartCount).Select(part => part.ToArray())];
    }

    /// <summary>Folds of nearly one size, each the test part once; the next validates, if asked.</summary>
    public static IEnumerable<int[][]> KFold(
        ReadOnlySpan<int> items, ReadOnlySpan<int> labels, int folds, bool withValidation, RandomSource source, string itemName)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, withValidation ? 3 : 2);
        int[] order = ByLabel(items, labels, source);
        if (order.Length < folds)
        {
            throw new ArgumentException($"There are {order.Length} {itemName}s to split, too few for {folds} folds: ask for fewer folds.", nameof(folds));
        }

        return Enumerable.Range(0, folds).Select(test =>
        {
            int validation = withValidation ? (test + 1) % folds : -1;
            List<int>[] parts = [[], [], []];
            for (int i = 0; i < order.Length; i++)
            {
                parts[i % folds == test ? 2 : i % folds == validation ? 1 : 0].Add(order[i]);
            }

            return (int[][])[.. parts.Select(part => part.ToArray())];
        });
    }

    public static int[] All(int count) => [.. Enumerable.Range(0, count)];

    public static void CheckLength(int length, int count, string items, string name)
    {
        if (length != count)
        {
            throw new ArgumentException($"'{name}' must have {count} entries, one for each of the {items}s, got {length}.", name);
        }
    }

    public static void CheckKeys(ReadOnlySpan<double> keys)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            if (double.IsNaN(keys[i]))
            {
                throw new ArgumentException($"Key {i} is not a number, which has no place in an order: leave it out or give it one.", nameof(keys));
            }
        }
    }

    private static int PartOf(long time, long validationStart, long testStart) => time < validationStart ? 0 : time < testStart ? 1 : 2;

    private static void CheckBoundaries(long validationStart, long testStart)
    {
        if (testStart < validationStart)
        {
            throw new ArgumentOutOfRangeException(
                nameof(testStart), testStart, $"Testing must not start before validation: at {validationStart} or later, got {testStart}.");
        }
    }

    // By label, in random order inside one; without labels, in random order.
    private static int[] ByLabel(ReadOnlySpan<int> items, ReadOnlySpan<int> labels, RandomSource source)
    {
        int[] order = items.ToArray();
        RandomSequence random = source.Stream("split").Sequence();
        random.Shuffle(order.AsSpan());
        if (labels.IsEmpty)
        {
            return order;
        }

        int[] all = labels.ToArray();
        return [.. order.Where(item => all[item] >= 0).OrderBy(item => all[item])];
    }

    private static int[][] Cut(int[] order, int[] counts) =>
        [order[..counts[0]], order[counts[0]..(counts[0] + counts[1])], order[(counts[0] + counts[1])..(counts[0] + counts[1] + counts[2])]];

    private static int Max(ReadOnlySpan<int> values)
    {
        int max = int.MinValue;
        foreach (int value in values)
        {
            max = Math.Max(max, value);
        }

        return max;
    }
}
