namespace Gnn.Graphs.Splits;

public sealed partial class NodeSplit
{
    private NodeSplit(int[] train, int[] validation, int[] test, string name, int nodeCount)
    {
        Name = name;
        NodeCount = nodeCount;
        _train = train;
        _validation = validation;
        _test = test;
    }

    /// <summary>A split that takes over three parts which are known to rise, to be in range and to be disjoint.</summary>
    internal static NodeSplit FromParts(string name, int nodeCount, int[] train, int[] validation, int[] test) => new(train, validation, test, name, nodeCount);
}
