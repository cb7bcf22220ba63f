using System.Numerics;

namespace Gnn.Training.Regression;

/// <summary>Sums over runs of doubles, as many at a time as the machine's vectors hold.</summary>
internal static class DoubleRows
{
    /// <summary>The inner product over the columns of a, of which b may have more.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>to += factor x, over the columns of x.</summary>
    internal static void Add(Span<double> to, ReadOnlySpan<double> x, double factor)
    {
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(to[i..]) + (new Vector<double>(x[i..]) * factor)).CopyTo(to[i..]);
        }

        for (; i < x.Length; i++)
        {
            to[i] += x[i] * factor;
        }
    }
}
