using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Pooling;

/// <summary>Scores nodes by a learnt projection and says which of each graph stay.</summary>
internal sealed class NodeSelection : Module
{
    // What a node may fall short of the best one of its graph and stay, where none reaches the least score.
    private const double Tolerance = 1e-7;

    private readonly TopKOptions _options;
    private readonly Parameter _weight;

    internal NodeSelection(int inputs, RandomSource random, TopKOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        options.Check();
        _options = options;
        _weight = AddParameter("weight", Initialize.FanIn((1, inputs), inputs, random.Stream("weight")));
    }

    internal int Inputs => (int)_weight.Value.Shape[1];

    /// <summary>Keeps the nodes with the best scores.</summary>
    /// <param name="x">The features, [N, F].</param>
    /// <param name="scored">What is projected to scores, [N, inputs].</param>
    /// <param name="structure">The edges.</param>
    /// <param name="nodesOfGraphs">The nodes of each graph.</param>
    /// <param name="held">What the result ends with.</param>
    internal PooledGraph Pool(Tensor x, Tensor scored, SparseStructure structure, SparseStructure nodesOfGraphs, IDisposable? held)
    {
        Tensor scores = Score(scored, nodesOfGraphs);
        int[] ends = new int[nodesOfGraphs.RowCount + 1];
        int[] nodes = _options.MinimumScore is { } least ? Above(scores, nodesOfGraphs, least, ends) : Best(scores, nodesOfGraphs, ends);
        using Tensor index = Tensor.Create(nodes, nodes.Length, x.Engine);
        using Tensor rows = x.GatherRows(index);
        Tensor kept = scores.GatherRows(index);
        Tensor y = rows * kept;
        SparseStructure pooled = SparseStructure.FromRows(nodes.Length, ends, [.. Enumerable.Range(0, nodes.Length)]);
        return new PooledGraph(
            _options.Multiplier == 1 ? y : y * _options.Multiplier,
            kept.Reshape(nodes.Length),
            nodes,
            pooled,
            InducedEdges.Between(structure, nodes),
            held);
    }

    /// <summary>Refuses what is not a batch of nodes with edges between them.</summary>
    internal static void Check(Tensor x, SparseStructure structure, SparseStructure nodesOfGraphs)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(nodesOfGraphs);
        GroupRows.Check(structure, x);
        if (structure.RowCount != structure.ColumnCount || nodesOfGraphs.ColumnCount != structure.ColumnCount)
        {
            throw new ArgumentException($"Pooling takes edges among the nodes of graphs, got {structure} and, of graphs, {nodesOfGraphs}.", nameof(structure));
        }

        if (!nodesOfGraphs.ColumnsAreEntries)
        {
            throw new ArgumentException(
                $"The nodes of graphs must stand one graph after another, each node once, as GraphBatch.NodesOfGraphs has them, got {nodesOfGraphs}.",
                nameof(nodesOfGraphs));
        }
    }

    /// <summary>[N, 1].</summary>
    private Tensor Score(Tensor scored, SparseStructure nodesOfGraphs)
    {
        using Tensor projection = scored.MatMul(_weight.Value, transposeThis: false, transposeOther: true);
        if (_options.MinimumScore is not null)
        {
            return Tensor.EdgeSoftmax(nodesOfGraphs, projection);
        }

        using Tensor norm = _weight.Value.Square().Sum().Sqrt();
        using Tensor along = projection / norm;
        return _options.Nonlinearity.Apply(along);
    }

    /// <summary>The nodes with the largest scores of each graph, in falling order; where each graph's end is written to <paramref name="ends"/>.</summary>
    private int[] Best(Tensor scores, SparseStructure nodesOfGraphs, int[] ends)
    {
        int[] sorted = GroupOrder.RowsByLastColumn(nodesOfGraphs, scores);
        int start = 0;
        for (int graph = 0; graph < nodesOfGraphs.RowCount; graph++)
        {
            int count = (int)nodesOfGraphs.RowLength(graph);
            int kept = Kept(count);
            sorted.AsSpan(start, kept).CopyTo(sorted.AsSpan(ends[graph]));
            ends[graph + 1] = ends[graph] + kept;
            start += count;
        }

        return sorted[..ends[^1]];
    }

    // In single precision, in which 0.1 * 30 is 3 and not a little more.
    private int Kept(int count) => _options.Count is { } most ? Math.Min(most, count) : (int)MathF.Ceiling((float)_options.Ratio * count);

    /// <summary>The nodes whose score is above the least, or next to the best of their graph, in node order.</summary>
    private static int[] Above(Tensor scores, SparseStructure nodesOfGraphs, double least, int[] ends)
    {
        double[] values = scores.ToArray<double>();
        var nodes = new List<int>();
        for (int graph = 0; graph < nodesOfGraphs.RowCount; graph++)
        {
            ReadOnlySpan<int> members = nodesOfGraphs.Row(graph);
            double best = double.NegativeInfinity;
            foreach (int node in members)
            {
                best = Math.Max(best, values[node]);
            }

            double bound = Math.Min(best - Tolerance, least);
            foreach (int node in members)
            {
                if (!(values[node] <= bound))
                {
                    nodes.Add(node);
                }
            }

            ends[graph + 1] = nodes.Count;
        }

        return [.. nodes];
    }
}
