namespace Gnn.Sampling.Negatives;

/// <content>From edges to the rows and weights that are drawn from, and what is checked meanwhile.</content>
public sealed partial class NegativeSampler
{
    private (bool IsUndirected, PairSide FromSource, PairSide FromTarget, NodeWeights? Sources) Prepare(
        ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, NegativeSamplerOptions options)
    {
        bool isUndirected = options.Undirected && _isOneSet;
        bool withoutLoops = _isOneSet && !options.AllowSelfLoops;
        if ((isUndirected ? 2L : 1) * sources.Length + (withoutLoops ? _sourceNodes.Count : 0) > Array.MaxLength)
        {
            throw new ArgumentException($"A sampler holds at most {Array.MaxLength} pairs, got {sources.Length} edges.", nameof(sources));
        }

        PairRows rows = PairRows.Create(_sourceNodes.Count, _targetNodes.Count, sources, targets, isUndirected, withoutLoops);
        PairRows columns = isUndirected ? rows : PairRows.Create(_targetNodes.Count, _sourceNodes.Count, targets, sources, isSymmetric: false, withoutLoops);
        if (options.DegreePower is not { } power)
        {
            return (isUndirected, new PairSide(rows, null, IsTarget: false), new PairSide(columns, null, IsTarget: true), null);
        }

        NodeWeights asSource = Weigh(rows, power, options);
        NodeWeights asTarget = isUndirected ? asSource : Weigh(columns, power, options);
        return (
            isUndirected,
            new PairSide(rows, asTarget, IsTarget: false),
            new PairSide(columns, asSource, IsTarget: true),
            new NodeWeights([.. Enumerable.Range(0, rows.RowCount).Select(source => asSource[source] * asTarget.Without(rows.Row(source)))]));
    }

    /// <summary>The power of each node's number of partners other than itself.</summary>
    private NodeWeights Weigh(PairRows rows, double power, NegativeSamplerOptions options)
    {
        if (!(power >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), power, $"The power of degrees must be 0 or more, got {power}.");
        }

        double[] weights = new double[rows.RowCount];
        for (int node = 0; node < weights.Length; node++)
        {
            int degree = rows.Count(node) - (_isOneSet && rows.Contains(node, node) ? 1 : 0);
            weights[node] = Math.Pow(degree, power);
        }

        // Pairs weigh the product of two.
        var made = new NodeWeights(weights);
        return double.IsFinite(made.Total * made.Total * weights.Length)
            ? made
            : throw new ArgumentOutOfRangeException(nameof(options), power, $"The power {power} of degrees gives weights that are not finite: take a smaller one.");
    }

    private static void CheckEdges(int sourceCount, int targetCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (targets.Length != sources.Length)
        {
            throw new ArgumentException($"Each edge has a source and a target, got {sources.Length} and {targets.Length}.", nameof(targets));
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            if ((uint)sources[edge] >= (uint)sourceCount)
            {
                throw new ArgumentOutOfRangeException(nameof(sources), sources[edge], $"The source of edge {edge} must be in [0, {sourceCount}), got {sources[edge]}.");
            }

            if ((uint)targets[edge] >= (uint)targetCount)
            {
                throw new ArgumentOutOfRangeException(nameof(targets), targets[edge], $"The target of edge {edge} must be in [0, {targetCount}), got {targets[edge]}.");
            }
        }
    }

    private static (int First, int Count) InGraph(Range nodes, int nodeCount, string name, NegativeSamplerOptions options)
    {
        int first = nodes.Start.GetOffset(nodeCount);
        int end = nodes.End.GetOffset(nodeCount);
        return first >= 0 && first <= end && end <= nodeCount
            ? (first, end - first)
            : throw new ArgumentException($"{name} must be nodes in [0, {nodeCount}), got {nodes}.", nameof(options));
    }

    private static bool Overlap((int First, int Count) a, (int First, int Count) b) =>
        a.Count > 0 && b.Count > 0 && a.First < b.First + b.Count && b.First < a.First + a.Count;

    private static bool IsIn((int First, int Count) nodes, int node) => (uint)(node - nodes.First) < (uint)nodes.Count;

    private int LocalSource(int source, string parameter) => Local(_sourceNodes, source, "source", parameter);

    private int LocalTarget(int target, string parameter) => Local(_targetNodes, target, "target", parameter);

    private static int Local((int First, int Count) nodes, int node, string what, string parameter) => IsIn(nodes, node)
        ? node - nodes.First
        : throw new ArgumentOutOfRangeException(parameter, node, $"A {what} must be in [{nodes.First}, {nodes.First + nodes.Count}), got {node}.");

    private HashSet<long>? CreateSet(int count) => _options.Distinct && count > 1 ? new HashSet<long>(count) : null;
}
