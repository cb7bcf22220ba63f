using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override EngineBuffer MatMul(in BufferView a, bool transposeA, in BufferView b, bool transposeB)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor left = Read(work, a);
        TorchTensor right = Read(work, b);
        left = transposeA ? work.Own(left.t()) : left;
        right = transposeB ? work.Own(right.t()) : right;
        long rows = a.Shape[transposeA ? 1 : 0];
        long columns = b.Shape[transposeB ? 0 : 1];
        return Wrap(work, work.Own(left.mm(right)), rows * columns);
    }

    /// <inheritdoc/>
    public override EngineBuffer Transpose(in BufferView x)
    {
        using Workspace work = Workspace.Enter();
        return WrapCopy(work, work.Own(Read(work, x).t()), DataType.Float32, x.Count, range: null, x.Shape[1], x.Shape[0]);
    }
}
