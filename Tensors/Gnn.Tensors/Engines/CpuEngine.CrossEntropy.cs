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
        saved = NewFloats(2 * rows, out float* kept);
        var job = new CrossEntropyJob<TIndex> { X = Floats(x), Column = (TIndex*)At(column), Y = y, Saved = kept, Rows = rows, Columns = columns };
        RunVectors(job, RowChunks(rows, columns), (x.Count * ExpWork) + (rows * SoftmaxRowWork));
        return buffer;
    }

    private HostBuffer CrossEntropyGradient<TIndex>(in BufferView x, in BufferView column, in BufferView saved, in BufferView gradient)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        (long rows, long columns) = (x.Shape[0], x.Shape[1]);
        HostBuffer buffer = NewFloats(x.Count, out float* dx);
        var job = new CrossEntropyGradientJob<TIndex>
        {
            X = Floats(x),
            Column = (TIndex*)At(column),
            Saved = Floats(saved),
            Gradient = Floats(gradient),
            Result = dx,
            Rows = rows,
            Columns = columns,
        };
        RunVectors(job, RowChunks(rows, columns), x.Count * ExpWork);
        return buffer;
    }
}
