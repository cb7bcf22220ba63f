using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = f(a, b) over the rows of a broadcast.</summary>
internal unsafe struct BinaryJob<TOperator> : IVectorJob
    where TOperator : struct, IBinaryOperator
{
    // Short rows are worked off many at a time, beside as many copies of the row that they share.
    private const int PatternElements = 512;

    internal float* A;
    internal float* B;
    internal float* Y;
    internal BroadcastPlan Plan;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow, long first, long end) = Plan.Bounds(chunk);
        if (Plan.RepeatsB && Plan.Width <= PatternElements / 2)
        {
            Repeat<TLanes, TVector>(row, endRow);
            return;
        }

        for (; row < endRow; row++)
        {
            (long placeA, long placeB) = Plan.Place(row);
            float* a = A + placeA + (first * Plan.StepA);
            float* b = B + placeB + (first * Plan.StepB);
            float* y = Y + (row * Plan.Width) + first;
            if (Plan.StepA == 0 && Plan.StepB == 0)
            {
                Run<TLanes, TVector, Still, Still>(a, b, y, end - first);
            }
            else if (Plan.StepA == 0)
            {
                Run<TLanes, TVector, Still, Moving>(a, b, y, end - first);
            }
            else if (Plan.StepB == 0)
            {
                Run<TLanes, TVector, Moving, Still>(a, b, y, end - first);
            }
            else
            {
                Run<TLanes, TVector, Moving, Moving>(a, b, y, end - first);
            }
        }
    }

    [SkipLocalsInit]
    private readonly void Repeat<TLanes, TVector>(long row, long endRow)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Vectors may be read past the end.
        float* pattern = stackalloc float[PatternElements + 16];
        long rows = PatternElements / Plan.Width;
        for (long i = 0; i < rows * Plan.Width; i++)
        {
            pattern[i] = i < Plan.Width ? B[i] : pattern[i - Plan.Width];
        }

        for (; row < endRow; row += rows)
        {
            long at = row * Plan.Width;
            Run<TLanes, TVector, Moving, Moving>(A + at, pattern, Y + at, Math.Min(rows, endRow - row) * Plan.Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TLanes, TVector, TStepA, TStepB>(float* a, float* b, float* y, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TStepA : struct, IStep
        where TStepB : struct, IStep
    {
        TVector fixedA = TLanes.Broadcast(*a);
        TVector fixedB = TLanes.Broadcast(*b);
        long i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TVector left = TStepA.Moves ? TLanes.Load(a + i) : fixedA;
            TVector right = TStepB.Moves ? TLanes.Load(b + i) : fixedB;
            TLanes.Store(y + i, TOperator.Value<TLanes, TVector>(left, right));
        }

        if (i < length)
        {
            TVector left = TStepA.Moves ? TLanes.Load(a + i) : fixedA;
            TVector right = TStepB.Moves ? TLanes.Load(b + i) : fixedB;
            TLanes.StoreFirst(y + i, TOperator.Value<TLanes, TVector>(left, right), (int)(length - i));
        }
    }

    private interface IStep
    {
        static abstract bool Moves { get; }
    }

    private readonly struct Moving : IStep
    {
        public static bool Moves => true;
    }

    private readonly struct Still : IStep
    {
        public static bool Moves => false;
    }
}
