using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Sums along a row: single within a block, double between blocks.</summary>
internal static unsafe class RowMoments
{
    // Short enough that a sum of one lane alone keeps its digits.
    private const long Block = 512;

    /// <summary>The sum of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum<TLanes, TVector>(float* x, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        double total = 0;
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            TVector s0 = TLanes.Zero, s1 = TLanes.Zero;
            long i = start;
            for (; i <= end - (2 * TLanes.Count); i += 2 * TLanes.Count)
            {
                s0 = TLanes.Add(s0, TLanes.Load(x + i));
                s1 = TLanes.Add(s1, TLanes.Load(x + i + TLanes.Count));
            }

            for (; i < end; i += TLanes.Count)
            {
                s0 = TLanes.Add(s0, Own<TLanes, TVector>(TLanes.Load(x + i), end - i));
            }

            total += TLanes.Sum(TLanes.Add(s0, s1));
        }

        return total;
    }

    /// <summary>The sums of x - centre and of its square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Deviations<TLanes, TVector>(float* x, long length, float centre, out double squares)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        double total = 0;
        squares = 0;
        TVector c = TLanes.Broadcast(centre);
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            TVector sum = TLanes.Zero, square = TLanes.Zero;
            for (long i = start; i < end; i += TLanes.Count)
            {
                TVector d = Own<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), c), end - i);
                sum = TLanes.Add(sum, d);
                square = TLanes.MultiplyAdd(d, d, square);
            }

            total += TLanes.Sum(sum);
            squares += TLanes.Sum(square);
        }

        return total;
    }

    /// <summary>The sums of a and of a * b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Products<TLanes, TVector>(float* a, float* b, long length, out double products)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        double total = 0;
        products = 0;
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            TVector sum = TLanes.Zero, product = TLanes.Zero;
            for (long i = start; i < end; i += TLanes.Count)
            {
                TVector value = Own<TLanes, TVector>(TLanes.Load(a + i), end - i);
                sum = TLanes.Add(sum, value);
                product = TLanes.Add(product, Own<TLanes, TVector>(TLanes.Multiply(value, TLanes.Load(b + i)), end - i));
            }

            total += TLanes.Sum(sum);
            products += TLanes.Sum(product);
        }

        return total;
    }

    /// <summary>The lanes that are the row's own, the others 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Own<TLanes, TVector>(TVector value, long left)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        left >= TLanes.Count ? value : TLanes.Select(TLanes.First((int)left), value, TLanes.Zero);
}
