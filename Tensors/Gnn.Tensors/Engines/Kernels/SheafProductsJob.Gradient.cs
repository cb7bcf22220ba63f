using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>The gradient.</content>
internal unsafe partial struct SheafProductsJob<TIndex>
{
    /// <summary>1 - y^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Slope<TLanes, TVector>(TVector y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        TLanes.MultiplyAdd(TLanes.Negate(y), y, TLanes.Broadcast(1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Backward<TLanes, TVector>(long first, int count, bool isLast, long* ends, float* rows, float* z, float* more)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int elements = Options.Elements;
        float* gradient = more;
        float* spare = gradient + ((elements + 3) * Entries);
        Turn(Gradient + (first * elements), elements, count, gradient, elements);
        if (DiagonalGradient != null && Options.Form != SheafMapForm.Reflections)
        {
            GatherDiagonal<TLanes, TVector>(ends, count, rows, spare);
            GatherDiagonal<TLanes, TVector>(ends + Entries, count, rows, spare + ((elements + 3) * Entries));
        }

        for (int lane = 0; lane < count; lane += TLanes.Count)
        {
            float* left = z + lane;
            float* right = left + (Numbers * Entries);
            if (Options.Form == SheafMapForm.Reflections)
            {
                ToReflections<TLanes, TVector>(left, right, gradient + lane, spare + lane, ends + lane, Math.Min(TLanes.Count, count - lane));
            }
            else
            {
                ToMaps<TLanes, TVector>(left, right, gradient + lane, spare + lane);
            }
        }

