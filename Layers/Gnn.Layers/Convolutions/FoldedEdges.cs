using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Mapped edge features W_e e that take part in attention without being made: an array [E, D] for each head instead of one [E, H, C].</summary>
internal static class FoldedEdges
{
    /// <summary>q_i . W_e e for every entry and head, [E, H], as (W_e^T q_i) . e.</summary>
    /// <param name="query">[targets, H * C].</param>
    /// <param name="adjacency">Edges with features.</param>
    /// <param name="map">W_e, [H * C, D].</param>
    /// <param name="heads">H.</param>
    internal static Tensor Scores(Tensor query, Adjacency adjacency, Linear map, int heads)
    {
        Tensor features = EdgeTables.EntryFeatures(adjacency, map.Inputs);
        int columns = map.Outputs / heads;
        var scores = new Tensor[heads];
        for (int head = 0; head < heads; head++)
        {
            long first = head * (long)columns;
            using Tensor ofHead = query.Columns(first, columns);
            using Tensor folded = ofHead.MatMul(map.Weight.Rows(first, columns));
            using Tensor ofEntries = Tensor.ExpandRows(adjacency.Structure, folded);
            using Tensor products = ofEntries * features;
            scores[head] = products.Sum(axis: 1, keepAxis: true);
        }

        return AttentionHeads.Join(scores);
    }

    /// <summary>The sum of alpha W_e e over each target's entries, [targets, H * C], as W_e (sum of alpha e).</summary>
    /// <param name="attention">alpha, [E, H].</param>
    /// <param name="adjacency">Edges with features.</param>
    /// <param name="map">W_e, [H * C, D].</param>
    internal static Tensor Sums(Tensor attention, Adjacency adjacency, Linear map)
    {
        Tensor features = EdgeTables.EntryFeatures(adjacency, map.Inputs);
        int heads = (int)attention.Shape[1];
        int columns = map.Outputs / heads;
        var sums = new Tensor[heads];
        for (int head = 0; head < heads; head++)
        {
            using Tensor ofHead = attention.Columns(head, 1);
            using Tensor weighted = features * ofHead;
            using Tensor sum = Tensor.SegmentReduce(adjacency.Structure, weighted);
            sums[head] = Features.FromDense(sum).MatMulTransposed(map.Weight.Rows(head * (long)columns, columns));
        }

        return AttentionHeads.Join(sums);
    }
}
