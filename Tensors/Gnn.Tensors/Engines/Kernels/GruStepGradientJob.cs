using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The gradients of <see cref="GruStepJob"/>, over runs of rows.</summary>
internal unsafe struct GruStepGradientJob : IVectorJob
{
    /// <summary>[rows, 3 width]: r, z and n.</summary>
    internal float* Gates;

    /// <summary>[rows, 3 width].</summary>
    internal float* FromState;

    /// <summary>[rows, width].</summary>
    internal float* State;

    /// <summary>[rows, width].</summary>
    internal float* Gradient;

    /// <summary>[rows, 3 width].</summary>
    internal float* ToInput;

    /// <summary>[rows, 3 width].</summary>
    internal float* ToFromState;

    /// <summary>[rows, width].</summary>
    internal float* ToState;
    internal long Rows;
    internal long Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(3 * Width);
        long end = Math.Min(Rows, (chunk + 1) * rows);
        TVector one = TLanes.Broadcast(1);
        for (long row = chunk * rows; row < end; row++)
        {
            long gateRow = row * 3 * Width;
            for (long i = 0; i < Width; i += TLanes.Count)
            {
                int count = (int)Math.Min(TLanes.Count, Width - i);
                long r = gateRow + i;
                long z = r + Width;
                long n = z + Width;
                long own = (row * Width) + i;
                TVector reset = TLanes.Load(Gates + r);
                TVector update = TLanes.Load(Gates + z);
                TVector candidate = TLanes.Load(Gates + n);
                TVector gradient = TLanes.Load(Gradient + own);

                // What z keeps goes to the state, and the rest to n.
                TVector kept = TLanes.Multiply(gradient, update);
                TVector slope = TLanes.Multiply(TLanes.Subtract(one, candidate), TLanes.Add(one, candidate));
                TVector toNew = TLanes.Multiply(TLanes.Subtract(gradient, kept), slope);
                TVector toReset = TLanes.Multiply(
                    TLanes.Multiply(toNew, TLanes.Load(FromState + n)), TLanes.Multiply(reset, TLanes.Subtract(one, reset)));
                TVector toUpdate = TLanes.Multiply(
                    TLanes.Multiply(gradient, TLanes.Subtract(TLanes.Load(State + own), candidate)), TLanes.Multiply(update, TLanes.Subtract(one, update)));
                TLanes.StoreFirst(ToState + own, kept, count);
                TLanes.StoreFirst(ToInput + r, toReset, count);
                TLanes.StoreFirst(ToInput + z, toUpdate, count);
                TLanes.StoreFirst(ToInput + n, toNew, count);
                TLanes.StoreFirst(ToFromState + r, toReset, count);
                TLanes.StoreFirst(ToFromState + z, toUpdate, count);
                TLanes.StoreFirst(ToFromState + n, TLanes.Multiply(toNew, reset), count);
            }
        }
    }
}
