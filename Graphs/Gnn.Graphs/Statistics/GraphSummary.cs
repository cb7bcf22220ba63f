using System.Text;
using Gnn.Tensors;
using static System.FormattableString;

namespace Gnn.Graphs.Statistics;

/// <summary>What is worth knowing of a graph at a glance.</summary>
public sealed record GraphSummary
{
    /// <summary>The number of nodes.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The number of edges; of an undirected graph, both directions count.</summary>
    public required long EdgeCount { get; init; }

    /// <summary>Whether the graph holds both directions of every edge.</summary>
    public required bool IsUndirected { get; init; }

    /// <summary>The number of edges from a node to itself.</summary>
    public required long SelfLoopCount { get; init; }

    /// <summary>The number of edges that repeat an earlier one.</summary>
    public required long DuplicateCount { get; init; }

    /// <summary>The number of nodes that no edge joins to another node.</summary>
    public required int IsolatedCount { get; init; }

    /// <summary>The distribution of in-degrees.</summary>
    public required DegreeSummary InDegrees { get; init; }

    /// <summary>The distribution of out-degrees.</summary>
    public required DegreeSummary OutDegrees { get; init; }

    /// <summary>The number of weakly connected components.</summary>
    public required int ComponentCount { get; init; }

    /// <summary>The number of nodes of the largest weakly connected component; 0 for a graph without nodes.</summary>
    public required int LargestComponentSize { get; init; }

    /// <summary>The number of triangles; directions are forgotten.</summary>
    public required long TriangleCount { get; init; }

    /// <summary>The mean clustering coefficient of the nodes, or NaN for a graph without nodes.</summary>
    public required double AverageClustering { get; init; }

    /// <summary>The share of pairs of a node's neighbours that are neighbours; directions are forgotten.</summary>
    public required double Transitivity { get; init; }

    /// <summary>The highest core number of a node: the degeneracy of the graph.</summary>
    public required int MaxCoreNumber { get; init; }

    /// <summary>Whether edges have weights.</summary>
    public required bool HasEdgeWeights { get; init; }

    /// <summary>The number of feature columns, F; 0 without features.</summary>
    public required long FeatureCount { get; init; }

    /// <summary>The number of stored elements of sparse features, or null if the features are dense or there are none.</summary>
    public required long? StoredFeatureCount { get; init; }

    /// <summary>The number of nodes of each class; empty without labels.</summary>
    public required IReadOnlyList<int> ClassCounts { get; init; }

    /// <summary>The names of the classes, one for each entry of <see cref="ClassCounts"/>.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The number of nodes without a label.</summary>
    public required int UnlabelledCount { get; init; }

    /// <summary>The share of edges that join nodes of one class, or NaN where there is none to count.</summary>
    public required double EdgeHomophily { get; init; }

    /// <summary>The mean share of in-edges from a node's own class, or NaN where there is none to count.</summary>
    public required double NodeHomophily { get; init; }

    /// <summary>Edge homophily less what there would be by chance, as a share of the most that it could be, or NaN where there is none to count.</summary>
    public required double AdjustedHomophily { get; init; }

    /// <summary>How much a node's class says of its neighbours', in [0, 1], or NaN where there is none to count.</summary>
    public required double LabelInformativeness { get; init; }

