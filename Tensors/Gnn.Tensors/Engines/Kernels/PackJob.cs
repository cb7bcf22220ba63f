using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Copies the right side of a product to panels: for each stretch of K, panels of two vectors a row, filled up with zeros.</summary>
internal unsafe struct PackJob : IVectorJob
{
    // Columns that are turned at once, and the step of their copy: no power of two.
    private const int Stretch = 64;
    private const int CopyStep = Stretch + 16;

    /// <summary>[K, N], or [N, K] if it is transposed.</summary>
    internal float* B;
    internal float* Packed;
    internal long N;
    internal long K;
    internal bool IsTransposed;

    internal readonly long Chunks => (K + MatMulPlan.PanelK - 1) / MatMulPlan.PanelK;

    /// <summary>The columns of all panels.</summary>
    internal static long WidthOf(long n, int panelWidth) => (n + panelWidth - 1) / panelWidth * panelWidth;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long k = chunk * (long)MatMulPlan.PanelK;
        long length = Math.Min(MatMulPlan.PanelK, K - k);
        float* panels = Packed + (k * WidthOf(N, 2 * TLanes.Count));
        if (IsTransposed)
        {
            PackTransposed<TLanes, TVector>(B + k, K, length, N, panels);
        }
        else
        {
            Pack<TLanes, TVector>(B + (k * N), N, length, N, panels);
        }
    }

    /// <summary>Packs rows of B whose columns lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Pack<TLanes, TVector>(float* b, long step, long length, long columns, float* panels)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int width = 2 * TLanes.Count;
        TVector zero = TLanes.Zero;
        int left = (int)(columns % width);
        TVector mask0 = TLanes.First(Math.Min(left, TLanes.Count));
        TVector mask1 = TLanes.First(Math.Max(0, left - TLanes.Count));
        for (long k = 0; k < length; k++, b += step, panels += width)
        {
            float* from = b;
            float* end = b + (columns - left);
            float* to = panels;
            for (; from < end; from += width, to += width * length)
            {
                TLanes.Store(to, TLanes.Load(from));
                TLanes.Store(to + TLanes.Count, TLanes.Load(from + TLanes.Count));
            }

            if (left > 0)
            {
                TLanes.Store(to, TLanes.Select(mask0, TLanes.Load(from), zero));
                if (left > TLanes.Count)
                {
                    TLanes.Store(to + TLanes.Count, TLanes.Select(mask1, TLanes.Load(from + TLanes.Count), zero));
                }
            }
        }
    }

    /// <summary>Packs columns of B that are rows of its transpose.</summary>
    private static void PackTransposed<TLanes, TVector>(float* b, long step, long length, long columns, float* panels)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int width = 2 * TLanes.Count;
        for (long column = 0; column < columns; column += width, panels += width * length)
        {
            long count = Math.Min(width, columns - column);
            long turned = 0;
            for (; TLanes.Count > 1 && turned <= count - TLanes.Count; turned += TLanes.Count)
            {
                Turn<TLanes, TVector>(b + ((column + turned) * step), step, length, panels + turned, width);
            }

            TransposeJob.Turn(b + ((column + turned) * step), step, count - turned, length, panels + turned, width);
            for (long k = 0; k < length && count < width; k++)
            {
                new Span<float>(panels + (k * width) + count, (int)(width - count)).Clear();
            }
        }
    }

    /// <summary>to[k, lane] = from[lane, k] for as many rows as there are lanes. Rows a power of two apart fall into one set of the cache, which holds fewer
    /// of them than are turned at once: a stretch of each is copied side by side first.</summary>
    [SkipLocalsInit]
    private static void Turn<TLanes, TVector>(float* from, long step, long length, float* to, long toStep)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* copy = stackalloc float[TLanes.Count * CopyStep];
        for (long k = 0; k < length; k += Stretch)
        {
            long count = Math.Min(Stretch, length - k);
            for (int lane = 0; lane < TLanes.Count; lane++)
            {
                for (long at = 0; at < count; at += TLanes.Count)
                {
                    TLanes.Store(copy + (lane * CopyStep) + at, TLanes.Load(from + (lane * step) + k + at));
                }
            }

            long whole = count & -RowTile.Group;
            RowTile.Turn<TLanes, TVector>(copy, CopyStep, whole, to + (k * toStep), toStep);
            for (; whole < count; whole++)
            {
                for (int lane = 0; lane < TLanes.Count; lane++)
                {
                    to[((k + whole) * toStep) + lane] = copy[(lane * CopyStep) + whole];
                }
            }
        }
    }
}
