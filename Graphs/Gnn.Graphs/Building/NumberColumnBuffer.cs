using System.Globalization;
using System.Numerics;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Building;

/// <summary>A column of numbers.</summary>
internal sealed class NumberColumnBuffer<T> : EdgeColumnBuffer
    where T : unmanaged, INumber<T>
{
    private readonly NativeArray<T> _values;
    private readonly int _count;

    /// <summary>Takes over the values.</summary>
    public NumberColumnBuffer(string name, int width, DuplicatePolicy? merge, NativeArray<T> values)
        : base(name, width, merge)
    {
        _values = values;
        _count = Math.Max(1, width);
    }

    public override long RowCount => _values.Length / _count;

    public override bool IsFloating => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    public override unsafe EdgeColumnBuffer Copy()
    {
        var copy = new NativeArray<T>(_values.Length);
        long bytes = _values.Length * sizeof(T);
        Buffer.MemoryCopy(_values.Pointer, copy.Pointer, bytes, bytes);
        return new NumberColumnBuffer<T>(Name, Width, Merge, copy);
    }

    public override void MergeInto(ReadOnlySpan<long> edges, DuplicatePolicy policy)
    {
        Span<T> first = Row(edges[0]);
        if (policy == DuplicatePolicy.Last)
        {
            Row(edges[^1]).CopyTo(first);
        }
        else if (policy is DuplicatePolicy.Sum or DuplicatePolicy.Mean or DuplicatePolicy.Max)
        {
            foreach (long edge in edges[1..])
            {
                Combine(first, Row(edge), policy, edges[0]);
            }

            if (policy == DuplicatePolicy.Mean)
            {
                for (int i = 0; i < first.Length; i++)
                {
                    first[i] /= T.CreateChecked(edges.Length);
                }
            }
        }
    }

    public override unsafe Tensor Take(NativeArray<long> edges)
    {
        using var taken = new NativeArray<T>(edges.Length * _count);
        for (long row = 0; row < edges.Length; row++)
        {
            Row(edges[row]).CopyTo(taken.Span(row * _count, _count));
        }

        Shape shape = Width == 0 ? edges.Length : (edges.Length, Width);
        return Tensor.Wrap(Engine.Default.Upload(taken.Pointer, TypeOf(), taken.Length), shape);
    }

    public override void Dispose() => _values.Dispose();

    private static DataType TypeOf() => default(T) switch
    {
        float => DataType.Float32,
        double => DataType.Float64,
        int => DataType.Int32,
        _ => DataType.Int64,
    };

    private void Combine(Span<T> first, ReadOnlySpan<T> other, DuplicatePolicy policy, long edge)
    {
        try
        {
            for (int i = 0; i < first.Length; i++)
            {
                first[i] = policy == DuplicatePolicy.Max ? T.Max(first[i], other[i]) : checked(first[i] + other[i]);
            }
        }
        catch (OverflowException exception)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The sum of the column '{Name}' over the repeats of edge {edge} does not fit {TypeOf()}: give it as floating numbers."),
                exception);
        }
    }

    private Span<T> Row(long edge) => _values.Span(edge * _count, _count);
}
