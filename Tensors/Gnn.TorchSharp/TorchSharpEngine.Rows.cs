using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override EngineBuffer GatherRows(in BufferView x, in BufferView index)
    {
        using Workspace work = Workspace.Enter();
        long rows = x.Shape[0];
        long width = x.Shape.With(0, 1).Count;
        CheckIndex(work, index, rows, nameof(index));
        TorchTensor y = work.Own(Read(work, x, rows, width).index_select(0, Read(work, index, index.Count)));
        return Wrap(work, y, x.DataType, index.Count * width, ((TorchBuffer)x.Buffer).Range);
    }

    /// <inheritdoc/>
    public override EngineBuffer ScatterAddRows(in BufferView x, in BufferView index, long rows)
    {
        using Workspace work = Workspace.Enter();
        long width = x.Shape.With(0, 1).Count;
        CheckIndex(work, index, rows, nameof(index));
        if (x.Count == 0 || rows == 0)
        {
            return Wrap(work, Zeros(work, rows, width), rows * width);
        }

        // index_add adds in any order on a device. A stable sort puts the items of each row side by side in their order, and a row sum adds them so.
        (TorchTensor sorted, TorchTensor order) = Read(work, index, index.Count).sort(stable: true);
        work.Own(sorted);
        work.Own(order);
        TorchTensor bounds = work.Own(Torch.arange(work.Integer(rows + 1), dtype: TypeOf(index.DataType), device: _device));
        TorchTensor offsets = work.Own(Torch.searchsorted(sorted, bounds));
        return Wrap(work, RowReducer.Sum(work, Read(work, x, index.Count, width), order, offsets, weights: null), rows * width);
    }

    /// <inheritdoc/>
    public override EngineBuffer Pick(in BufferView x, in BufferView column)
    {
        using Workspace work = Workspace.Enter();
        CheckIndex(work, column, x.Shape[1], nameof(column));
        return Wrap(work, work.Own(Read(work, x).gather(1, Wide(work, column, column.Count, 1))), column.Count);
    }

    /// <inheritdoc/>
    public override EngineBuffer PickGradient(in BufferView gradient, in BufferView column, long columns)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor dx = Zeros(work, column.Count, columns);
        work.Own(dx.scatter_(1, Wide(work, column, column.Count, 1), Read(work, gradient, column.Count, 1)));
        return Wrap(work, dx, column.Count * columns);
    }

    /// <inheritdoc/>
    public override EngineBuffer Concatenate(ReadOnlySpan<BufferView> parts, long outer)
    {
        if (parts.Length == 1)
        {
            // TorchSharp's cat would return the part itself.
            return Copy(parts[0]);
        }

        using Workspace work = Workspace.Enter();
        DataType type = parts[0].DataType;
        IndexRange? range = type.IsInteger() ? IndexRange.Empty : null;
        var tensors = new List<TorchTensor>(parts.Length);
        long total = 0;
        foreach (BufferView part in parts)
        {
            total += part.Count;
            range = range is { } known && ((TorchBuffer)part.Buffer).Range is { } other ? known.With(other) : null;
            tensors.Add(Read(work, part, outer, outer == 0 ? 0 : part.Count / outer));
        }

        return Wrap(work, work.Own(Torch.cat(tensors, 1)), type, total, range);
    }

    /// <inheritdoc/>
    public override EngineBuffer SliceColumns(in BufferView x, long outer, long start, long count)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor slice = work.Own(Read(work, x, outer, outer == 0 ? start + count : x.Count / outer).narrow(1, start, count));
        return WrapCopy(work, slice, x.DataType, outer * count, ((TorchBuffer)x.Buffer).Range, outer, count);
    }

    /// <summary>Throws unless every element of an index is in [0, count). The bounds of what was uploaded are known; those of an index computed on the device
    /// are read once and kept.</summary>
    private void CheckIndex(Workspace work, in BufferView index, long count, string name)
    {
        var buffer = (TorchBuffer)index.Buffer;
        IndexRange range = buffer.Range ??= ReadRange(work, buffer);
        if (range.IsWithin(count))
        {
            return;
        }

        // The bounds are the whole buffer's, of which the index may be a run.
        long[] values = new long[index.Count];
        TorchTensor host = work.Own(Torch.empty(index.Count, dtype: TorchType.Int64));
        work.Own(host.copy_(Read(work, index, index.Count)));
        Interlocked.Increment(ref _hostReads);
        fixed (long* destination = values)
        {
            HostMemoryRuns.CopyOut(work, host, destination, sizeof(long), index.Count);
        }

        for (long i = 0; i < values.Length; i++)
        {
            if ((ulong)values[i] >= (ulong)count)
            {
                throw new ArgumentOutOfRangeException(
                    name,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Element {i} of '{name}' must be in [0, {count}), got {values[i]}: check the ids against the number of rows."));
            }
        }
    }

    private IndexRange ReadRange(Workspace work, TorchBuffer buffer)
    {
        if (buffer.Length == 0)
        {
            return IndexRange.Empty;
        }

        long* ends = stackalloc long[2];
        TorchTensor host = work.Own(Torch.empty(2, dtype: TorchType.Int64));
        work.Own(work.Own(host.narrow(0, 0, 1)).copy_(work.Own(buffer.Tensor.min())));
        work.Own(work.Own(host.narrow(0, 1, 1)).copy_(work.Own(buffer.Tensor.max())));
        Interlocked.Increment(ref _hostReads);
        HostMemoryRuns.CopyOut(work, host, ends, sizeof(long), 2);
        return new IndexRange(ends[0], ends[1]);
    }
}
