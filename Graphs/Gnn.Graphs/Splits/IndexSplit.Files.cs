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

    /// <summary>A split that takes over three parts which are known to rise, to be in range and to be disjoint.</summary>
    internal static IndexSplit FromParts(string name, string itemName, int itemCount, int[] train, int[] validation, int[] test) =>
        new(train, validation, test, name, itemName, itemCount);
}
