using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>Finds the edges of a row that come first where each arrives at a time of its own: an exponential number over the edge's weight.</summary>
/// <remarks>
/// The first k are drawn one after another without replacement, each with a chance in proportion to its weight among those that are left (Efraimidis and Spirakis, "Weighted
/// random sampling with a reservoir", 2006). Edges are looked at once, in their order, and those that may still be among the first are kept; of equal times the
/// earlier place comes first.
/// </remarks>
internal sealed unsafe class EdgeRace : IDisposable
{
    private const int Lanes = 8;
    private const int FewCandidates = 64;

    private static readonly int[] LaneOrders = MakeLaneOrders();

    private int _fanout;
    private int _capacity;
    private int _count;
    private float _bound;
    private NativeArray<float> _times = new(0);
    private NativeArray<int> _places = new(0);
    private NativeArray<float> _order = new(0);

    /// <summary>Begins a row.</summary>
    /// <param name="fanout">How many edges are drawn, k.</param>
    internal void Begin(int fanout)
    {
        if (fanout != _fanout)
        {
            (_fanout, _capacity) = (fanout, Math.Max(FewCandidates, 2 * (fanout + 1)));
            Dispose();
            (_times, _places, _order) = (new NativeArray<float>(_capacity + (2 * Lanes)), new NativeArray<int>(_capacity + Lanes), new NativeArray<float>(_capacity));
        }

        (_count, _bound) = (0, float.PositiveInfinity);
    }

