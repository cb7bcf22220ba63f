using Gnn.Layers.Aggregations;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>One tower of a <see cref="PnaConv"/>: a network of both ends and the edge, aggregations, and a network of the node and the aggregates.</summary>
/// <remarks>The first linear map of a message is a sum u_i + v_j + w_ji. If it is the only one, and the aggregations go along with a shift, u_i is added after the
/// aggregation: the mean of u_i + v_j is u_i and the mean of v_j, their spread that of v_j alone. Without edge features no message is then made.</remarks>
/// <param name="pre">The network that makes a message; its first map takes target, source and edge side by side.</param>
/// <param name="post">The network after the aggregation.</param>
/// <param name="kinds">The aggregations.</param>
/// <param name="scalers">The scalers, with the averages that all towers share.</param>
/// <param name="encoder">The map of edges to the tower's columns, shared too; null for none.</param>
internal sealed class PnaTower(
    Sequential pre, Sequential post, IReadOnlyList<Aggregation> kinds, DegreeScalerAggregation scalers, Linear? encoder)
{
    private readonly Aggregate[] _aggregates = [.. kinds.Select(kind => new Aggregate(kind))];
    private readonly Linear _first = pre.First!;
    private readonly bool _isShift = ReferenceEquals(pre.First, pre.Last) && !kinds.Contains(Aggregation.Product);

    /// <summary>[targets, outputs of the tower].</summary>
    /// <param name="context">Training or inference.</param>
    /// <param name="target">[targets, inputs of the tower].</param>
    /// <param name="source">[sources, inputs of the tower].</param>
    /// <param name="edges">[E, D] in entry order, or null for none.</param>
    /// <param name="structure">The entries.</param>
    internal Tensor Forward(in ForwardContext context, Tensor target, Tensor source, Tensor? edges, SparseStructure structure)
    {
        int width = _first.Outputs;
        using Tensor ofTarget = EdgeMaps.MapLeading(target, _first.Weight, start: 0, width, structure.RowCount);
        using Tensor ofSource = EdgeMaps.MapLeading(source, _first.Weight, width, width, structure.ColumnCount);
        using Tensor? ofEdges = edges is null ? null : MapEdges(edges);
        using Tensor aggregates = _isShift
            ? AggregateShifted(context, ofTarget, ofSource, ofEdges, structure)
            : AggregateMessages(context, ofTarget, ofSource, ofEdges, structure);
        using Tensor scaled = scalers.ScaleAll(structure, aggregates);
        using Tensor joined = Tensor.Concatenate([target, scaled], 1);
        return post.Forward(context, joined);
    }

    /// <summary>W_e (encoder of e), by the product of both maps.</summary>
    private Tensor MapEdges(Tensor edges)
    {
        int width = _first.Outputs;
        using Tensor part = _first.Weight.Columns(2L * width, width);
        using Tensor folded = part.MatMul(encoder!.Weight);
        using Tensor bias = encoder.Bias!.Reshape((1, width));
        using Tensor shift = Features.FromDense(bias).MatMulTransposed(part);
        return Tensor.Epilogue(Features.FromDense(edges).MatMulTransposed(folded), shift.Reshape(width));
    }

    /// <summary>Aggregates of v_j + w_ji, with u_i and the bias added after.</summary>
    private Tensor AggregateShifted(in ForwardContext context, Tensor ofTarget, Tensor ofSource, Tensor? ofEdges, SparseStructure structure)
    {
        SparseStructure groups = ofEdges is null ? structure : structure.Entries;
        using Tensor? messages = ofEdges is null ? null : Tensor.Epilogue(Tensor.ExpandRows(structure, ofSource, transposed: true), addend: ofEdges);
        using Tensor shift = ofTarget + _first.Bias!;
        using Tensor counts = GroupRows.Counts(structure, ofTarget.Engine);
        using Tensor ones = Tensor.Ones(Shape.Scalar, ofTarget.Engine);
        using Tensor hasRows = Tensor.Minimum(counts, ones);
        using Tensor shiftOfRows = shift * hasRows;
        var parts = new Tensor[_aggregates.Length];
        for (int place = 0; place < parts.Length; place++)
        {
            Tensor part = _aggregates[place].Forward(context, groups, messages ?? ofSource);
            parts[place] = _aggregates[place].Kind switch
            {
                Aggregation.StandardDeviation or Aggregation.Variance => part,
                Aggregation.Sum => Tensor.Epilogue(part, addend: shift * counts),
                _ => Tensor.Epilogue(part, addend: shiftOfRows),
            };
        }

        return Join(parts);
    }

    /// <summary>Aggregates of messages that are made, [E, width].</summary>
    private Tensor AggregateMessages(in ForwardContext context, Tensor ofTarget, Tensor ofSource, Tensor? ofEdges, SparseStructure structure)
    {
        Tensor ends = Tensor.Sddmm(structure, EntryOperation.Add, ofTarget, ofSource);
        Tensor sum = ofEdges is null ? ends : Tensor.Epilogue(ends, addend: ofEdges);
        using Tensor messages = pre.ForwardRest(context, sum);
        var parts = new Tensor[_aggregates.Length];
        for (int place = 0; place < parts.Length; place++)
        {
            parts[place] = _aggregates[place].Forward(context, structure.Entries, messages);
        }

        return Join(parts);
    }

    private static Tensor Join(Tensor[] parts)
    {
        Tensor y = Tensor.Concatenate(parts, 1);
        Array.ForEach(parts, part => part.Dispose());
        return y;
    }
}
