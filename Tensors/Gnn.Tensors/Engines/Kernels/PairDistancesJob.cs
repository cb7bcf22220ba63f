using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The distances of rows and candidates, over runs of a group's rows; candidates are taken by fours, which share the loads of a row.</summary>
internal unsafe struct PairDistancesJob<TForm> : IVectorJob
    where TForm : struct, IPairForm
{
    private const long RowsPerChunk = 16;
    private const int Together = 4;

    /// <summary>[G * M, W].</summary>
    internal float* A;

    /// <summary>[G * K, W].</summary>
    internal float* B;

    /// <summary>[G * M, K].</summary>
    internal float* Y;
    internal PairSizes Sizes;

    internal readonly long Chunks => Sizes.Candidates == 0 ? 0 : Sizes.Groups * ChunksPerGroup;

    private readonly long ChunksPerGroup => (Sizes.Rows + RowsPerChunk - 1) / RowsPerChunk;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long group = chunk / ChunksPerGroup;
        long first = chunk % ChunksPerGroup * RowsPerChunk;
        long end = Math.Min(Sizes.Rows, first + RowsPerChunk);
        long width = Sizes.Width;
        float* b = B + (group * Sizes.Candidates * width);
        for (long k = 0; k < Sizes.Candidates; k += Together)
        {
            bool isWhole = k + Together <= Sizes.Candidates;
            for (long m = first; m < end; m++)
            {
                float* a = A + (((group * Sizes.Rows) + m) * width);
                float* y = Y + (((group * Sizes.Rows) + m) * Sizes.Candidates);
                if (isWhole)
                {
                    Four<TLanes, TVector>(a, b + (k * width), width, y + k);
                }
                else
                {
                    for (long rest = k; rest < Sizes.Candidates; rest++)
                    {
                        y[rest] = One<TLanes, TVector>(a, b + (rest * width));
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term<TLanes, TVector>(TVector sum, TVector real, TVector imaginary, float* b, long coordinates, TVector within)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector x = TLanes.Select(within, TLanes.Subtract(real, TLanes.Load(b)), TLanes.Zero);
        TVector z = TForm.IsComplex ? TLanes.Select(within, TLanes.Subtract(imaginary, TLanes.Load(b + coordinates)), TLanes.Zero) : imaginary;
        return TForm.Add<TLanes, TVector>(sum, x, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Term<TLanes, TVector>(TVector sum, TVector real, TVector imaginary, float* b, long coordinates)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector x = TLanes.Subtract(real, TLanes.Load(b));
        TVector z = TForm.IsComplex ? TLanes.Subtract(imaginary, TLanes.Load(b + coordinates)) : imaginary;
        return TForm.Add<TLanes, TVector>(sum, x, z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Four<TLanes, TVector>(float* a, float* b, long width, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long coordinates = Sizes.Coordinates;
        TVector sum0 = TLanes.Zero;
        TVector sum1 = TLanes.Zero;
        TVector sum2 = TLanes.Zero;
        TVector sum3 = TLanes.Zero;
        long i = 0;
        for (; i <= coordinates - TLanes.Count; i += TLanes.Count)
        {
            TVector real = TLanes.Load(a + i);
            TVector imaginary = TForm.IsComplex ? TLanes.Load(a + coordinates + i) : real;
            sum0 = Term<TLanes, TVector>(sum0, real, imaginary, b + i, coordinates);
            sum1 = Term<TLanes, TVector>(sum1, real, imaginary, b + width + i, coordinates);
            sum2 = Term<TLanes, TVector>(sum2, real, imaginary, b + (2 * width) + i, coordinates);
            sum3 = Term<TLanes, TVector>(sum3, real, imaginary, b + (3 * width) + i, coordinates);
        }

        if (i < coordinates)
        {
            TVector within = TLanes.First((int)(coordinates - i));
            TVector real = TLanes.Load(a + i);
            TVector imaginary = TForm.IsComplex ? TLanes.Load(a + coordinates + i) : real;
            sum0 = Term<TLanes, TVector>(sum0, real, imaginary, b + i, coordinates, within);
            sum1 = Term<TLanes, TVector>(sum1, real, imaginary, b + width + i, coordinates, within);
            sum2 = Term<TLanes, TVector>(sum2, real, imaginary, b + (2 * width) + i, coordinates, within);
            sum3 = Term<TLanes, TVector>(sum3, real, imaginary, b + (3 * width) + i, coordinates, within);
        }

        y[0] = TForm.Finish(TLanes.Sum(sum0));
        y[1] = TForm.Finish(TLanes.Sum(sum1));
        y[2] = TForm.Finish(TLanes.Sum(sum2));
        y[3] = TForm.Finish(TLanes.Sum(sum3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float One<TLanes, TVector>(float* a, float* b)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long coordinates = Sizes.Coordinates;
        TVector sum = TLanes.Zero;
        for (long i = 0; i < coordinates; i += TLanes.Count)
        {
            TVector real = TLanes.Load(a + i);
            TVector imaginary = TForm.IsComplex ? TLanes.Load(a + coordinates + i) : real;
            TVector within = TLanes.First((int)Math.Min(TLanes.Count, coordinates - i));
            sum = Term<TLanes, TVector>(sum, real, imaginary, b + i, coordinates, within);
        }

        return TForm.Finish(TLanes.Sum(sum));
    }
}
