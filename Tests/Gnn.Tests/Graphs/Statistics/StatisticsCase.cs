using System.Text.Json;
using Gnn.Graphs;
using Gnn.Tensors;

namespace Gnn.Tests.Graphs.Statistics;

/// <summary>A graph of <c>Golden/graph_statistics.json</c> with the numbers that networkx 2.8.8 gives for it.</summary>
/// <remarks>
/// A short script builds each graph by the networkx call in its note, numbers the nodes in the order of the graph, lists the edges sorted (undirected: lower
/// node first) and stores, by node: triangles and transitivity (of the graph made undirected), clustering, average_clustering, core_number, components
/// numbered by their lowest node, degree_, numeric_ (of the value <c>(v * 7919 % 101) / 10</c> of node v) and attribute_assortativity_coefficient, pagerank
/// (tol 1e-15; unweighted; weighted with alpha 0.7; unweighted with personalization {0: 3, 5: 1}), betweenness_centrality, betweenness_centrality_subset with
/// every fifth node as source, scaled as an estimate, and the last partition of weisfeiler_lehman_subgraph_hashes (all nodes beginning alike; of the
/// reverse of a directed graph), numbered by first occurrence. Numbers have 15 digits.
/// </remarks>
internal sealed class StatisticsCase
{
    private static readonly Lazy<StatisticsCase[]> AllCases = new(Read);

    private readonly JsonElement _element;

    private StatisticsCase(JsonElement element)
    {
        _element = element;
        int[] ends = Integers(element.GetProperty("edges"));
        Edges = [.. ends.Chunk(2).Select(pair => (pair[0], pair[1]))];
        Weights = element.TryGetProperty("weights", out JsonElement weights) ? Numbers(weights) : null;
    }

    public static IEnumerable<StatisticsCase> All => AllCases.Value;

    public static IEnumerable<StatisticsCase> Weighted => All.Where(golden => golden.Weights is not null);

    public string Name => _element.GetProperty("name").GetString()!;

    public bool IsDirected => _element.GetProperty("directed").GetBoolean();

    public int NodeCount => _element.GetProperty("nodes").GetInt32();

    public (int Source, int Target)[] Edges { get; }

    public double[]? Weights { get; }

    public static StatisticsCase Named(string name) => All.Single(golden => golden.Name == name);

    /// <summary>The graph with its labels, without weights.</summary>
    public Graph Load()
    {
        using Graph bare = Bare();
        return bare.WithLabels(Integers(_element.GetProperty("labels")));
    }

    public Graph LoadWeighted()
    {
        using Graph bare = Bare();
        float[] weights = [.. Weights!.Select(weight => (float)weight), .. IsDirected ? [] : Weights!.Select(weight => (float)weight)];
        return bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length));
    }

    public double Number(string statistic) => Expected(statistic).GetDouble();

    public double[] Numbers(string statistic) => Numbers(Expected(statistic));

    public int[] Integers(string statistic) => Integers(Expected(statistic));

    public override string ToString() => Name;

    private static StatisticsCase[] Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "graph_statistics.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => new StatisticsCase(element.Clone()))];
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetInt32())];

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetDouble())];

    private JsonElement Expected(string statistic) => _element.GetProperty("expected").GetProperty(statistic);

    private Graph Bare()
    {
        IEnumerable<(int Source, int Target)> edges = IsDirected ? Edges : Edges.Concat(Edges.Select(edge => (edge.Target, edge.Source)));
        return Graph.FromEdges(NodeCount, [.. edges.Select(edge => edge.Source)], [.. edges.Select(edge => edge.Target)], isUndirected: !IsDirected);
    }
}
