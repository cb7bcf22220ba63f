using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The gates of a gated recurrent unit and its next state, over runs of rows.</summary>
internal unsafe struct GruStepJob : IVectorJob
{
    /// <summary>[rows, 3 width]: what the input gives to r, z and n.</summary>
    internal float* FromInput;

    /// <summary>[rows, 3 width]: what the state gives to them.</summary>
    internal float* FromState;

    /// <summary>[rows, width].</summary>
    internal float* State;

    /// <summary>[rows, 3 width]: r, z and n; or null.</summary>
    internal float* Gates;

    /// <summary>[rows, width].</summary>
    internal float* Next;
    internal long Rows;
    internal long Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(3 * Width);
        long end = Math.Min(Rows, (chunk + 1) * rows);
        for (long row = chunk * rows; row < end; row++)
        {
            float* input = FromInput + (row * 3 * Width);
            float* state = FromState + (row * 3 * Width);
            float* gates = Gates == null ? null : Gates + (row * 3 * Width);
            float* own = State + (row * Width);
            float* next = Next + (row * Width);
            for (long i = 0; i < Width; i += TLanes.Count)
            {
                int count = (int)Math.Min(TLanes.Count, Width - i);
                TVector reset = LaneMath.Sigmoid<TLanes, TVector>(TLanes.Add(TLanes.Load(input + i), TLanes.Load(state + i)));
                TVector update = LaneMath.Sigmoid<TLanes, TVector>(TLanes.Add(TLanes.Load(input + Width + i), TLanes.Load(state + Width + i)));
                TVector candidate = LaneMath.Tanh<TLanes, TVector>(
                    TLanes.MultiplyAdd(reset, TLanes.Load(state + (2 * Width) + i), TLanes.Load(input + (2 * Width) + i)));
                TVector value = TLanes.MultiplyAdd(update, TLanes.Subtract(TLanes.Load(own + i), candidate), candidate);
                TLanes.StoreFirst(next + i, value, count);
                if (gates != null)
                {
                    TLanes.StoreFirst(gates + i, reset, count);
                    TLanes.StoreFirst(gates + Width + i, update, count);
                    TLanes.StoreFirst(gates + (2 * Width) + i, candidate, count);
                }
            }
        }
    }
}
