using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>What attention layers propagate over: edges with their features, existing self-loops replaced by one for each node where asked.</summary>
/// <param name="width">D, the number of edge features that the layer takes; 0 for none.</param>
/// <param name="addsLoops">Whether self-loops are replaced.</param>
/// <param name="loopFill">How the features of a loop follow from the node's other edges; null for a constant.</param>
/// <param name="loopValue">The constant.</param>
internal sealed class LoopedEdges(int width, bool addsLoops, Reduction? loopFill, double loopValue)
{
    internal Adjacency Prepare(Graph graph, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(graph);
        using var scope = new TensorScope();
        return Prepare(graph.InEdges, EdgeTables.FeaturesOf(graph, width, engine));
    }

    internal IBlockPreparation PrepareBlocks(Graph graph, Engine engine) => EdgeTables.BlocksWithFeatures(graph, width, engine, Prepare);

    /// <summary>Features are [E, D] in the order of the edge ids; the values are differentiable with respect to them.</summary>
    internal Adjacency Prepare(SparseStructure structure, Tensor? edgeFeatures)
    {
        ArgumentNullException.ThrowIfNull(structure);
        EdgeTables.CheckGiven(edgeFeatures, width);
        using var scope = new TensorScope();
        Tensor? table = edgeFeatures is null ? null : EdgeTables.AsTable(edgeFeatures, structure, width, nameof(edgeFeatures));
        if (!addsLoops)
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
        if (loopFill is { } reduction)
        {
            fill = ReduceOthers(looped, table, reduction);
            for (int node = 0; node < loopRows.Length; node++)
            {
                loopRows[node] = edges + node;
            }
        }
        else
        {
            fill = Tensor.Full((1, table.Shape[1]), loopValue, table.Engine);
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