    /// <summary>Lets more edges of the row run.</summary>
    /// <param name="numbers">An exponential number of each; as many may be read as are whole vectors.</param>
    /// <param name="inverses">The inverse of each one's weight, infinite of those that cannot be drawn; read likewise.</param>
    /// <param name="count">How many.</param>
    /// <param name="place">The place of the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(float* numbers, float* inverses, int count, int place)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            RunScalar(numbers, inverses, count, place);
            return;
        }

        float* times = _times.Pointer;
        int* places = _places.Pointer;
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> time = Vector256.Load(numbers + i) * Vector256.Load(inverses + i);
            uint lanes = uint.MaxValue >> (32 - Math.Min(Lanes, count - i));
            uint early = Vector256.LessThan(time, Vector256.Create(_bound)).ExtractMostSignificantBits() & lanes;
            if (_count + Lanes > _capacity)
            {
                Keep(_fanout + 1, out _bound);
                early &= Vector256.LessThan(time, Vector256.Create(_bound)).ExtractMostSignificantBits();
            }

            _count += Pack(time, Vector256.Create(place + i) + Vector256<int>.Indices, early, times + _count, places + _count);
        }
    }

    /// <summary>The same edge by edge.</summary>
    internal void RunScalar(float* numbers, float* inverses, int count, int place)
    {
        for (int i = 0; i < count; i++)
        {
            float time = numbers[i] * inverses[i];
            if (time >= _bound)
            {
                continue;
            }

            if (_count == _capacity)
            {
                Keep(_fanout + 1, out _bound);
                if (time >= _bound)
                {
                    continue;
                }
            }

            _times.Pointer[_count] = time;
            _places.Pointer[_count++] = place + i;
        }
    }

    /// <summary>Ends a row.</summary>
    /// <param name="places">Receives the places of the edges that are drawn, rising.</param>
    /// <param name="next">The time at which the next edge arrives; infinite if there is none.</param>
    /// <returns>How many are drawn: k, or all that can be.</returns>
    internal int Finish(int* places, out float next)
    {
        next = Keep(_fanout, out _);
        new ReadOnlySpan<int>(_places.Pointer, _count).CopyTo(new Span<int>(places, _count));
        return _count;
    }

    public void Dispose()
    {
        _times.Dispose();
        _places.Dispose();
        _order.Dispose();
    }

    /// <summary>Keeps the first candidates, in the order of their places.</summary>
    /// <param name="most">How many, at least 1.</param>
    /// <param name="last">Receives the time of the last one that is kept; infinite if none is left out.</param>
    /// <returns>The time of the first one that is not kept; infinite if there is none.</returns>
    private float Keep(int most, out float last)
    {
        if (_count <= most)
        {
            return last = float.PositiveInfinity;
        }

        float* times = _times.Pointer;
        int* places = _places.Pointer;
        float next;
        (last, next) = _count <= FewCandidates && Vector256.IsHardwareAccelerated ? Count(most) : Partition(most);
        int kept = 0, start = 0;
        for (; start <= _count - Lanes && Vector256.IsHardwareAccelerated; start += Lanes)
        {
            Vector256<float> time = Vector256.Load(times + start);
            uint early = Vector256.LessThanOrEqual(time, Vector256.Create(last)).ExtractMostSignificantBits();
            kept += Pack(time, Vector256.Load(places + start), early, times + kept, places + kept);
        }

        for (int i = start; i < _count; i++)
        {
            // Whether a candidate is kept is not foreseen, so that it is written either way.
            float time = times[i];
            (times[kept], places[kept]) = (time, places[i]);
            kept += time <= last ? 1 : 0;
        }

        _count = kept;
        return kept == most ? next : DropEqual(most, last);
    }

    /// <summary>Writes some lanes of two vectors one after another, and whatever there is behind them to the end of a vector.</summary>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pack(Vector256<float> time, Vector256<int> place, uint lanes, float* times, int* places)
    {
        Vector256<int> order = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(LaneOrders), lanes * Lanes);
        Vector256.ShuffleNative(time, order).Store(times);
        Vector256.ShuffleNative(place, order).Store(places);
        return BitOperations.PopCount(lanes);
    }

    /// <summary>For each set of lanes their numbers, rising.</summary>
    private static int[] MakeLaneOrders()
    {
        int[] orders = new int[Lanes << Lanes];
        for (int set = 0; set < 1 << Lanes; set++)
        {
            int next = Lanes * set;
            for (int lane = 0; lane < Lanes; lane++)
            {
                orders[next] = lane;
                next += (set >> lane) & 1;
            }
        }

        return orders;
    }

    /// <summary>The times before and after a rank, by counting for each candidate those before it.</summary>
    private (float Last, float Next) Count(int most)
    {
        float* times = _times.Pointer;
        Vector256<float> never = Vector256.Create(float.PositiveInfinity);
        never.Store(times + _count);
        never.Store(times + _count + Lanes);
        Vector256<float> last = Vector256<float>.Zero, next = never;
        for (int i = 0; i < _count; i += 2 * Lanes)
        {
            Vector256<float> low = Vector256.Load(times + i), high = Vector256.Load(times + i + Lanes);
            Vector256<int> beforeLow = Vector256<int>.Zero, beforeHigh = Vector256<int>.Zero;
            for (int j = 0; j < _count; j++)
            {
                Vector256<float> other = Vector256.Create(times[j]);
                beforeLow -= Vector256.LessThan(other, low).AsInt32();
                beforeHigh -= Vector256.LessThan(other, high).AsInt32();
            }

            Part(low, beforeLow);
            Part(high, beforeHigh);
        }

        return (Lanes256.MaxAcross(last), Lanes256.MinAcross(next));

        void Part(Vector256<float> own, Vector256<int> before)
        {
            Vector256<float> isFirst = Vector256.LessThan(before, Vector256.Create(most)).AsSingle();
            last = Vector256.Max(last, isFirst & own);
            next = Vector256.Min(next, Vector256.ConditionalSelect(isFirst, never, own));
        }
    }

    /// <summary>The same by parting the candidates around one of them until the rank is found (Hoare, "Algorithm 65: find", 1961).</summary>
    private (float Last, float Next) Partition(int most)
    {
        var order = new Span<float>(_order.Pointer, _count);
        new ReadOnlySpan<float>(_times.Pointer, _count).CopyTo(order);
        int low = 0, high = _count - 1, rank = most - 1;
        while (low < high)
        {
            float middle = order[(low + high) >>> 1];
            int i = low, j = high;
            while (i <= j)
            {
                while (order[i] < middle)
                {
                    i++;
                }

                while (order[j] > middle)
                {
                    j--;
                }

                if (i <= j)
                {
                    (order[i], order[j]) = (order[j], order[i]);
                    i++;
                    j--;
                }
            }

            (low, high) = rank <= j ? (low, j) : rank >= i ? (i, high) : (rank, rank);
        }

        float next = float.PositiveInfinity;
        foreach (float time in order[most..])
        {
            next = Math.Min(next, time);
        }

        return (order[rank], next);
    }

    /// <summary>Drops candidates of the last time until so many are left, the last places first.</summary>
    private float DropEqual(int most, float last)
    {
        var times = new Span<float>(_times.Pointer, _count);
        var places = new Span<int>(_places.Pointer, _count);
        for (int i = _count - 1; _count > most; i--)
        {
            if (times[i] == last)
            {
                times[(i + 1)..].CopyTo(times[i..]);
                places[(i + 1)..].CopyTo(places[i..]);
                _count--;
            }
        }

        return last;
    }
}
