using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override EngineBuffer Reduce(Reduction reduction, in BufferView x, long outer, long length, long inner)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor from = Read(work, x, outer, length, inner);
        TorchTensor y = work.Own(reduction switch
        {
            Reduction.Max => from.amax(1),
            Reduction.Min => from.amin(1),
            _ => from.sum(1),
        });
        if (reduction == Reduction.Mean)
        {
            y = work.Own(y.div(work.Number(length)));
        }

        return Wrap(work, y, outer * inner);
    }

    /// <inheritdoc/>
    public override EngineBuffer ArgReduce(Reduction reduction, in BufferView x, long outer, long length, long inner)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor from = Read(work, x, outer, length, inner);
        TorchTensor arg = work.Own(reduction == Reduction.Max ? from.argmax(1) : from.argmin(1));
        return WrapCopy(work, arg, DataType.Int32, outer * inner, new IndexRange(0, length - 1), outer, inner);
    }

    /// <inheritdoc/>
    public override EngineBuffer ArgReduceGradient(in BufferView gradient, in BufferView arg, long outer, long length, long inner)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor dx = Zeros(work, outer, length, inner);
        work.Own(dx.scatter_(1, Wide(work, arg, outer, 1, inner), Read(work, gradient, outer, 1, inner)));
        return Wrap(work, dx, outer * length * inner);
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSumExp(in BufferView x, long outer, long length, long inner)
    {
        using Workspace work = Workspace.Enter();
        return Wrap(work, work.Own(Read(work, x, outer, length, inner).logsumexp(1)), outer * inner);
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSoftmax(in BufferView x)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor from = Read(work, x);
        if (x.Count == 0)
        {
            return Wrap(work, Empty(work, DataType.Float32, 0), 0);
        }

        // Not TorchSharp's log_softmax: a row with an infinity would be NaN throughout, where only the infinity's own element is. The maximum is subtracted
        // from the row and not added to the logarithm, which it would round away.
        TorchTensor max = work.Own(work.Own(from.amax(1)).view(x.Shape[0], 1));
        max = Where(work, work.Own(max.isinf()), Constant(work, 0), max);
        TorchTensor y = work.Own(from.sub(max));
        TorchTensor sum = work.Own(work.Own(y.exp()).sum(1, keepdim: true));
        work.Own(y.sub_(work.Own(sum.log())));
        return Wrap(work, y, x.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer LogSoftmaxGradient(in BufferView y, in BufferView gradient)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor dy = Read(work, gradient);
        TorchTensor share = work.Own(Read(work, y).exp());
        work.Own(share.mul_(work.Own(dy.sum(1, keepdim: true))));
        return Wrap(work, work.Own(dy.sub(share)), y.Count);
    }

    /// <summary>An index in 64 bits, which gather and scatter ask for.</summary>
    private TorchTensor Wide(Workspace work, in BufferView index, params long[] shape)
    {
        TorchTensor narrow = Read(work, index, shape);
        if (index.DataType == DataType.Int64)
        {
            return narrow;
        }

        TorchTensor wide = Empty(work, DataType.Int64, shape);
        work.Own(wide.copy_(narrow));
        return wide;
    }
}
