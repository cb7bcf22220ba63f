using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Networks;

/// <summary>The edges of a text as it lists them, by published ids.</summary>
internal sealed class EdgeRows
{
    private const int LeastRowBytes = 4;
    private const int LeastWeightedRowBytes = 6;

    private readonly string _path;
    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly float[]? _weights;

    private EdgeRows(string path, PackedIds ids, int[] sources, int[] targets, float[]? weights, int count)
    {
        (_path, Ids, _sources, _targets, _weights, Count) = (path, ids, sources, targets, weights, count);
    }

    /// <summary>The number of edges that are listed.</summary>
    public int Count { get; }

    /// <summary>What the ids are packed by.</summary>
    public PackedIds Ids { get; }

    private Span<int> Sources => _sources.AsSpan(0, Count);

    private Span<int> Targets => _targets.AsSpan(0, Count);

    /// <summary>Reads a line for each edge.</summary>
    public static EdgeRows ReadPairs(TextScanner text, EdgeListOptions options)
    {
        long highest = HighestId(options);
        int most = text.MostRows(options.HasWeights ? LeastWeightedRowBytes : LeastRowBytes), count = 0;
        int[] sources = new int[most], targets = new int[most];
        float[]? weights = options.HasWeights ? new float[most] : null;
        var ids = new PackedIds();
        while (text.NextContent())
        {
            long source = text.ReadInt64("a source", 0, highest);
            long target = text.ReadInt64("a target", 0, highest);
            float weight = weights is null ? 0 : (float)text.ReadNumber("a weight");
            if (text.HasField)
            {
                throw text.Bad(
                    $"expected the end of the line after {(options.HasWeights ? 3 : 2)} fields, got '{TextScanner.Show(text.Rest)}'",
                    options.HasWeights ? "" : "If it is a weight, say so.");
            }

            (sources[count], targets[count]) = (ids.Pack(source), ids.Pack(target));
            if (weights is not null)
            {
                weights[count] = weight;
            }

            count++;
        }

        return new EdgeRows(text.Path, ids, sources, targets, weights, count);
    }

    /// <summary>Reads a line for each node: the node and its neighbours.</summary>
    public static EdgeRows ReadNeighbours(TextScanner text, EdgeListOptions options)
    {
        long highest = HighestId(options);
        int most = text.CountFields(), count = 0;
        int[] sources = new int[most], targets = new int[most];
        var ids = new PackedIds();
        while (text.NextContent())
        {
            int node = ids.Pack(text.ReadInt64("a node", 0, highest));
            if (!text.HasField && options.NodeCount is null)
            {
                throw text.Bad("expected at least one neighbour, got the end of the line", "Give the node count, so that nodes need no edges.");
            }

            for (; text.HasField; count++)
            {
                (sources[count], targets[count]) = (node, ids.Pack(text.ReadInt64("a neighbour", 0, highest)));
            }
        }

        return new EdgeRows(text.Path, ids, sources, targets, weights: null, count);
    }

    /// <summary>Numbers the nodes of the edges, and others.</summary>
    /// <param name="options">Says whether ids are kept.</param>
    /// <param name="others">The packed ids of nodes that may have no edge; become numbers.</param>
    /// <returns>The nodes; null if ids are kept.</returns>
    public NodeNumbers? NumberNodes(EdgeListOptions options, Span<int> others = default) => options.NodeCount is null ? Ids.Number(Sources, Targets, others) : null;

    /// <summary>Makes the graph with the names of its nodes, which have been numbered.</summary>
    public Dataset ToDataset(EdgeListOptions options, NodeNumbers? nodes, Engine? engine)
    {
        int nodeCount = nodes?.Count ?? options.NodeCount!.Value;
        ReadOnlySpan<float> weights = _weights.AsSpan(0, _weights is null ? 0 : Count);
        Graph graph;
        if (!options.IsUndirected)
        {
            graph = Graph.FromEdges(nodeCount, Sources, Targets);
        }
        else if (Count > BothDirections.Most)
        {
            throw new Tensors.Files.DataFormatException(_path, "", $"expected at most {BothDirections.Most} undirected edges, got {Count}");
        }
        else if (weights.IsEmpty)
        {
            graph = Graph.FromCheckedEdges(BothDirections.Of(nodeCount, Sources, Targets), isUndirected: true);
        }
        else
        {
            (EdgeList edges, float[] byEdge) = BothDirections.Of(nodeCount, Sources, Targets, weights);
            graph = Graph.FromCheckedEdges(edges, isUndirected: true);
            weights = byEdge;
        }

        if (weights.Length > 0)
        {
            using Graph bare = graph;
            graph = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create<float>(weights, weights.Length, engine));
        }

        return nodes is null or { IsIdentity: true }
            ? new Dataset(graph)
            : new Dataset(graph) { Names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = nodes.ToIdMap() } };
    }

    private static long HighestId(EdgeListOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.NodeCount ?? 0, nameof(options));
        return options.NodeCount - 1 ?? long.MaxValue;
    }
}
