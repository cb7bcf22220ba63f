using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Training.Embeddings;

/// <summary>The arithmetic of one window: rows of the window against the rows of its targets, all of which lie in the first cache.</summary>
/// <remarks>
/// Rows are a multiple of 16 floats long and aligned to 64 bytes. Scores are kept target by target, <see cref="SkipGramLayout.ScoreStride"/> floats each, so that slopes are made for
/// several rows at a time.
/// </remarks>
internal static unsafe class SkipGramKernels
{
    /// <summary>Rows of the window that one tile of scores has: rows past the window's end are read, and what comes of them is not used.</summary>
    internal const int TileRows = 4;

    /// <summary>Targets that one tile of scores has.</summary>
    internal const int TileTargets = 2;

    private const int UpdateVectors = 8;

    /// <summary>scores[t, r] = rows[r] . targets[t].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scores<TLanes, TVector>(float* rows, int rowCount, float* targets, int targetCount, int stride, float* scores, int scoreStride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* sums = stackalloc float[TileRows * TileTargets];
        for (int r = 0; r < rowCount; r += TileRows)
        {
            float* x0 = rows + ((long)r * stride), x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
            for (int t = 0; t < targetCount; t += TileTargets)
            {
                float* y0 = targets + ((long)t * stride), y1 = y0 + stride;
                TVector s00 = TLanes.Zero, s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
                for (int d = 0; d < stride; d += TLanes.Count)
                {
                    TVector a = TLanes.Load(y0 + d), b = TLanes.Load(y1 + d);
                    TVector x = TLanes.Load(x0 + d);
                    s00 = TLanes.MultiplyAdd(x, a, s00);
                    s01 = TLanes.MultiplyAdd(x, b, s01);
                    x = TLanes.Load(x1 + d);
                    s10 = TLanes.MultiplyAdd(x, a, s10);
                    s11 = TLanes.MultiplyAdd(x, b, s11);
                    x = TLanes.Load(x2 + d);
                    s20 = TLanes.MultiplyAdd(x, a, s20);
                    s21 = TLanes.MultiplyAdd(x, b, s21);
                    x = TLanes.Load(x3 + d);
                    s30 = TLanes.MultiplyAdd(x, a, s30);
                    s31 = TLanes.MultiplyAdd(x, b, s31);
                }

                float* to = scores + ((long)t * scoreStride) + r;
                if (TLanes.Count == TileRows * TileTargets)
                {
                    TVector first = TLanes.PairSums(TLanes.PairSums(s00, s10), TLanes.PairSums(s20, s30));
                    TVector second = TLanes.PairSums(TLanes.PairSums(s01, s11), TLanes.PairSums(s21, s31));
                    TLanes.Store(sums, TLanes.PairSums(first, second));
                    Unsafe.CopyBlockUnaligned(to, sums, TileRows * sizeof(float));
                    Unsafe.CopyBlockUnaligned(to + scoreStride, sums + TileRows, TileRows * sizeof(float));
                    continue;
                }

                to[0] = TLanes.Sum(s00);
                to[1] = TLanes.Sum(s10);
                to[2] = TLanes.Sum(s20);
                to[3] = TLanes.Sum(s30);
                to += scoreStride;
                to[0] = TLanes.Sum(s01);
                to[1] = TLanes.Sum(s11);
                to[2] = TLanes.Sum(s21);
                to[3] = TLanes.Sum(s31);
            }
        }
    }

    /// <summary>Scores of one target to slopes: scores[r] = kept[r] rate (label - sigmoid(scores[r])); gives the sum of the losses of the kept rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Slopes<TLanes, TVector>(float* scores, int count, float* kept, bool label, float rate)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector loss = TLanes.Zero, one = TLanes.Broadcast(1), vectorRate = TLanes.Broadcast(label ? rate : -rate);
        for (int r = 0; r < count; r += TLanes.Count)
        {
            // With m the score, or minus it where the label is 0, the loss is log(1 + exp(-m)) and its slope in m is -1 / (1 + exp(m)).
            TVector score = TLanes.Load(scores + r), keep = TLanes.Load(kept + r);
            TVector m = label ? score : TLanes.Negate(score);
            TVector e = LaneMath.Exp<TLanes, TVector>(TLanes.Negate(TLanes.Abs(m)));
            TVector isNegative = TLanes.Less(m, TLanes.Zero);
            TVector share = TLanes.Divide(TLanes.Select(isNegative, one, e), TLanes.Add(one, e));
            TVector term = TLanes.Add(LaneMath.Log1Plus<TLanes, TVector>(e), TLanes.Select(isNegative, TLanes.Negate(m), TLanes.Zero));
            loss = TLanes.MultiplyAdd(term, keep, loss);
            TLanes.Store(scores + r, TLanes.Multiply(TLanes.Multiply(share, keep), vectorRate));
        }

        return loss;
    }

    /// <summary>target += sum over r of slopes[r step] rows[r].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddRows<TLanes, TVector>(float* target, float* slopes, long step, float* rows, int rowCount, int stride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int d = 0;
        for (; d + (UpdateVectors * TLanes.Count) <= stride; d += UpdateVectors * TLanes.Count)
        {
            float* y = target + d;
            TVector s0 = TLanes.Load(y), s1 = TLanes.Load(y + TLanes.Count), s2 = TLanes.Load(y + (2 * TLanes.Count)), s3 = TLanes.Load(y + (3 * TLanes.Count));
            TVector s4 = TLanes.Load(y + (4 * TLanes.Count)), s5 = TLanes.Load(y + (5 * TLanes.Count));
            TVector s6 = TLanes.Load(y + (6 * TLanes.Count)), s7 = TLanes.Load(y + (7 * TLanes.Count));
            float* x = rows + d;
            float* slope = slopes;
            for (int r = 0; r < rowCount; r++, x += stride, slope += step)
            {
                TVector g = TLanes.Broadcast(*slope);
                s0 = TLanes.MultiplyAdd(TLanes.Load(x), g, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(x + TLanes.Count), g, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(x + (2 * TLanes.Count)), g, s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(x + (3 * TLanes.Count)), g, s3);
                s4 = TLanes.MultiplyAdd(TLanes.Load(x + (4 * TLanes.Count)), g, s4);
                s5 = TLanes.MultiplyAdd(TLanes.Load(x + (5 * TLanes.Count)), g, s5);
                s6 = TLanes.MultiplyAdd(TLanes.Load(x + (6 * TLanes.Count)), g, s6);
                s7 = TLanes.MultiplyAdd(TLanes.Load(x + (7 * TLanes.Count)), g, s7);
            }

            TLanes.Store(y, s0);
            TLanes.Store(y + TLanes.Count, s1);
            TLanes.Store(y + (2 * TLanes.Count), s2);
            TLanes.Store(y + (3 * TLanes.Count), s3);
            TLanes.Store(y + (4 * TLanes.Count), s4);
            TLanes.Store(y + (5 * TLanes.Count), s5);
            TLanes.Store(y + (6 * TLanes.Count), s6);
            TLanes.Store(y + (7 * TLanes.Count), s7);
        }

        for (; d < stride; d += TLanes.Count)
        {
            TVector sum = TLanes.Load(target + d);
            for (int r = 0; r < rowCount; r++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(rows + ((long)r * stride) + d), TLanes.Broadcast(slopes[r * step]), sum);
            }

            TLanes.Store(target + d, sum);
        }
    }

    /// <summary>Copies a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<TLanes, TVector>(float* from, float* to, int stride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int d = 0; d < stride; d += TLanes.Count)
        {
            TLanes.Store(to + d, TLanes.Load(from + d));
        }
    }

    /// <summary>row -= base.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Subtract<TLanes, TVector>(float* row, float* from, int stride)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int d = 0; d < stride; d += TLanes.Count)
        {
            TLanes.Store(row + d, TLanes.Subtract(TLanes.Load(row + d), TLanes.Load(from + d)));
        }
    }
}
