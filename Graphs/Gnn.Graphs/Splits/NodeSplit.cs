using System.Globalization;

namespace Gnn.Graphs.Splits;

/// <summary>Which nodes of a graph train, which validate and which test: three disjoint sets; a node may be in none.</summary>
/// <remarks>Immutable; ranges, repeats and overlaps are checked at construction. <see cref="Audit"/> checks a split against a graph's labels.</remarks>
public sealed partial class NodeSplit
{
    private readonly int[] _train;
    private readonly int[] _validation;
    private readonly int[] _test;

    /// <summary>Creates a split from node ids in any order.</summary>
    /// <param name="name">What the split is called, for example <c>public</c>.</param>
    /// <param name="nodeCount">N, the number of nodes of the graph.</param>
    /// <param name="train">The nodes that train, in [0, N), distinct.</param>
    /// <param name="validation">The nodes that validate.</param>
    /// <param name="test">The nodes that test.</param>
    /// <exception cref="ArgumentException">A node is listed twice in a part, or in two parts; the message names both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative, or a node is out of range.</exception>
    public NodeSplit(string name, int nodeCount, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        var claims = new SplitClaims("node", nodeCount);
        Name = name;
        NodeCount = nodeCount;
        _train = claims.Claim(train, nameof(train));
        _validation = claims.Claim(validation, nameof(validation));
        _test = claims.Claim(test, nameof(test));
    }

    /// <summary>What the split is called.</summary>
    public string Name { get; }

    /// <summary>N, the number of nodes of the graph that is split.</summary>
    public int NodeCount { get; }

    /// <summary>The nodes that train, ascending.</summary>
    public ReadOnlySpan<int> Train => _train;

    /// <summary>The nodes that validate, ascending.</summary>
    public ReadOnlySpan<int> Validation => _validation;

    /// <summary>The nodes that test, ascending.</summary>
    public ReadOnlySpan<int> Test => _test;

    /// <summary>A split from masks: true where a node is in a part.</summary>
    /// <param name="name">What the split is called.</param>
    /// <param name="nodeCount">N.</param>
    /// <param name="train">The training mask, <c>[N]</c>.</param>
    /// <param name="validation">The validation mask, <c>[N]</c>.</param>
    /// <param name="test">The test mask, <c>[N]</c>.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentException">A mask does not have N elements, or two masks overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative.</exception>
    public static NodeSplit FromMasks(string name, int nodeCount, ReadOnlySpan<bool> train, ReadOnlySpan<bool> validation, ReadOnlySpan<bool> test)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        return new NodeSplit(
            name, nodeCount, Places(train, nodeCount, nameof(train)), Places(validation, nodeCount, nameof(validation)), Places(test, nodeCount, nameof(test)));
    }

    /// <summary>Checks the split against a graph's labels: what each part has of each class, and what is wrong.</summary>
    /// <param name="graph">The labelled graph.</param>
    /// <returns>The audit, which prints as a table.</returns>
    /// <exception cref="ArgumentException">The graph has another number of nodes.</exception>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    public SplitAudit Audit(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        CheckNodeCount(graph);
        return new SplitAudit(ToString(), "node", NodeCount, [_train, _validation, _test], graph.HostLabels, ClassNames(graph), []);
    }

    /// <summary>The name and the sizes, for example <c>NodeSplit 'public': 140 train, 500 validation, 1000 test of 2708 nodes</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"NodeSplit '{Name}': {_train.Length} train, {_validation.Length} validation, {_test.Length} test of {NodeCount} nodes");

    private static int[] Places(ReadOnlySpan<bool> mask, int nodeCount, string part)
    {
        if (mask.Length != nodeCount)
        {
            throw new ArgumentException($"The mask '{part}' must have {nodeCount} elements, one for each node, got {mask.Length}.", part);
        }

        var nodes = new List<int>();
        for (int node = 0; node < mask.Length; node++)
        {
            if (mask[node])
            {
                nodes.Add(node);
            }
        }

        return [.. nodes];
    }

    private static string[] ClassNames(Graph graph) => [.. Enumerable.Range(0, graph.ClassCount).Select(graph.ClassName)];

    private void CheckNodeCount(Graph graph)
    {
        if (graph.NodeCount != NodeCount)
        {
            throw new ArgumentException($"The split '{Name}' is of {NodeCount} nodes, but the graph has {graph.NodeCount}.", nameof(graph));
        }
    }
}
