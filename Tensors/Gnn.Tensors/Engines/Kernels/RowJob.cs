using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>A function of each row of a matrix. Narrow rows stand abreast, one in each lane: nothing is lost at their ends, and what is done once a row
/// is done once a vector.</summary>
internal unsafe struct RowJob<TKernel> : IVectorJob
    where TKernel : struct, IRowKernel
{
    // Of wider rows, the pieces of a cache line would be written far apart.
    private const long PieceColumns = 16;

    internal TKernel Kernel;
    internal float* A;

    /// <summary>The second argument, or the first once more.</summary>
    internal float* B;

    /// <summary>Of the arguments' shape, or null where the kernel writes elsewhere.</summary>
    internal float* Y;
    internal long Rows;
    internal long Columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(Columns);
        long row = chunk * rows;
        long end = Math.Min(Rows, row + rows);
        if (TLanes.Count > 1 && Columns <= TKernel.Narrow)
        {
            Abreast<TLanes, TVector>(row, end);
            return;
        }

        float* lanes = stackalloc float[TLanes.Count];
        for (; row < end; row++)
        {
            long at = row * Columns;
            Kernel.Run<TLanes, TVector, RowForms.Along>(row, 1, A + at, B + at, Y == null ? lanes : Y + at, Columns);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Abreast<TLanes, TVector>(long row, long end)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // A whole number of groups, and room for what is written past the last row; on a cache line each.
        int floats = (int)(Columns + RowTile.Group) * TLanes.Count;
        byte* tiles = stackalloc byte[(4 * floats * sizeof(float)) + 64];
        float* a = (float*)(((nint)tiles + 63) & -64);
        float* b = B == A ? a : a + floats;
        float* y = a + (2 * floats);
        float* rows = y + floats;
        for (; row < end; row += TLanes.Count)
        {
            int count = (int)Math.Min(TLanes.Count, end - row);
            Turn<TLanes, TVector>(A + (row * Columns), count, rows, a);
            if (B != A)
            {
                Turn<TLanes, TVector>(B + (row * Columns), count, rows, b);
            }

            Kernel.Run<TLanes, TVector, RowForms.Abreast>(row, count, a, b, y, Columns * TLanes.Count);
            if (Y == null)
            {
                continue;
            }

            // What is written past the last row must be this chunk's, and be written anew.
            float* result = Y + (row * Columns);
            if (Columns <= PieceColumns && end - row >= TLanes.Count + RowTile.Group)
            {
                RowTile.TurnBack<TLanes, TVector>(y, Columns, result);
                continue;
            }

            RowTile.TurnBack<TLanes, TVector>(y, Columns, rows);
            new Span<float>(rows, (int)(count * Columns)).CopyTo(new Span<float>(result, (int)(count * Columns)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Turn<TLanes, TVector>(float* x, int count, float* rows, float* tile)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (count < TLanes.Count)
        {
            // There may be nothing where the rows would be that are missing.
            new Span<float>(x, (int)(count * Columns)).CopyTo(new Span<float>(rows, (int)(count * Columns)));
            x = rows;
        }

        RowTile.Turn<TLanes, TVector>(x, Columns, tile);
    }
}
