namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override EngineBuffer ScatterAddRows(in BufferView x, in BufferView index, long rows)
    {
        CheckIndex(index, rows, nameof(index));
        double* from = Doubles(x);
        long width = x.Shape.With(0, 1).Count;
        HostBuffer buffer = NewZeros(rows * width, out double* y);
        for (long i = 0; i < index.Count; i++)
        {
            for (long column = 0; column < width; column++)
            {
                y[(IndexAt(index, i) * width) + column] += from[(i * width) + column];
            }
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Pick(in BufferView x, in BufferView column)
    {
        long columns = x.Shape[1];
        CheckIndex(column, columns, nameof(column));
        double* from = Doubles(x);
        HostBuffer buffer = NewDoubles(column.Count, out double* y);
        for (long row = 0; row < column.Count; row++)
        {
            y[row] = from[(row * columns) + IndexAt(column, row)];
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer PickGradient(in BufferView gradient, in BufferView column, long columns)
    {
        double* dy = Doubles(gradient);
        HostBuffer buffer = NewZeros(column.Count * columns, out double* dx);
        for (long row = 0; row < column.Count; row++)
        {
            dx[(row * columns) + IndexAt(column, row)] = dy[row];
        }

        return buffer;
    }
}
