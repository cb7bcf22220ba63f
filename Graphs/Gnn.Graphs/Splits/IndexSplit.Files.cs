namespace Gnn.Graphs.Splits;

public sealed partial class IndexSplit
{
    private IndexSplit(int[] train, int[] validation, int[] test, string name, string itemName, int itemCount)
    {
        Name = name;
        ItemName = itemName;
        ItemCount = itemCount;
        _train = train;
        _validation = validation;
        _test = test;
    }

    /// <summary>A split of items in order: the first train, the last test, and those between the two places validate.</summary>
    internal static IndexSplit AtPlaces(string name, string itemName, int itemCount, int validationStart, int testStart) =>
        new(Range(0, validationStart), Range(validationStart, testStart), Range(testStart, itemCount), name, itemName, itemCount);

    private static int[] Range(int start, int end)
    {
        int[] items = new int[end - start];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = start + i;
        }

        return items;
    }

    /// <summary>A split that takes over three parts which are known to rise, to be in range and to be disjoint.</summary>
    internal static IndexSplit FromParts(string name, string itemName, int itemCount, int[] train, int[] validation, int[] test) =>
        new(train, validation, test, name, itemName, itemCount);
}
