using System.Numerics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    // Elements below which rows are added one after another: the order of each sum is the same either way.
    private const long SerialScatter = 1 << 17;

    /// <inheritdoc/>
    public override EngineBuffer GatherRows(in BufferView x, in BufferView index) =>
        index.DataType == DataType.Int32 ? GatherRows<int>(x, index) : GatherRows<long>(x, index);

    /// <inheritdoc/>
    public override EngineBuffer ScatterAddRows(in BufferView x, in BufferView index, long rows) =>
        index.DataType == DataType.Int32 ? ScatterAddRows<int>(x, index, rows) : ScatterAddRows<long>(x, index, rows);

    /// <inheritdoc/>
    public override EngineBuffer Pick(in BufferView x, in BufferView column)
    {
        long columns = x.Shape[1];
        CheckIndex(column, columns, nameof(column));
        float* from = Floats(x);
        HostBuffer buffer = NewFloats(column.Count, out float* y);
        for (long row = 0; row < column.Count; row++)
        {
            y[row] = from[(row * columns) + IndexAt(column, row)];
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer PickGradient(in BufferView gradient, in BufferView column, long columns)
    {
        float* dy = Floats(gradient);
        HostBuffer buffer = NewZeros(column.Count * columns, out float* dx);
        for (long row = 0; row < column.Count; row++)
        {
            dx[(row * columns) + IndexAt(column, row)] = dy[row];
        }

        return buffer;
    }

    /// <inheritdoc/>
    public override EngineBuffer Concatenate(ReadOnlySpan<BufferView> parts, long outer)
    {
        long total = 0;
        foreach (BufferView part in parts)
        {
            total += part.Count;
        }

        HostBuffer y = New(parts[0].DataType, total);
        if (total == 0)
        {
            return y;
        }

        int size = parts[0].DataType.Size();
        byte* column = (byte*)y.Pointer;
        foreach (BufferView part in parts)
        {
            long bytes = part.Count / outer * size;
            CopyRows((byte*)At(part), bytes, column, total / outer * size, bytes, outer);
            column += bytes;
        }

        return y;
    }

    /// <inheritdoc/>
    public override EngineBuffer SliceColumns(in BufferView x, long outer, long start, long count)
    {
        HostBuffer y = New(x.DataType, outer * count);
        if (y.Length > 0)
        {
            int size = x.DataType.Size();
            CopyRows((byte*)At(x) + (start * size), x.Count / outer * size, (byte*)y.Pointer, count * size, count * size, outer);
        }

        return y;
    }

    private void CopyRows(byte* from, long fromStep, byte* to, long toStep, long bytes, long rows)
    {
        long perChunk = Runs.RowsOf(bytes / sizeof(float));
        var job = new StridedCopyJob { From = from, To = to, FromStep = fromStep, ToStep = toStep, RowBytes = bytes, Rows = rows, RowsPerChunk = perChunk };
        RunChunks(ref job, (rows + perChunk - 1) / perChunk, rows * (3 + (bytes * 0.05)));
    }

    private HostBuffer GatherRows<TIndex>(in BufferView x, in BufferView index)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        CheckIndex(index, x.Shape[0], nameof(index));
        long width = x.Shape.With(0, 1).Count;
        HostBuffer buffer = New(x.DataType, index.Count * width);
        long bytes = width * x.DataType.Size();
        long perChunk = Runs.RowsOf(bytes / sizeof(float));
        var job = new GatherJob<TIndex>
        {
            X = (byte*)At(x),
            Index = (TIndex*)At(index),
            Y = (byte*)buffer.Pointer,
            Rows = index.Count,
            RowBytes = bytes,
            RowsPerChunk = perChunk,
        };
        RunChunks(ref job, (index.Count + perChunk - 1) / perChunk, index.Count * (5 + (bytes * 0.05)));
        return buffer;
    }

    private HostBuffer ScatterAddRows<TIndex>(in BufferView x, in BufferView index, long rows)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        CheckIndex(index, rows, nameof(index));
        long width = x.Shape.With(0, 1).Count;
        float* from = Floats(x);
        TIndex* target = (TIndex*)At(index);
        if (x.Count < SerialScatter || index.Count > int.MaxValue)
        {
            HostBuffer buffer = NewZeros(rows * width, out float* y);
            for (long i = 0; i < index.Count; i++)
            {
                float* row = y + (long.CreateTruncating(target[i]) * width);
                for (long column = 0; column < width; column++)
                {
                    row[column] += from[(i * width) + column];
                }
            }

            return buffer;
        }

        return ScatterBySorting(from, target, index.Count, rows, width);
    }

    /// <summary>Sorts the rows by target, by counting, so that each target gathers its own.</summary>
    private HostBuffer ScatterBySorting<TIndex>(float* from, TIndex* target, long count, long rows, long width)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        HostBuffer pointerBuffer = New(DataType.Int32, rows + 2);
        HostBuffer orderBuffer = New(DataType.Int32, count);
        int* pointers = (int*)pointerBuffer.Pointer;
        int* order = (int*)orderBuffer.Pointer;
        for (long row = 0; row < rows + 2; row++)
        {
            pointers[row] = 0;
        }

        // Counted two places on, a row's count becomes its start, and its start becomes its end while places are dealt.
        for (long i = 0; i < count; i++)
        {
            pointers[long.CreateTruncating(target[i]) + 2]++;
        }

        for (long row = 0; row < rows; row++)
        {
            pointers[row + 2] += pointers[row + 1];
        }

        for (long i = 0; i < count; i++)
        {
            order[pointers[long.CreateTruncating(target[i]) + 1]++] = (int)i;
        }

        HostBuffer buffer = NewFloats(rows * width, out float* y);
        var csr = new Csr<int>(pointers, null, order, rows);
        var cut = new RowCut(rows, count, width);
        var job = new RowSumJob<int, EntryTerms.OwnRow<int>>
        {
            Csr = csr,
            Cut = cut,
            Term = new EntryTerms.OwnRow<int> { X = from, Csr = csr, Width = width },
            Y = y,
            Width = width,
            Heads = 1,
        };
        RunVectors(job, cut.Chunks, (count + rows) * (EntryWork + (width * ColumnWork)));
        pointerBuffer.Release();
        orderBuffer.Release();
        return buffer;
    }
}
