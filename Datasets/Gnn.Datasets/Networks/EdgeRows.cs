using Gnn.Datasets.Parsing;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Networks;

/// <summary>The edges of a text as it lists them, by published ids.</summary>
internal sealed class EdgeRows
{
    private readonly string _path;
    private readonly long[] _sources;
    private readonly long[] _targets;
    private readonly float[] _weights;

    private EdgeRows(string path, long[] sources, long[] targets, float[] weights)
    {
        (_path, _sources, _targets, _weights) = (path, sources, targets, weights);
    }

    /// <summary>The number of edges that are listed.</summary>
    public int Count => _sources.Length;

    /// <summary>Reads a line for each edge.</summary>
    public static EdgeRows ReadPairs(TextScanner text, EdgeListOptions options)
    {
        long most = HighestId(options);
        (List<long> sources, List<long> targets, List<float> weights) = ([], [], []);
        while (text.NextContent())
        {
            sources.Add(text.ReadInt64("a source", 0, most));
            targets.Add(text.ReadInt64("a target", 0, most));
            if (options.HasWeights)
            {
                weights.Add((float)text.ReadNumber("a weight"));
            }

            if (text.HasField)
            {
                throw text.Bad(
                    $"expected the end of the line after {(options.HasWeights ? 3 : 2)} fields, got '{TextScanner.Show(text.Rest)}'",
                    options.HasWeights ? "" : "If it is a weight, say so.");
            }
        }

        return new EdgeRows(text.Path, [.. sources], [.. targets], [.. weights]);
    }

    /// <summary>Reads a line for each node: the node and its neighbours.</summary>
    public static EdgeRows ReadNeighbours(TextScanner text, EdgeListOptions options)
    {
        long most = HighestId(options);
        (List<long> sources, List<long> targets) = ([], []);
        while (text.NextContent())
        {
            long node = text.ReadInt64("a node", 0, most);
            if (!text.HasField && options.NodeCount is null)
            {
                throw text.Bad("expected at least one neighbour, got the end of the line", "Give the node count, so that nodes need no edges.");
            }

            while (text.HasField)
            {
                sources.Add(node);
                targets.Add(text.ReadInt64("a neighbour", 0, most));
            }
        }

        return new EdgeRows(text.Path, [.. sources], [.. targets], []);
    }

    /// <summary>Numbers the nodes of the edges, and others.</summary>
    /// <param name="options">Says whether ids are kept.</param>
    /// <param name="others">The ids of nodes that may have no edge.</param>
    /// <returns>The nodes; null if ids are kept.</returns>
    public NodeNumbers? NumberNodes(EdgeListOptions options, long[]? others = null) =>
        options.NodeCount is null ? NodeNumbers.Of(_sources, _targets, others ?? []) : null;

    /// <summary>Makes the graph with the names of its nodes.</summary>
    public Dataset ToDataset(EdgeListOptions options, NodeNumbers? nodes, Engine? engine)
    {
        int nodeCount = nodes?.Count ?? options.NodeCount!.Value;
        int[] sources = Number(_sources, nodes);
        int[] targets = Number(_targets, nodes);
        float[] weights = _weights;
        if (options.IsUndirected)
        {
            (sources, targets, weights) = BothDirections(sources, targets, weights);
        }

        Graph graph = Graph.FromEdges(nodeCount, sources, targets, options.IsUndirected);
        if (weights.Length > 0)
        {
            using Graph bare = graph;
            graph = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length, engine));
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

    private static int[] Number(long[] ids, NodeNumbers? nodes)
    {
        int[] numbers = new int[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            numbers[i] = nodes is null ? (int)ids[i] : nodes.Find(ids[i]);
        }

        return numbers;
    }

    // Each pair once in each direction, by source and then target; the first weight of each pair.
    private (int[] Sources, int[] Targets, float[] Weights) BothDirections(int[] sources, int[] targets, float[] weights)
    {
        if (sources.Length > Array.MaxLength / 2)
        {
            throw new Tensors.Files.DataFormatException(_path, "", $"expected at most {Array.MaxLength / 2} undirected edges, got {sources.Length}");
        }

        long[] pairs = new long[2 * sources.Length];
        int[] rows = new int[pairs.Length];
        for (int row = 0; row < sources.Length; row++)
        {
            pairs[2 * row] = Pair(sources[row], targets[row]);
            pairs[(2 * row) + 1] = Pair(targets[row], sources[row]);
            rows[2 * row] = rows[(2 * row) + 1] = row;
        }

        if (weights.Length == 0)
        {
            Array.Sort(pairs);
        }
        else
        {
            Array.Sort(pairs, rows);
        }

        int count = 0;
        for (int i = 0; i < pairs.Length; i++)
        {
            if (count == 0 || pairs[i] != pairs[count - 1])
            {
                (pairs[count], rows[count]) = (pairs[i], rows[i]);
                count++;
            }
            else
            {
                rows[count - 1] = Math.Min(rows[count - 1], rows[i]);
            }
        }

        (int[] from, int[] to) = (new int[count], new int[count]);
        float[] byEdge = new float[weights.Length == 0 ? 0 : count];
        for (int edge = 0; edge < count; edge++)
        {
            (from[edge], to[edge]) = ((int)(pairs[edge] >> 32), (int)pairs[edge]);
            if (byEdge.Length > 0)
            {
                byEdge[edge] = weights[rows[edge]];
            }
        }

        return (from, to, byEdge);
    }

    private static long Pair(int source, int target) => ((long)source << 32) | (uint)target;
}
