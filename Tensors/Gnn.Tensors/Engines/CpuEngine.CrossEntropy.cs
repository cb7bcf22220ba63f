using System.Numerics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override EngineBuffer CrossEntropy(in BufferView x, in BufferView column, out EngineBuffer saved)
    {
        CheckIndex(column, x.Shape[1], nameof(column));
        return column.DataType == DataType.Int32 ? CrossEntropy<int>(x, column, out saved) : CrossEntropy<long>(x, column, out saved);
    }

    /// <inheritdoc/>
    public override EngineBuffer CrossEntropyGradient(in BufferView x, in BufferView column, in BufferView saved, in BufferView gradient) =>
        column.DataType == DataType.Int32 ? CrossEntropyGradient<int>(x, column, saved, gradient) : CrossEntropyGradient<long>(x, column, saved, gradient);

    private HostBuffer CrossEntropy<TIndex>(in BufferView x, in BufferView column, out EngineBuffer saved)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long rows, long columns) = (x.Shape[0], x.Shape[1]);
        HostBuffer buffer = NewFloats(rows, out float* y);
        saved = NewFloats(2 * rows, out float* maxima);
        var kernel = new RowKernels.CrossEntropy<TIndex>((TIndex*)At(column), y, maxima, maxima + rows);
        RunRows(kernel, Floats(x), Floats(x), null, rows, columns, ExpWork, RowWork);
        return buffer;
    }

    private HostBuffer CrossEntropyGradient<TIndex>(in BufferView x, in BufferView column, in BufferView saved, in BufferView gradient)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        float* maxima = Floats(saved);
        var kernel = new RowKernels.CrossEntropyGradient<TIndex>((TIndex*)At(column), Floats(gradient), maxima, maxima + x.Shape[0]);
        return OfRows(kernel, x, x, ExpWork, rowWork: 0);
    }
}