    /// <summary>Gathers the summary of a graph.</summary>
    /// <param name="graph">The graph; features and labels are optional.</param>
    /// <returns>The summary; costs O(N log N + E^1.5).</returns>
    /// <exception cref="InvalidOperationException">The labels are not Int32 <c>[N]</c>.</exception>
    public static GraphSummary Of(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Features? features = graph.HasFeatures ? (Features?)graph.Features : null;
        int[] classCounts = new int[graph.HasLabels ? graph.ClassCount : 0];
        int unlabelled = graph.HasLabels ? 0 : graph.NodeCount;
        foreach (int label in graph.HasLabels ? graph.HostLabels : [])
        {
            if (label >= 0)
            {
                classCounts[label]++;
            }
            else
            {
                unlabelled++;
            }
        }

        var components = Components.Weak(graph);
        var neighbours = NeighbourLists.OfBoth(graph);
        long[] triangles = Triangles.OfNodes(neighbours, countDirections: false, Blocks.Threads);
        long[] directed = graph.IsUndirected ? triangles : Triangles.OfNodes(neighbours, countDirections: true, Blocks.Threads);
        double[] clustering = Clustering.OfNodes(neighbours, directed, graph.IsUndirected);
        return new GraphSummary
        {
            NodeCount = graph.NodeCount,
            EdgeCount = graph.EdgeCount,
            IsUndirected = graph.IsUndirected,
            SelfLoopCount = EdgeStatistics.CountSelfLoops(graph),
            DuplicateCount = EdgeStatistics.CountDuplicates(graph),
            IsolatedCount = EdgeStatistics.CountIsolatedNodes(graph),
            InDegrees = DegreeSummary.OfInDegrees(graph),
            OutDegrees = DegreeSummary.OfOutDegrees(graph),
            ComponentCount = components.Count,
            LargestComponentSize = components.Count == 0 ? 0 : components.Sizes[components.Largest],
            TriangleCount = triangles.Sum() / 3,
            AverageClustering = clustering.DefaultIfEmpty(double.NaN).Average(),
            Transitivity = Clustering.Transitivity(neighbours, triangles),
            MaxCoreNumber = CoreNumbers.Of(neighbours).DefaultIfEmpty().Max(),
            HasEdgeWeights = graph.EdgeWeights is not null,
            FeatureCount = features?.Shape[1] ?? 0,
            StoredFeatureCount = features?.Sparse?.Structure.EntryCount,
            ClassCounts = classCounts,
            ClassNames = [.. Enumerable.Range(0, classCounts.Length).Select(graph.ClassName)],
            UnlabelledCount = unlabelled,
            EdgeHomophily = graph.HasLabels ? Homophily.OfEdges(graph) : double.NaN,
            NodeHomophily = graph.HasLabels ? Homophily.OfNodes(graph) : double.NaN,
            AdjustedHomophily = graph.HasLabels ? Homophily.Adjusted(graph) : double.NaN,
            LabelInformativeness = graph.HasLabels ? Homophily.LabelInformativeness(graph) : double.NaN,
        };
    }

    /// <summary>The summary as a table of names and values.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        Add("nodes", Invariant($"{NodeCount}, isolated {IsolatedCount}"));
        Add("edges", Invariant($"{EdgeCount} {Direction()}, self-loops {SelfLoopCount}, repeated {DuplicateCount}"));
        Add("in-degree", InDegrees.ToString());
        Add("out-degree", OutDegrees.ToString());
        Add("components", Invariant($"{ComponentCount}, largest of {LargestComponentSize} nodes"));
        Add("triangles", Invariant($"{TriangleCount}, clustering {AverageClustering:0.0000}, transitivity {Transitivity:0.0000}, max core {MaxCoreNumber}"));
        Add("edge weights", HasEdgeWeights ? "yes" : "none");
        Add("features", DescribeFeatures());
        Add("classes", DescribeClasses());
        Add("homophily", Invariant($"edge {EdgeHomophily:0.0000}, node {NodeHomophily:0.0000}"));
        Add("by chance", Invariant($"adjusted homophily {AdjustedHomophily:0.0000}, label informativeness {LabelInformativeness:0.0000}"));
        return text.ToString(0, text.Length - Environment.NewLine.Length);

        void Add(string name, string value) => text.Append(name.PadRight(14)).AppendLine(value);
    }

    private string Direction() => IsUndirected ? "(undirected, both directions)" : "(directed)";

    private string DescribeFeatures()
    {
        if (FeatureCount == 0)
        {
            return "none";
        }

        return StoredFeatureCount is { } stored
            ? Invariant($"{FeatureCount}, sparse, {stored} stored ({100.0 * stored / Math.Max(1, NodeCount) / FeatureCount:0.00} %)")
            : Invariant($"{FeatureCount}, dense");
    }

    private string DescribeClasses()
    {
        if (ClassCounts.Count == 0)
        {
            return "none";
        }

        string counts = string.Join(", ", ClassCounts.Zip(ClassNames, (count, name) => Invariant($"{name} {count}")));
        return Invariant($"{ClassCounts.Count}: {counts}; unlabelled {UnlabelledCount}");
    }
}
