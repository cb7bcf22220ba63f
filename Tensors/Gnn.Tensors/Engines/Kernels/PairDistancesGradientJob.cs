using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The gradients of <see cref="PairDistancesJob{TForm}"/>, over runs of a group's coordinates: each is one sum over candidates and one over rows, in their order.</summary>
/// <remarks>A vector of coordinates of some candidates, and of their gradients, is copied side by side, so that rows stream past it.</remarks>
internal unsafe struct PairDistancesGradientJob<TForm> : IVectorJob
    where TForm : struct, IPairForm
{
    // A multiple of every number of lanes.
    private const long CoordinatesPerChunk = 16;
    private const int Together = 64;

    /// <summary>[G * M, W].</summary>
    internal float* A;

    /// <summary>[G * K, W].</summary>
    internal float* B;

    /// <summary>What each pair counts, [G * M, K].</summary>
    internal float* Weights;

    /// <summary>[G * M, W].</summary>
    internal float* ToA;

    /// <summary>[G * K, W].</summary>
    internal float* ToB;
    internal PairSizes Sizes;

    internal readonly long Chunks => Sizes.Groups * ChunksPerGroup;

    private readonly long ChunksPerGroup => (Sizes.Coordinates + CoordinatesPerChunk - 1) / CoordinatesPerChunk;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector* near = stackalloc TVector[4 * Together];
        long group = chunk / ChunksPerGroup;
        long first = chunk % ChunksPerGroup * CoordinatesPerChunk;
        long end = Math.Min(Sizes.Coordinates, first + CoordinatesPerChunk);
        for (long i = first; i < end; i += TLanes.Count)
        {
            for (long k = 0; k < Sizes.Candidates; k += Together)
            {
                Tile<TLanes, TVector>(group, i, (int)Math.Min(TLanes.Count, end - i), k, (int)Math.Min(Together, Sizes.Candidates - k), near);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<TLanes, TVector>(long group, long i, int lanes, long k, int candidates, TVector* near)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector* imaginaries = near + Together;
        TVector* toReals = imaginaries + Together;
        TVector* toImaginaries = toReals + Together;
        long width = Sizes.Width;
        long coordinates = Sizes.Coordinates;
        long place = (((group * Sizes.Candidates) + k) * width) + i;
        for (int c = 0; c < candidates; c++)
        {
            near[c] = TLanes.Load(B + place + (c * width));
            toReals[c] = TLanes.Zero;
            if (TForm.IsComplex)
            {
                imaginaries[c] = TLanes.Load(B + place + (c * width) + coordinates);
                toImaginaries[c] = TLanes.Zero;
            }
        }

        for (long m = group * Sizes.Rows; m < (group + 1) * Sizes.Rows; m++)
        {
            float* a = A + (m * width) + i;
            float* toA = ToA + (m * width) + i;
            float* weights = Weights + (m * Sizes.Candidates) + k;
            TVector real = TLanes.Load(a);
            TVector imaginary = TForm.IsComplex ? TLanes.Load(a + coordinates) : real;
            TVector sum = k == 0 ? TLanes.Zero : TLanes.Load(toA);
            TVector imaginarySum = k == 0 || !TForm.IsComplex ? TLanes.Zero : TLanes.Load(toA + coordinates);
            for (int c = 0; c < candidates; c++)
            {
                TVector x = TLanes.Subtract(real, near[c]);
                TVector z = TForm.IsComplex ? TLanes.Subtract(imaginary, imaginaries[c]) : x;
                TForm.Slopes<TLanes, TVector>(TLanes.Broadcast(weights[c]), x, z, out TVector toReal, out TVector toImaginary);
                sum = TLanes.Add(sum, toReal);
                toReals[c] = TLanes.Subtract(toReals[c], toReal);
                if (TForm.IsComplex)
                {
                    imaginarySum = TLanes.Add(imaginarySum, toImaginary);
                    toImaginaries[c] = TLanes.Subtract(toImaginaries[c], toImaginary);
                }
            }

            TLanes.StoreFirst(toA, sum, lanes);
            if (TForm.IsComplex)
            {
                TLanes.StoreFirst(toA + coordinates, imaginarySum, lanes);
            }
        }

        for (int c = 0; c < candidates; c++)
        {
            TLanes.StoreFirst(ToB + place + (c * width), toReals[c], lanes);
            if (TForm.IsComplex)
            {
                TLanes.StoreFirst(ToB + place + (c * width) + coordinates, toImaginaries[c], lanes);
            }
        }
    }
}
