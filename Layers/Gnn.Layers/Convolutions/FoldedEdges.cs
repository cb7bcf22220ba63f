using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Mapped edge features W_e e that take part in attention without being made: no array of [E, H, C].</summary>
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
        using Tensor folded = OfHeads(heads, map, (first, columns) =>
        {
            using Tensor ofHead = query.Columns(first, columns);
            return ofHead.MatMul(map.Weight.Rows(first, columns));
        });
        return Tensor.EntryDots(adjacency.Structure, folded, features);
    }

    /// <summary>The sum of alpha W_e e over each target's entries, [targets, H * C], as W_e (sum of alpha e).</summary>
    /// <param name="attention">alpha, [E, H].</param>
    /// <param name="adjacency">Edges with features.</param>
    /// <param name="map">W_e, [H * C, D].</param>
    internal static Tensor Sums(Tensor attention, Adjacency adjacency, Linear map)
    {
        Tensor features = EdgeTables.EntryFeatures(adjacency, map.Inputs);
        using Tensor sums = Tensor.EntrySums(adjacency.Structure, attention, features);
        return OfHeads((int)attention.Shape[1], map, (first, columns) =>
        {
            using Tensor ofHead = sums.Columns(first / columns * map.Inputs, map.Inputs);
            return Features.FromDense(ofHead).MatMulTransposed(map.Weight.Rows(first, columns));
        });
    }

    /// <summary>What is made for each head of its rows of the map, side by side.</summary>
    private static Tensor OfHeads(int heads, Linear map, Func<long, long, Tensor> make)
    {
        long columns = map.Outputs / heads;
        var parts = new Tensor[heads];
        for (int head = 0; head < heads; head++)
        {
            parts[head] = make(head * columns, columns);
        }

        return AttentionHeads.Join(parts);
    }
}
