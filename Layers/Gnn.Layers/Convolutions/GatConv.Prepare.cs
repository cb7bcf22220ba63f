using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

public sealed partial class GatConv
{
    /// <summary>Replaces self-loops as the options say, once for a graph.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The adjacency, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public Adjacency Prepare(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Prepare(graph.InEdges, EdgeTables.FeaturesOf(graph, _options.EdgeFeatures, _sources.Weight.Engine));
    }

    /// <summary>Keeps what blocks that are sampled from a graph need of it: the features of its edges, if the layer takes any.</summary>
    /// <param name="graph">The graph; if the layer takes edge features, they are its edge column <c>edge_attr</c>.</param>
    /// <returns>The preparation, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The layer takes edge features and the graph has none that fit.</exception>
    public IBlockPreparation PrepareBlocks(Graph graph) =>
        EdgeTables.BlocksWithFeatures(graph, _options.EdgeFeatures, _sources.Weight.Engine, Prepare);

    /// <inheritdoc/>
    public Adjacency Prepare(SparseStructure structure) => Prepare(structure, edgeFeatures: null);

    /// <summary>Replaces self-loops as the options say, and brings the edges' features into entry order; differentiable with respect to them.</summary>
    /// <param name="structure">The edges. Of a bipartite structure loops join target i and source i, which fits targets that are the first of the sources;
    /// for other bipartite graphs turn loops off.</param>
    /// <param name="edgeFeatures"><c>[E, D]</c>, or <c>[E]</c> for D = 1, in the order of the edge ids; null if the layer takes none.</param>
    /// <returns>The adjacency, owned by the caller; its edge ids count the edges that are no loops in their order, then one loop for each node.</returns>
    /// <exception cref="ArgumentException">The features do not fit the layer or the structure.</exception>
    public Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures)
    {
        ArgumentNullException.ThrowIfNull(structure);
        EdgeTables.CheckGiven(edgeFeatures, _options.EdgeFeatures);
        using var scope = new TensorScope();
        Tensor? table = edgeFeatures is null ? null : EdgeTables.AsTable(edgeFeatures, structure, _options.EdgeFeatures, nameof(edgeFeatures));
        if (!_options.AddSelfLoops)
        {
            return new Adjacency(structure, table is null ? null : EdgeTables.ToEntries(table, structure));
        }

        using var looped = new LoopedStructure(structure);
        return new Adjacency(looped.Structure, table is null ? null : WithLoops(looped, table));
    }

    /// <summary>[E, D] in edge order to [entries, D], with a row for every loop.</summary>
    private Tensor WithLoops(LoopedStructure looped, Tensor table)
    {
        int edges = (int)table.Shape[0];
        int[] loopRows = new int[looped.LastLoops.Length];
        Tensor fill;
        if (_options.LoopFill is { } reduction)
        {
            fill = ReduceOthers(looped, table, reduction);
            for (int node = 0; node < loopRows.Length; node++)
            {
                loopRows[node] = edges + node;
            }
        }
        else
        {
            fill = Tensor.Full((1, table.Shape[1]), _options.LoopValue, table.Engine);
            Array.Fill(loopRows, edges);
        }

        return Tensor.Concatenate([table, fill], 0).GatherRows(looped.TableRows(loopRows, table.Engine));
    }

    /// <summary>The reduction over each target's edges that are no loops, [targets, D]; 0 where there are none.</summary>
    private static Tensor ReduceOthers(LoopedStructure looped, Tensor table, Reduction reduction)
    {
        // The added loops stand in the structure already: they get the value that leaves the reduction as it is.
        double neutral = reduction switch
        {
            Reduction.Max => double.NegativeInfinity,
            Reduction.Min => double.PositiveInfinity,
            _ => 0,
        };
        SparseStructure structure = looped.Structure;
        int[] loopRows = new int[looped.LastLoops.Length];
        Array.Fill(loopRows, (int)table.Shape[0]);
        Tensor neutralRow = Tensor.Full((1, table.Shape[1]), neutral, table.Engine);
        Tensor entries = Tensor.Concatenate([table, neutralRow], 0).GatherRows(looped.TableRows(loopRows, table.Engine));
        Tensor reduced = Tensor.SegmentReduce(structure, entries, reduction == Reduction.Mean ? Reduction.Sum : reduction);
        float[] others = new float[structure.RowCount];
        for (int row = 0; row < others.Length; row++)
        {
            others[row] = structure.RowLength(row) - (row < loopRows.Length ? 1 : 0);
        }

        Tensor counts = Tensor.Create(others, (others.Length, 1), table.Engine);
        if (reduction is Reduction.Sum)
        {
            return reduced;
        }

        if (reduction is Reduction.Mean)
        {
            return reduced / Tensor.Maximum(counts, Tensor.Ones((1, 1), table.Engine));
        }

        Tensor zeros = Tensor.Zeros(reduced.Shape, table.Engine);
        return counts.BroadcastTo(reduced.Shape).Compare(ComparisonOperation.Greater, zeros).Select(reduced, zeros);
    }
}
