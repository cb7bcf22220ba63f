using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Gnn.Tensors.Engines;

public abstract unsafe partial class HostEngine
{
    /// <inheritdoc/>
    public override EngineBuffer GatherRows(in BufferView x, in BufferView index)
    {
        long rows = x.Shape[0];
        CheckIndex(index, rows, nameof(index));
        long bytes = x.Shape.With(0, 1).Count * x.DataType.Size();
        HostBuffer y = New(x.DataType, index.Count * x.Shape.With(0, 1).Count);
        byte* from = (byte*)At(x);
        byte* to = (byte*)y.Pointer;
        for (long i = 0; i < index.Count; i++)
        {
            Move(from + (IndexAt(index, i) * bytes), to + (i * bytes), bytes);
        }

        return y;
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
        int size = parts[0].DataType.Size();
        long rowBytes = outer == 0 ? 0 : total / outer * size;
        byte* column = (byte*)y.Pointer;
        foreach (BufferView part in parts)
        {
            long bytes = outer == 0 ? 0 : part.Count / outer * size;
            byte* from = (byte*)At(part);
            for (long row = 0; row < outer; row++)
            {
                Move(from + (row * bytes), column + (row * rowBytes), bytes);
            }

            column += bytes;
        }

        return y;
    }

    /// <inheritdoc/>
    public override EngineBuffer SliceColumns(in BufferView x, long outer, long start, long count)
    {
        HostBuffer y = New(x.DataType, outer * count);
        int size = x.DataType.Size();
        long rowBytes = outer == 0 ? 0 : x.Count / outer * size;
        long bytes = count * size;
        byte* from = (byte*)At(x) + (start * size);
        byte* to = (byte*)y.Pointer;
        for (long row = 0; row < outer; row++)
        {
            Move(from + (row * rowBytes), to + (row * bytes), bytes);
        }

        return y;
    }

    /// <summary>Element i of an Int32 or Int64 view.</summary>
    private protected static long IndexAt(in BufferView index, long i) => index.DataType == DataType.Int32 ? ((int*)At(index))[i] : ((long*)At(index))[i];

    /// <summary>Throws unless every element of an index is in [0, count).</summary>
    private protected static void CheckIndex(in BufferView index, long count, string name)
    {
        if (index.DataType == DataType.Int32)
        {
            CheckIndex((int*)At(index), index.Count, count, name);
        }
        else
        {
            CheckIndex((long*)At(index), index.Count, count, name);
        }
    }

    private static void CheckIndex<TIndex>(TIndex* index, long length, long count, string name)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (AreBelow(index, length, count))
        {
            return;
        }

        for (long i = 0; i < length; i++)
        {
            long value = long.CreateTruncating(index[i]);
            if ((ulong)value >= (ulong)count)
            {
                throw new ArgumentOutOfRangeException(
                    name,
                    string.Create(CultureInfo.InvariantCulture, $"Element {i} of '{name}' must be in [0, {count}), got {value}: check the ids against the number of rows."));
            }
        }
    }

    /// <summary>Whether all indices are in [0, count), by vectors: seen as unsigned, a negative index is a large one.</summary>
    private static bool AreBelow<TIndex>(TIndex* index, long length, long count)
        where TIndex : unmanaged
    {
        for (long start = 0; start < length; start += int.MaxValue)
        {
            var run = new ReadOnlySpan<TIndex>(index + start, (int)Math.Min(int.MaxValue, length - start));
            ulong largest = sizeof(TIndex) == sizeof(uint)
                ? TensorPrimitives.Max(MemoryMarshal.Cast<TIndex, uint>(run))
                : TensorPrimitives.Max(MemoryMarshal.Cast<TIndex, ulong>(run));
            if (largest >= (ulong)count)
            {
                return false;
            }
        }

        return true;
    }
}
