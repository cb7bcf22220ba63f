using System.Diagnostics;
using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <content>The ways to compute the sum over relations.</content>
public sealed partial class RgcnConv
{
    /// <summary>A product with the rows of all (target, relation), empty ones too, is taken up to so many rows for each that has an edge: it is faster by row.</summary>
    private const int GridRowsForEachPair = 8;

    private Reduction Reduction => _options.Aggregation switch
    {
        Aggregation.Mean => Reduction.Mean,
        Aggregation.Sum => Reduction.Sum,
        Aggregation.Max => Reduction.Max,
        Aggregation.Min => Reduction.Min,
        _ => throw new UnreachableException(),
    };

    /// <summary>The sum over relations, [targets, outputs].</summary>
    private Tensor Propagate(Features x, RelationalAdjacency edges)
    {
        bool isSparse = x.Sparse is not null;
        if (_options.Aggregation is Aggregation.Mean or Aggregation.Sum)
        {
            if (_comp is not null && (isSparse || AreBasesCheaper(edges)))
            {
                return PropagateBases(x, edges, _comp.Value);
            }

            if (isSparse && _options.Blocks is null)
            {
                return PropagateSparse(x.Sparse!, edges);
            }
        }

        using Tensor? made = isSparse ? x.ToDense() : null;
        Tensor dense = made ?? x.ToDense();
        return _options.Blocks is { } blocks
            ? PropagatePairs(dense, edges, blocks, BlockRows(blocks))
            : PropagateWhole(dense, edges, WholeWeights());
    }

    /// <summary>Whether mapping by every base and mixing the results at the edges costs less than aggregating first and mapping by mixed weights.</summary>
    private bool AreBasesCheaper(RelationalAdjacency edges)
    {
        double bases = _options.Bases!.Value;
        double weight = (double)Inputs * Outputs;
        double atEdges = (edges.Structure.ColumnCount * bases * weight) + (edges.Structure.EntryCount * bases * Outputs);
        double mixedWeights = (Relations * bases * weight) + (edges.Structure.EntryCount * (double)Inputs) + (edges.PairCount * weight);
        return atEdges < mixedWeights;
    }

    /// <summary>The weights of all relations, one below the other, [R * inputs, outputs].</summary>
    private Tensor WholeWeights()
    {
        Tensor weight = _weight.Value;
        if (_comp is not null)
        {
            weight = _comp.Value.MatMul(weight.Reshape((weight.Shape[0], Inputs * (long)Outputs)));
        }

        return weight.Reshape((Relations * (long)Inputs, Outputs));
    }

    /// <summary>Rows of the pairs first, then their product with the weights.</summary>
    private Tensor PropagateWhole(Tensor x, RelationalAdjacency edges, Tensor weights)
    {
        long targets = edges.Structure.RowCount;
        if (targets * Relations > GridRowsForEachPair * (long)edges.PairCount || targets * Relations > int.MaxValue)
        {
            return PropagatePairs(x, edges, blocks: 1, weights);
        }

        using Tensor aggregate = Tensor.SpMM(edges.Grid, null, x, Reduction);
        return aggregate.Reshape((targets, Relations * (long)Inputs)).MatMul(weights);
    }

    /// <summary>The same for the pairs that have edges, each times the rows of its own relation's weight only; block by block as heads.</summary>
    /// <param name="x">[S, inputs].</param>
    /// <param name="edges">The edges.</param>
    /// <param name="blocks">B.</param>
    /// <param name="weights">[R * inputs / B, outputs]: row i of all blocks of a relation side by side.</param>
    private Tensor PropagatePairs(Tensor x, RelationalAdjacency edges, int blocks, Tensor weights)
    {
        int rows = Inputs / blocks;
        using Tensor? interleaved = blocks == 1 ? null : Interleave(x, blocks);
        using Tensor aggregate = Tensor.SpMM(edges.PairEdges, null, interleaved ?? x, Reduction);
        using Tensor values = aggregate.Reshape((edges.PairCount * (long)rows, blocks));
        using Tensor mapped = Tensor.SpMM(edges.WeightRows(rows), values, weights);
        return Tensor.SegmentReduce(edges.Targets, mapped);
    }

