using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.TorchSharp;

/// <content>What belongs to the entries of a sparse matrix.</content>
public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Sddmm(SparseStructure structure, EntryOperation operation, in BufferView a, in BufferView b, long heads)
    {
        using Workspace work = Workspace.Enter();
        TorchRows rows = RowsOf(structure, transposed: false);
        long width = a.Shape[1];
        TorchTensor left = work.Own(Read(work, a).index_select(0, rows.Owners));
        TorchTensor right = work.Own(Read(work, b).index_select(0, rows.Others));
        work.Own(operation switch
        {
            EntryOperation.Add => left.add_(right),
            EntryOperation.Subtract => left.sub_(right),
            _ => left.mul_(right),
        });
        return operation == EntryOperation.Dot
            ? Wrap(work, work.Own(work.Own(left.view(rows.EntryCount, heads, width / heads)).sum(2)), rows.EntryCount * heads)
            : Wrap(work, left, rows.EntryCount * width);
    }

    /// <inheritdoc/>
    public override EngineBuffer EdgeSoftmax(SparseStructure structure, in BufferView scores)
    {
        using Workspace work = Workspace.Enter();
        TorchRows rows = RowsOf(structure, transposed: false);
        if (scores.Count == 0)
        {
            return Wrap(work, Empty(work, DataType.Float32, 0), 0);
        }

        TorchTensor from = Read(work, scores);
        TorchTensor max = Max(work, rows, from, rows.Places);
        TorchTensor share = work.Own(from.sub(work.Own(max.index_select(0, rows.Owners))));
        work.Own(share.exp_());

        // With an infinite maximum the exponentials are already the answer: 0, or NaN where infinity was subtracted from itself.
        TorchTensor sum = RowReducer.Sum(work, share, rows.Places, rows.Offsets, weights: null);
        TorchTensor divisor = Where(work, work.Own(max.isinf()), Constant(work, 1), sum);
        work.Own(share.div_(work.Own(divisor.index_select(0, rows.Owners))));
        return Wrap(work, share, scores.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer EdgeSoftmaxGradient(SparseStructure structure, in BufferView y, in BufferView gradient)
    {
        using Workspace work = Workspace.Enter();
        TorchRows rows = RowsOf(structure, transposed: false);
        TorchTensor share = Read(work, y);
        TorchTensor dy = Read(work, gradient);
        TorchTensor sum = RowSums(work, rows, work.Own(share.mul(dy)), rows.Places, weights: null, y.Shape[1]);
        TorchTensor dx = work.Own(dy.sub(work.Own(sum.index_select(0, rows.Owners))));
        work.Own(dx.mul_(share));
        return Wrap(work, dx, y.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer SegmentArgGradient(SparseStructure structure, bool transposed, in BufferView gradient, in BufferView arg)
    {
        using Workspace work = Workspace.Enter();
        (TorchRows rows, TorchTensor targets, _) = Ends(structure, transposed);
        TorchTensor spread = work.Own(Read(work, gradient).index_select(0, targets));
        TorchTensor dx = Where(work, Chosen(work, arg, targets, rows.Places), spread, Constant(work, 0));
        return Wrap(work, dx, rows.EntryCount * gradient.Shape[1]);
    }

    /// <inheritdoc/>
    public override EngineBuffer ExpandRows(SparseStructure structure, bool transposed, in BufferView x)
    {
        using Workspace work = Workspace.Enter();
        (TorchRows rows, TorchTensor targets, _) = Ends(structure, transposed);
        return Wrap(work, work.Own(Read(work, x).index_select(0, targets)), rows.EntryCount * x.Shape[1]);
    }

    /// <inheritdoc/>
    public override EngineBuffer DivideByRowLength(SparseStructure structure, bool transposed, in BufferView x)
    {
        using Workspace work = Workspace.Enter();
        return Wrap(work, work.Own(Read(work, x).div(RowsOf(structure, transposed).Lengths)), x.Count);
    }
}
