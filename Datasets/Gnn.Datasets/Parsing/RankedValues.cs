namespace Gnn.Datasets.Parsing;

/// <summary>Published numbers with gaps (ids, labels, tags) as ranks 0, 1, ... in rising order of the number.</summary>
internal sealed class RankedValues
{
    private const int LeastTable = 1024;

    private RankedValues(int[] ranks, int[] values)
    {
        Ranks = ranks;
        Values = values;
    }

    /// <summary>The rank of each number, in [0, number of distinct ones).</summary>
    public int[] Ranks { get; }

    /// <summary>The distinct numbers, rising: entry k has rank k.</summary>
    public int[] Values { get; }

    /// <summary>The distinct numbers as texts.</summary>
    public string[] Names => Array.ConvertAll(Values, value => value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Ranks numbers, in time in proportion to them if their range is not much wider than there are numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <returns>Their ranks.</returns>
    public static RankedValues Of(ReadOnlySpan<int> numbers)
    {
        if (numbers.IsEmpty)
        {
            return new RankedValues([], []);
        }

        (int least, int most) = (numbers[0], numbers[0]);
        foreach (int number in numbers)
        {
            least = Math.Min(least, number);
            most = Math.Max(most, number);
        }

        long range = (long)most - least + 1;
        return range <= Math.Max(LeastTable, 4L * numbers.Length) ? OfTable(numbers, least, (int)range) : OfSorted(numbers);
    }

    private static RankedValues OfTable(ReadOnlySpan<int> numbers, int least, int range)
    {
        int[] table = new int[range];
        foreach (int number in numbers)
        {
            table[number - least] = 1;
        }

        var values = new List<int>();
        for (int i = 0; i < range; i++)
        {
            if (table[i] != 0)
            {
                table[i] = values.Count;
                values.Add(least + i);
            }
        }

        int[] ranks = new int[numbers.Length];
        for (int i = 0; i < ranks.Length; i++)
        {
            ranks[i] = table[numbers[i] - least];
        }

        return new RankedValues(ranks, [.. values]);
    }

    private static RankedValues OfSorted(ReadOnlySpan<int> numbers)
    {
        int[] values = numbers.ToArray();
        Array.Sort(values);
        int count = 1;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] != values[count - 1])
            {
                values[count++] = values[i];
            }
        }

        Array.Resize(ref values, count);
        int[] ranks = new int[numbers.Length];
        for (int i = 0; i < ranks.Length; i++)
        {
            ranks[i] = Array.BinarySearch(values, numbers[i]);
        }

        return new RankedValues(ranks, values);
    }
}