    /// <summary>Columns block by block to columns by their place in a block.</summary>
    private static Tensor Interleave(Tensor x, int blocks)
    {
        using Tensor order = RelationalIndex.SideBySide(stacks: 1, blocks, x.Shape[1] / blocks, x.Engine);
        using Tensor columns = x.Transpose();
        using Tensor ordered = columns.GatherRows(order);
        return ordered.Transpose();
    }

    /// <summary>[R, B, inputs / B, outputs / B] to [R * inputs / B, outputs]: row i of all blocks of a relation side by side.</summary>
    private Tensor BlockRows(int blocks)
    {
        Tensor weight = _weight.Value;
        using Tensor order = RelationalIndex.SideBySide(Relations, blocks, Inputs / blocks, weight.Engine);
        return weight.Reshape((Relations * (long)Inputs, Outputs / blocks)).GatherRows(order).Reshape((Relations * (long)(Inputs / blocks), Outputs));
    }

    /// <summary>Features mapped by every base; the edges mix the results, a base being a head.</summary>
    private Tensor PropagateBases(Features x, RelationalAdjacency edges, Tensor comp)
    {
        long bases = comp.Shape[1];
        using Tensor mapped = MapByAll(x, bases);
        using Tensor mix = comp.GatherRows(edges.RelationIndex);
        using Tensor? weighted = Reduction == Reduction.Mean ? mix * edges.Shares : null;
        using Tensor sums = Tensor.SpMM(edges.Structure, weighted ?? mix, mapped);
        return sums.Reshape((edges.Structure.RowCount, bases, Outputs)).Sum(axis: 1);
    }

    /// <summary>For each edge the row of its source and relation, [E, outputs], looked up in the weights where a source has one entry.</summary>
    private Tensor PropagateSparse(SparseTensor x, RelationalAdjacency edges)
    {
        SparseStructure structure = edges.Structure;
        Engine engine = x.Engine;
        bool isLookup = RelationalIndex.IsLookup(x.Structure);
        using Tensor? mapped = isLookup ? null : MapByAll(x, Relations);
        Tensor table = mapped?.Reshape((structure.ColumnCount * (long)Relations, Outputs)) ?? WholeWeights();
        using Tensor index = isLookup ? RelationalIndex.OfEdges(edges, x.Structure, engine) : RelationalIndex.OfSources(edges, engine);
        Tensor messages = table.GatherRows(index);
        if (isLookup)
        {
            messages *= Tensor.ExpandRows(structure, x.Values.Reshape((x.Values.Shape[0], 1)), transposed: true);
        }

        if (Reduction == Reduction.Mean)
        {
            messages *= edges.Shares;
        }

        return Tensor.SegmentReduce(structure, messages);
    }

    /// <summary>x times each matrix of the weight, [K, inputs, outputs], side by side: [N, K * outputs].</summary>
    private Tensor MapByAll(Features x, long count)
    {
        Tensor rows = _weight.Value.Reshape((count * Inputs, Outputs));
        if (x.Sparse is { } sparse && RelationalIndex.IsLookup(sparse.Structure))
        {
            long nodes = sparse.Shape[0];
            using Tensor index = RelationalIndex.OfNodes(sparse.Structure, count, x.Engine);
            return rows.GatherRows(index).Reshape((nodes, count * Outputs)) * sparse.Values.Reshape((nodes, 1));
        }

        using Tensor order = RelationalIndex.SideBySide(stacks: 1, count, Inputs, x.Engine);
        return Map(x, rows.GatherRows(order).Reshape((Inputs, count * Outputs)));
    }

    /// <summary>x W.</summary>
    private static Tensor Map(Features x, Tensor weight) => x.Sparse is { } sparse
        ? Tensor.SpMM(sparse.Structure, sparse.Values, weight)
        : x.ToDense().MatMul(weight);

    /// <summary>x W for the first rows of x; sparse features are mapped whole.</summary>
    private static Tensor MapLeading(Features x, Tensor weight, int rows)
    {
        if (x.Shape[1] != weight.Shape[0])
        {
            throw new ArgumentException($"The features must have {weight.Shape[0]} columns to match root {weight.Shape}, got {x.Shape}.", nameof(x));
        }

        if (x.Shape[0] == rows)
        {
            return Map(x, weight);
        }

        return x.Dense is { } dense ? Map(dense.Rows(0, rows), weight) : Map(x, weight).Rows(0, rows);
    }
}