        int width = 2 * Numbers;
        if (Y != null)
        {
            TurnBack(z, count, Y + (first * width), width, isLast);
        }
    }

    /// <summary>Adds each entry's column of numbers to the row of its node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddAtNodes(float* columns, int width, long* nodes, int count, float* rows, float* sums)
    {
        int step = Step;
        if (width == 1)
        {
            for (int k = 0; k < count; k++)
            {
                sums[nodes[k] * step] += columns[k];
            }

            return;
        }

        ToRows(columns, count, rows);
        AddRows(rows, nodes, count, sums);
    }

    /// <summary>Turns columns of numbers into rows that are as long as those of the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void ToRows(float* columns, int count, float* rows)
    {
        // What stands past the width goes to columns that nobody reads.
        int step = Step;
        for (int k = 0; k < count; k += SquareTile.Size)
        {
            for (int i = 0; i < step; i += SquareTile.Size)
            {
                SquareTile.Transpose(columns + (i * Entries) + k, Entries, rows + (k * step) + i, step);
            }
        }
    }

    /// <summary>Adds each entry's row to that of its node, those of one node that follow each other in a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddRows(float* rows, long* nodes, int count, float* sums)
    {
        int step = Step;
        for (int k = 0; k < count;)
        {
            long node = nodes[k];
            int next = k + 1;
            while (next < count && nodes[next] == node)
            {
                next++;
            }

            float* to = sums + (node * step);
            float* end = rows + (next * step);
            for (int i = 0; i < step; i += SquareTile.Size)
            {
                Vector128<float> sum = Lanes128.Load(to + i);
                for (float* from = rows + (k * step); from < end; from += step)
                {
                    sum = Lanes128.Add(sum, Lanes128.Load(from + i));
                }

                Lanes128.Store(to + i, sum);
            }

            k = next;
        }
    }

    /// <summary>The diagonal's gradient at one end of each entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void GatherDiagonal<TLanes, TVector>(long* ends, int count, float* rows, float* to)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int elements = Options.DiagonalElements;
        int step = (elements + 3) & ~3;
        for (int k = 0; k < count; k++)
        {
            float* from = DiagonalGradient + (ends[k] * elements);
            for (int i = 0; i < elements; i += TLanes.Count)
            {
                TLanes.Store(rows + (k * step) + i, TLanes.Load(from + i));
            }
        }

        Turn(rows, step, count, to, step);
    }

    /// <summary>Of diagonal and general maps: the gradients take the place of the numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ToMaps<TLanes, TVector>(float* left, float* right, float* gradient, float* diagonals)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int elements = Options.Elements;
        float* others = diagonals + ((elements + 3) * Entries);
        float* toLeft = others + ((elements + 3) * Entries);
        float* toRight = toLeft + (elements * Entries);
        bool hasDiagonal = DiagonalGradient != null;
        if (Options.Form == SheafMapForm.Diagonal)
        {
            TVector two = TLanes.Broadcast(2);
            for (int i = 0; i < elements * Entries; i += Entries)
            {
                (TVector a, TVector b, TVector g) = (TLanes.Load(left + i), TLanes.Load(right + i), TLanes.Load(gradient + i));
                (TVector toA, TVector toB) = (TLanes.Multiply(g, b), TLanes.Multiply(g, a));
                if (hasDiagonal)
                {
                    toA = TLanes.MultiplyAdd(TLanes.Multiply(two, TLanes.Load(diagonals + i)), a, toA);
                    toB = TLanes.MultiplyAdd(TLanes.Multiply(two, TLanes.Load(others + i)), b, toB);
                }

                TLanes.Store(toLeft + i, toA);
                TLanes.Store(toRight + i, toB);
            }
        }
        else
        {
            Add<TLanes, TVector>(right, gradient, isTurned: true, toLeft, replaces: true);
            Add<TLanes, TVector>(left, gradient, isTurned: false, toRight, replaces: true);
            if (hasDiagonal)
            {
                Add<TLanes, TVector>(left, diagonals, isTurned: false, toLeft, replaces: false);
                Add<TLanes, TVector>(right, others, isTurned: false, toRight, replaces: false);
            }
        }

        for (int i = 0; i < elements * Entries; i += Entries)
        {
            (TVector toA, TVector toB) = (TLanes.Load(toLeft + i), TLanes.Load(toRight + i));
            if (Options.HasTanh)
            {
                toA = TLanes.Multiply(toA, Slope<TLanes, TVector>(TLanes.Load(left + i)));
                toB = TLanes.Multiply(toB, Slope<TLanes, TVector>(TLanes.Load(right + i)));
            }

            TLanes.Store(left + i, toA);
            TLanes.Store(right + i, toB);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ToReflections<TLanes, TVector>(float* left, float* right, float* gradient, float* spare, long* ends, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int elements = Options.Elements;
        float* maps = spare;
        float* others = maps + (elements * Entries);
        float* toMaps = others + (elements * Entries);
        Reflect<TLanes, TVector>(left, maps, null);
        Reflect<TLanes, TVector>(right, others, null);
        if (Options.IsWeighted)
        {
            // The gradient of the squared weight: that of the products times them, and the diagonal's at both ends.
            Product<TLanes, TVector>(maps, others, toMaps);
            TVector weight = Weight<TLanes, TVector>(left, right);
            TVector own = TLanes.Zero;
            for (int i = 0; i < elements * Entries; i += Entries)
            {
                TVector g = TLanes.Load(gradient + i);
                own = TLanes.MultiplyAdd(g, TLanes.Load(toMaps + i), own);
                TLanes.Store(gradient + i, TLanes.Multiply(g, weight));
            }

            if (DiagonalGradient != null)
            {
                TVector atEnds = TLanes.Zero;
                float* lanes = (float*)&atEnds;
                for (int k = 0; k < count; k++)
                {
                    lanes[k] = DiagonalGradient[ends[k]] + DiagonalGradient[ends[Entries + k]];
                }

                own = TLanes.Add(own, atEnds);
            }

            // d (s s')^2 = 2 (s s')^2 (1 - s).
            own = TLanes.Multiply(TLanes.Broadcast(2), TLanes.Multiply(own, weight));
            int place = Options.Numbers * Entries;
            TVector one = TLanes.Broadcast(1);
            TLanes.Store(left + place, TLanes.Multiply(own, TLanes.Subtract(one, TLanes.Load(left + place))));
            TLanes.Store(right + place, TLanes.Multiply(own, TLanes.Subtract(one, TLanes.Load(right + place))));
        }

        Add<TLanes, TVector>(others, gradient, isTurned: true, toMaps, replaces: true);
        float* toOthers = toMaps + (elements * Entries);
        Add<TLanes, TVector>(maps, gradient, isTurned: false, toOthers, replaces: true);
        Reflect<TLanes, TVector>(left, maps, toMaps);
        Reflect<TLanes, TVector>(right, others, toOthers);
    }
}
