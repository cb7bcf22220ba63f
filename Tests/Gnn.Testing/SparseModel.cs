using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Testing;

/// <summary>The sparse primitives by their definitions, over a list of entries instead of compressed rows.</summary>
internal sealed class SparseModel
{
    private readonly int[] _rows;
    private readonly int[] _columns;

    /// <summary>The model of a structure or of its transpose; entries are numbered as in the structure itself.</summary>
    internal SparseModel(RandomEdges edges, bool transposed)
    {
        int[] order = edges.EntryOrder;
        int[] targets = Array.ConvertAll(order, edge => edges.Targets[edge]);
        int[] sources = Array.ConvertAll(order, edge => edges.Sources[edge]);
        (_rows, _columns) = transposed ? (sources, targets) : (targets, sources);
        (RowCount, ColumnCount) = transposed ? (edges.SourceCount, edges.TargetCount) : (edges.TargetCount, edges.SourceCount);
    }

    internal int RowCount { get; }

    internal int ColumnCount { get; }

    internal int EntryCount => _rows.Length;

    /// <summary>y[i] = reduction over row i of value(e) * x[j], and the entry that gave an extreme.</summary>
    internal (double[] Y, long[] Arg) SpMM(double[]? values, int heads, double[] x, int width, Reduction reduction) =>
        Reduce(width, reduction, (entry, c) => Value(values, heads, width, entry, c) * x[(_columns[entry] * width) + c]);

    internal (double[] Y, long[] Arg) SegmentReduce(double[] x, int width, Reduction reduction) => Reduce(width, reduction, (entry, c) => x[(entry * width) + c]);

    internal double[] SpMMArgGradient(double[]? values, int heads, double[] gradient, int width, long[] arg)
    {
        double[] dx = new double[ColumnCount * width];
        for (int i = 0; i < arg.Length; i++)
        {
            if (arg[i] >= 0)
            {
                dx[(_columns[arg[i]] * width) + (i % width)] += Value(values, heads, width, (int)arg[i], i % width) * gradient[i];
            }
        }

        return dx;
    }

    internal double[] SpMMArgValueGradient(int heads, double[] x, double[] gradient, int width, long[] arg)
    {
        double[] dvalue = new double[EntryCount * heads];
        for (int i = 0; i < arg.Length; i++)
        {
            if (arg[i] >= 0)
            {
                int head = i % width / (width / heads);
                dvalue[(arg[i] * heads) + head] += x[(_columns[arg[i]] * width) + (i % width)] * gradient[i];
            }
        }

        return dvalue;
    }

    internal double[] SegmentArgGradient(double[] gradient, int width, long[] arg)
    {
        double[] dx = new double[EntryCount * width];
        for (int i = 0; i < arg.Length; i++)
        {
            if (arg[i] >= 0)
            {
                dx[(arg[i] * width) + (i % width)] = gradient[i];
            }
        }

        return dx;
    }

    internal double[] Sddmm(EntryOperation operation, double[] a, double[] b, int width, int heads)
    {
        var y = new List<double>();
        for (int entry = 0; entry < EntryCount; entry++)
        {
            double[] left = a[(_rows[entry] * width)..((_rows[entry] + 1) * width)];
            double[] right = b[(_columns[entry] * width)..((_columns[entry] + 1) * width)];
            y.AddRange(operation switch
            {
                EntryOperation.Add => left.Zip(right, (s, t) => s + t),
                EntryOperation.Subtract => left.Zip(right, (s, t) => s - t),
                EntryOperation.Multiply => left.Zip(right, (s, t) => s * t),
                _ => Enumerable.Range(0, heads).Select(head => Dot(left, right, head * (width / heads), width / heads)),
            });
        }

        return [.. y];
    }

    /// <summary>The softmax over rows, head by head, of scores that do not overflow.</summary>
    internal double[] EdgeSoftmax(double[] scores, int heads)
    {
        double[] exponentials = Array.ConvertAll(scores, Math.Exp);
        double[] sums = SegmentReduce(exponentials, heads, Reduction.Sum).Y;
        return [.. exponentials.Select((value, i) => value / sums[(_rows[i / heads] * heads) + (i % heads)])];
    }

    internal double[] EdgeSoftmaxGradient(double[] y, double[] gradient, int heads)
    {
        double[] sums = SegmentReduce([.. y.Zip(gradient, (s, t) => s * t)], heads, Reduction.Sum).Y;
        return [.. y.Select((value, i) => value * (gradient[i] - sums[(_rows[i / heads] * heads) + (i % heads)]))];
    }

    internal double[] ExpandRows(double[] x, int width) => [.. _rows.SelectMany(row => x.Skip(row * width).Take(width))];

    internal double[] DivideByRowLength(double[] x, int width)
    {
        int[] lengths = new int[RowCount];
        Array.ForEach(_rows, row => lengths[row]++);
        return [.. x.Select((value, i) => value / Math.Max(1, lengths[i / width]))];
    }

    private static double Dot(double[] a, double[] b, int start, int count)
    {
        double sum = 0;
        for (int i = start; i < start + count; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Value(double[]? values, int heads, int width, int entry, int column) =>
        values is null ? 1 : values[(entry * heads) + (column / (width / heads))];

    private (double[] Y, long[] Arg) Reduce(int width, Reduction reduction, Func<int, int, double> term)
    {
        double[] y = new double[RowCount * width];
        long[] arg = new long[RowCount * width];
        Array.Fill(arg, -1);
        int[] lengths = new int[RowCount];
        for (int entry = 0; entry < EntryCount; entry++)
        {
            lengths[_rows[entry]]++;
            for (int c = 0; c < width; c++)
            {
                int at = (_rows[entry] * width) + c;
                double value = term(entry, c);
                bool isExtreme = reduction is Reduction.Max or Reduction.Min;
                bool isBetter = arg[at] < 0 || (!double.IsNaN(y[at]) && (double.IsNaN(value) || (reduction == Reduction.Max ? value > y[at] : value < y[at])));
                if (!isExtreme)
                {
                    y[at] += value;
                }
                else if (isBetter)
                {
                    (y[at], arg[at]) = (value, entry);
                }
            }
        }

        return (reduction == Reduction.Mean ? [.. y.Select((sum, i) => sum / Math.Max(1, lengths[i / width]))] : y, arg);
    }
}
